"""Whole answers as files, so that whatever changes them is seen and reviewed as a diff.

``pytest tests/test_golden_answers.py --update-golden`` writes the files anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.judging import short_answer
from evals.runner import conversation
from evals.suite import SAMPLE_SUITE, SuiteQuestion, load_suite
from qa.answering.answer import Answer
from qa.service import Service
from qa.settings import ROOT

GOLDEN = Path(__file__).resolve().parent / "golden"
README_QUESTIONS = (
    "what cooperation areas did Mishustin list",
    "米舒斯京列出了哪些合作領域",
    "习近平提出哪三大原则",
    "When did the C919 make its first commercial flight?",
    "Who won the 2022 World Cup?",
)


def as_text(name: str, question: str, answer: Answer) -> str:
    """All of an answer that a reader sees, but for what differs from run to run."""
    lines = [
        f"==== {name}: {question}",
        f"answered: {'yes' if answer.answered else 'no'}, {answer.kind}, in {answer.language}",
        f"short: {short_answer(answer)}",
        *([f"understood: {answer.question}"] if answer.question else []),
        *([f"notice: {answer.notice}"] if answer.notice else []),
        "",
        answer.text,
        "",
        *(f"[{one.number}] {one.title} | {one.quote}" for one in answer.citations),
    ]
    return "\n".join(lines).rstrip() + "\n"


def of_the_readme(service: Service) -> Iterator[str]:
    for number, question in enumerate(README_QUESTIONS, start=1):
        yield as_text(f"readme-{number}", question, service.ask(question))


def of_the_sample_suite(service: Service) -> Iterator[str]:
    for each in load_suite(SAMPLE_SUITE):
        yield as_text(each.id, each.question, asked(service, each))


def asked(service: Service, each: SuiteQuestion) -> Answer:
    history = conversation(service, each.history)
    return service.ask(each.question, history=history, filters=each.filters)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", ["readme", "sample"])
def test_answers_are_as_they_were(
    sample: Service, name: str, request: pytest.FixtureRequest
) -> None:
    answers = of_the_readme(sample) if name == "readme" else of_the_sample_suite(sample)
    found = "\n".join(answers)
    path = GOLDEN / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        path.write_text(found, encoding="utf-8")
    held = path.read_text(encoding="utf-8").splitlines()
    assert found.splitlines() == held, "if this is meant, pytest FILE --update-golden writes it"


def test_the_readme_offers_these_questions() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [question for question in README_QUESTIONS if question not in text] == []
