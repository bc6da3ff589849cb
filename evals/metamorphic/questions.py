"""The frozen list of questions that are worded otherwise."""

from __future__ import annotations

from pathlib import Path

from evals.files import existing, read_rows
from evals.suite import SuiteQuestion
from qa.errors import EvalError

QUESTIONS = Path(__file__).resolve().parents[1] / "suites" / "metamorphic.jsonl"


class PlainQuestion(SuiteQuestion):
    """A plain question for one fact.

    Attributes:
        indirect: in English, the question as a clause: "where Biden met Xi in California".
            Only a grammar could make it of the question.
    """

    indirect: str | None = None

    @property
    def is_chinese(self) -> bool:
        """Whether it is asked in Chinese."""
        return self.language != "en"

    @property
    def bare(self) -> str:
        """The question without the mark at its end."""
        return self.question.rstrip("?？")


def load_questions(path: Path = QUESTIONS, limit: int | None = None) -> tuple[PlainQuestion, ...]:
    """The questions, or as many of them as ``limit`` says, spread over the list.

    Raises:
        EvalError: naming the file, the line and the field; or there is no question.
    """
    questions = tuple(read_rows(existing(path), PlainQuestion))
    if not questions:
        raise EvalError(f"{path}: no questions in it")
    step = max(1, len(questions) // limit) if limit else 1
    return questions[::step][:limit]
