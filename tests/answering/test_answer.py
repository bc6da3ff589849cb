"""What every answer says of itself: its kind, and the words that answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from qa import Answer, Turn
from qa.answering.markdown import escape
from qa.service import Service
from qa.settings import ROOT
from tests.answering.conftest import Served
from tests.chat_server import ChatServer

SUITE = ROOT / "evals" / "suites" / "sample.jsonl"
QUESTIONS = [json.loads(line)["question"] for line in SUITE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When did the C919 make its first commercial flight?", "answer"),
        ("what cooperation areas did Mishustin list", "list"),
        ("習近平提出哪三大原則", "list"),
        ("What's the news?", "news"),
        ("Who won the 2022 World Cup?", "refusal"),
        ("謝謝", "small_talk"),
        ("hello", "small_talk"),
    ],
)
def test_an_answer_says_of_what_kind_it_is(sample: Service, question: str, kind: str) -> None:
    answer = sample.ask(question, history=[Turn(question="Where did Putin go?")])
    assert answer.kind == kind
    assert answer.answered == (kind != "refusal")


@pytest.mark.parametrize(
    ("question", "reply", "kind"),
    [
        ("How much will an adult ferry ticket cost?", "It will cost 5.6 dollars [1].", "answer"),
        (
            "What are the parts of the new bridge?",
            "- Lanes [1]\n- A track [1]\n- A deck [1]",
            "list",
        ),
        ("What's the news?", "Ferry fares rise [1].", "news"),
        ("How much will an adult ferry ticket cost?", "The articles do not say.", "refusal"),
        ("Thank you!", "", "small_talk"),
    ],
)
def test_a_written_answer_says_so_too(
    small_index: Path, chat: ChatServer, served: Served, question: str, reply: str, kind: str
) -> None:
    chat.say(reply)
    answer = served(small_index).ask(question)
    assert (answer.kind, answer.mode) == (kind, "generative")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_short_answer_is_where_it_says_and_what_is_in_bold(
    sample: Service, question: str
) -> None:
    answer = sample.ask(question)
    if (short := answer.short_answer) is None:
        assert "**" not in answer.text
        return
    citation = answer.citations[short.citation - 1]
    body = sample.get_article(citation.article_id).body
    assert body[short.start : short.end] == short.text
    assert citation.number == short.citation
    assert citation.start <= short.start < short.end <= citation.end
    assert short.language == sample.get_article(citation.article_id).language
    assert f"**{escape(short.text)}** [{short.citation}]" in answer.text
    assert citation.verified is None


def test_most_answers_have_a_short_one(sample: Service) -> None:
    answers = [sample.ask(question) for question in QUESTIONS[:10]]
    assert sum(answer.short_answer is not None for answer in answers) >= 8


def test_an_answer_is_the_same_after_a_journey_as_json(sample: Service) -> None:
    answer = sample.ask("what cooperation areas did Mishustin list")
    assert Answer.model_validate_json(json.dumps(answer.to_dict())) == answer


@pytest.mark.parametrize(("answered", "kind"), [(True, "refusal"), (False, "small_talk")])
def test_no_answer_refuses_and_answers(answered: bool, kind: str) -> None:
    with pytest.raises(ValidationError, match="answered is"):
        Answer.model_validate(
            {"text": "", "answered": answered, "kind": kind, "language": "en", "mode": "extractive"}
        )
