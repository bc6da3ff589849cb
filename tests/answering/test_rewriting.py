"""With a chat model, follow-ups are made questions that stand alone; without its help, not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa.answering.answer import Turn
from qa.service import Service
from tests.chat_server import ChatServer
from tests.conftest import HARBOUR, PANDA

Served = Callable[..., Service]
HISTORY = [Turn(question="When were the panda cubs first shown?", answer="Yesterday [1].")]
FOLLOW_UP = "and what do they weigh?"
ANSWER = "Each weighs over ten kilos [1]."


def test_the_model_words_the_question_that_is_searched_for(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("What do the giant ", "panda cubs weigh?")
    chat.say(ANSWER)
    answer = served(small_index).ask(FOLLOW_UP, history=HISTORY)
    assert answer.question == "What do the giant panda cubs weigh?"
    assert answer.passages[0].article_id == PANDA.id
    rewriting, writing = chat.requests
    assert "When were the panda cubs first shown?" in str(rewriting["messages"])
    assert f"New question: {FOLLOW_UP}" in str(rewriting["messages"])
    assert "[1]" not in str(rewriting["messages"]), "old citations point at nothing here"
    assert "What do the giant panda cubs weigh?" in str(writing["messages"][-1])


def test_a_question_that_comes_back_as_it_is_stands_alone(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    question = "How much will an adult ferry ticket cost?"
    chat.say(question)
    chat.say("It costs 5.6 dollars [1].")
    answer = served(small_index).ask(question, history=HISTORY)
    assert answer.question is None
    assert answer.passages[0].article_id == HARBOUR.id


def test_a_first_question_is_not_rewritten(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("It costs 5.6 dollars [1].")
    served(small_index).ask("How much will an adult ferry ticket cost?")
    assert len(chat.requests) == 1


@pytest.mark.parametrize(
    "said",
    [
        "",
        "What do the cubs weigh?\nThey weigh ten kilos.",
        "Over ten kilos [1].",
        "大熊貓幼崽有多重？",
        "When were the panda cubs first shown at the zoo?",
        "What do the cubs weigh" + " really" * 200 + "?",
    ],
)
def test_what_is_no_question_of_the_askers_is_not_used(
    small_index: Path, chat: ChatServer, served: Served, said: str
) -> None:
    chat.say(said)
    chat.say(ANSWER)
    answer = served(small_index).ask(FOLLOW_UP, history=HISTORY)
    assert answer.question == f"When were the panda cubs first shown: {FOLLOW_UP}"
    assert answer.passages[0].article_id == PANDA.id


def test_thoughts_and_quotation_marks_around_it_are_dropped(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("<think>They are pandas.</think>\n", "“What do the panda cubs weigh?”")
    chat.say(ANSWER)
    answer = served(small_index).ask(FOLLOW_UP, history=HISTORY)
    assert answer.question == "What do the panda cubs weigh?"


def test_a_server_that_fails_leaves_it_to_the_words_of_the_conversation(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say(status=401)
    chat.say(ANSWER)
    answer = served(small_index).ask(FOLLOW_UP, history=HISTORY)
    assert answer.question == f"When were the panda cubs first shown: {FOLLOW_UP}"
    assert answer.passages[0].article_id == PANDA.id


def test_a_model_that_is_slow_is_not_waited_for(
    small_index: Path, chat: ChatServer, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answering.rewriting._SECONDS", 0.3)
    chat.say(*["and so on "] * 40, pause=0.1)
    chat.say(ANSWER)
    answer = served(small_index).ask(FOLLOW_UP, history=HISTORY)
    assert answer.question == f"When were the panda cubs first shown: {FOLLOW_UP}"
    assert answer.timings["retrieve"] < 3
