from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Answer, Turn
from qa.answering.answer import Finished, PassagesFound, TextDelta
from qa.service import Service
from qa.settings import Settings
from tests.chat_server import ChatServer, chat_server
from tests.conftest import HARBOUR

QUESTION = "How much will an adult ferry ticket cost?"


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with chat_server() as server:
        yield server


def service(folder: Path, chat: ChatServer, timeout: float = 20) -> Service:
    settings = Settings(chat_model="openai:scripted", chat_base_url=chat.url, chat_timeout=timeout)
    return Service(folder, settings)


def test_a_written_answer_is_streamed_cited_and_checked(
    small_index: Path, chat: ChatServer
) -> None:
    chat.say("An adult ticket ", "will cost 5.6 dollars [", "1]", ".")
    first, *middle, last = service(small_index, chat).stream(QUESTION)
    assert isinstance(first, PassagesFound)
    assert isinstance(last, Finished)
    pieces = [event.text for event in middle if isinstance(event, TextDelta)]
    assert len(pieces) > 1
    assert "".join(pieces) == "An adult ticket will cost 5.6 dollars [1]."
    answer = last.answer
    assert (answer.mode, answer.answered, answer.text) == ("generative", True, "".join(pieces))
    (citation,) = answer.citations
    assert citation.verified
    assert citation.quote == "An adult ticket will cost 5.6 dollars."
    assert HARBOUR.body[citation.start : citation.end] == citation.quote


def test_the_prompt_holds_numbered_dated_passages_and_the_history(
    small_index: Path, chat: ChatServer
) -> None:
    chat.say("It rises [1].")
    service(small_index, chat).ask(QUESTION, history=[Turn(question="Hello?", answer="Hi.")])
    prompt = chat.prompt()
    assert f"[1] {HARBOUR.title}, 2024-03-02" in prompt
    assert "Answer in English" in prompt
    assert prompt.endswith(f"Hello?\nHi.\n{QUESTION}")


def test_citations_are_renumbered_and_those_out_of_range_dropped(
    small_index: Path, chat: ChatServer
) -> None:
    chat.say("It costs 5.6 dollars [9][1].")
    answer = service(small_index, chat).ask(QUESTION)
    assert answer.text == "It costs 5.6 dollars [1]."
    assert [c.number for c in answer.citations] == [1]


def test_an_invented_number_is_not_verified(small_index: Path, chat: ChatServer) -> None:
    chat.say("An adult ticket will cost 9.9 dollars [1].")
    assert not service(small_index, chat).ask(QUESTION).citations[0].verified


def test_the_model_may_refuse(small_index: Path, chat: ChatServer) -> None:
    chat.say("NOT_IN", "_ARTICLES")
    events = list(service(small_index, chat).stream(QUESTION))
    assert not any(isinstance(event, TextDelta) for event in events)
    assert isinstance(events[-1], Finished)
    assert not events[-1].answer.answered


def test_the_model_is_not_asked_where_nothing_is_relevant(
    small_index: Path, chat: ChatServer
) -> None:
    chat.say("Argentina [1].")
    answer = service(small_index, chat).ask("Who won the 2022 World Cup?")
    assert not answer.answered
    assert chat.requests == []


def quoted_instead(answer: Answer, reason: str) -> None:
    assert answer.mode == "extractive"
    assert answer.answered
    assert answer.citations[0].quote == "An adult ticket will cost 5.6 dollars."
    assert answer.notice
    assert reason in answer.notice


def test_an_answer_without_citations_gives_way_to_quotes(
    small_index: Path, chat: ChatServer
) -> None:
    chat.say("Trust me, it is cheap.")
    quoted_instead(service(small_index, chat).ask(QUESTION), "cited no passage")


@pytest.mark.parametrize("status", [429, 500, 401])
def test_a_server_that_fails_gives_way_to_quotes(
    small_index: Path, chat: ChatServer, status: int
) -> None:
    chat.say(status=status)
    quoted_instead(service(small_index, chat).ask(QUESTION), "Error")


def test_a_stream_that_breaks_off_gives_way_to_quotes(small_index: Path, chat: ChatServer) -> None:
    chat.say("An adult ", cut=True)
    quoted_instead(service(small_index, chat).ask(QUESTION), "chat model")


def test_a_model_that_never_stops_is_stopped(small_index: Path, chat: ChatServer) -> None:
    chat.say(*["and so on "] * 200, pause=0.05)
    answer = service(small_index, chat, timeout=1.0).ask(QUESTION)
    quoted_instead(answer, "TimeoutError")


def test_a_missing_server_gives_way_to_quotes(small_index: Path) -> None:
    settings = Settings(
        chat_model="openai:none", chat_base_url="http://127.0.0.1:9/v1", chat_timeout=5
    )
    quoted_instead(Service(small_index, settings).ask(QUESTION), "Connection")
