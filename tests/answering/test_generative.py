"""A chat model behind the OpenAI protocol, scripted: what the reader gets of a good reply."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qa import Answer, Turn
from qa.answering.answer import Finished, PassagesFound, TextDelta
from qa.service import Service
from tests.chat_server import ChatServer
from tests.conftest import BRIDGE, HARBOUR

QUESTION = "How much will an adult ferry ticket cost?"
Served = Callable[..., Service]


def streamed(service: Service, question: str = QUESTION) -> tuple[str, Answer]:
    """All pieces of text together, and the answer."""
    first, *middle, last = service.stream(question)
    assert isinstance(first, PassagesFound)
    assert isinstance(last, Finished)
    return "".join(e.text for e in middle if isinstance(e, TextDelta)), last.answer


def test_a_written_answer_is_streamed_cited_and_checked(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("An adult ticket ", "will cost 5.6 dollars [", "1]", ". That is all [1].")
    first, *middle, last = served(small_index).stream(QUESTION)
    assert isinstance(first, PassagesFound)
    assert isinstance(last, Finished)
    pieces = [event.text for event in middle if isinstance(event, TextDelta)]
    assert len(pieces) > 1
    answer = last.answer
    assert "".join(pieces) == answer.text
    assert (answer.mode, answer.answered, answer.notice) == ("generative", True, None)
    (citation,) = answer.citations
    assert citation.quote == "An adult ticket will cost 5.6 dollars."
    assert HARBOUR.body[citation.start : citation.end] == citation.quote
    first_sentence, second = answer.sentences
    assert answer.text[first_sentence.start : first_sentence.end] == (
        "An adult ticket will cost 5.6 dollars [1]."
    )
    assert (first_sentence.verified, first_sentence.numbers) == (True, (1,))
    assert (second.verified, second.doubt) == (False, "unsupported")


@pytest.mark.parametrize(
    "reply",
    [
        "I could not find any information about that.",
        "The articles do not mention a price [1].",
        "文章沒有提及票價[1]。",
    ],
)
def test_a_model_that_finds_nothing_is_believed(
    small_index: Path, chat: ChatServer, served: Served, reply: str
) -> None:
    chat.say(reply)
    answer = served(small_index).ask(QUESTION)
    assert not answer.answered
    assert not answer.citations


def test_quotes_that_would_not_be_given_do_not_stand_in_for_a_model(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    question = "How tall is the captain of the Star Pier ferries?"
    assert not Service(small_index).ask(question).answered
    chat.say("About two metres, I should think.")
    assert not served(small_index).ask(question).answered


def test_long_earlier_answers_leave_room_for_passages(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("It rises [1].")
    history = [Turn(question="Hello?", answer="很長的答案。" * 2_000)] * 4
    served(small_index).ask(QUESTION, history=history)
    assert len(chat.prompt()) < 8_000


def test_the_prompt_holds_rules_history_and_fenced_numbered_dated_passages(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("It rises [1].")
    history = [Turn(question="Hello?", answer="Hi [1].")]
    served(small_index).ask(QUESTION, history=history)
    prompt = chat.prompt()
    assert f"<passage>\n[1] {HARBOUR.title}, 2024-03-02\n" in prompt
    assert "Answer in English" in prompt
    assert "Hello?\nHi .\n<passages>" in prompt, "numbers of an earlier answer mean nothing here"
    assert prompt.endswith(f"Answer in English, with citations: {QUESTION}")
    rules = chat.requests[-1]["messages"][0]
    assert rules["role"] == "system"
    assert HARBOUR.title not in rules["content"], "articles are no rules"


def test_citations_are_renumbered_and_those_out_of_range_dropped(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("It costs 5.6 dollars [9][1].")
    answer = served(small_index).ask(QUESTION)
    assert answer.text == "It costs 5.6 dollars [1]."
    assert [c.number for c in answer.citations] == [1]


def test_reasoning_is_neither_shown_nor_read_for_citations(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("<thi", "nk>[1] says 9.9 dollars.</thi", "nk>\n\nIt will cost 5.6 dollars [1].")
    shown, answer = streamed(served(small_index))
    assert shown == answer.text == "It will cost 5.6 dollars [1]."


def test_the_model_may_refuse(small_index: Path, chat: ChatServer, served: Served) -> None:
    chat.say("NOT_IN", "_ARTICLES")
    shown, answer = streamed(served(small_index))
    assert shown == ""
    assert not answer.answered


def test_the_model_may_refuse_in_its_own_words(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("The articles do not mention what a ticket costs.")
    assert not served(small_index).ask(QUESTION).answered


def test_the_model_is_not_asked_where_nothing_is_relevant(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("Argentina [1].")
    answer = served(small_index).ask("Who won the 2022 World Cup?")
    assert not answer.answered
    assert chat.requests == []


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        (
            "跨海大橋全長多少？",
            "大桥全长12公里，设有三条行车线[1]。",
            "大橋全長12公里，設有三條行車線[1]。",
        ),
        (
            "跨海大桥全长多少？",
            "大橋全長12公里，設有三條行車線[1]。",
            "大桥全长12公里，设有三条行车线[1]。",
        ),
    ],
)
def test_the_answer_is_in_the_askers_script_and_the_quote_in_the_articles(
    small_index: Path, chat: ChatServer, served: Served, question: str, said: str, shown: str
) -> None:
    chat.say(*said)
    pieces, answer = streamed(served(small_index), question)
    assert pieces == answer.text == shown
    (citation,) = answer.citations
    assert BRIDGE.body[citation.start : citation.end] == citation.quote
    assert answer.sentences[0].verified


def test_an_answer_in_another_language_than_the_question_says_so(
    small_index: Path, chat: ChatServer, served: Served
) -> None:
    chat.say("成人票將收5.6元[1]。")
    answer = served(small_index).ask(QUESTION)
    assert answer.notice == "The chat model did not write in the language of the question."
