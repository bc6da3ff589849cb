"""Our own eval suites: questions with what a right answer looks like, over known articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from evals.files import at_line, existing, read_objects
from qa.answering.answer import Turn
from qa.articles.identity import clean_line
from qa.errors import EvalError, FilterError
from qa.index.filters import Filters
from qa.text.language import Language

Split = Literal["dev", "test"]
SAMPLE_SUITE = Path(__file__).resolve().parent / "suites" / "sample.jsonl"


class SuiteQuestion(BaseModel):
    """One question of a suite.

    Attributes:
        kind: groups questions in the report (``same-language``, ``unanswerable``, ...).
        gold: titles of the articles that answer; any one of them will do.
        answers: accepted strings, any of which will do.
        history: earlier turns of the conversation, oldest first; one without an answer is
            asked first, and so gets the answer that a reader would have had.
        split: ``dev`` may be looked at while something is built, ``test`` is only measured.
        note: for readers of the suite.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    language: Language
    kind: str
    answerable: bool = True
    gold: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    filters: Filters | None = None
    history: tuple[Turn, ...] = ()
    split: Split | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> SuiteQuestion:
        if self.answerable and not (self.gold and self.answers):
            raise ValueError("an answerable question needs gold and answers")
        if not self.answerable and (self.gold or self.answers):
            raise ValueError("a question that is not answerable has no gold and no answers")
        return self


def load_suite(path: Path, split: Split | None = None) -> tuple[SuiteQuestion, ...]:
    """The questions of a suite, or of one half of it, in file order.

    Raises:
        EvalError: naming the file, the line and the field; or there is no question.
    """
    questions: dict[str, SuiteQuestion] = {}
    path = existing(path)
    for number, row in read_objects(path):
        question = _question(path, number, row)
        if question.id in questions:
            raise at_line(path, number, f"a second question with the id {question.id!r}")
        questions[question.id] = question
    kept = tuple(each for each in questions.values() if split in (None, each.split))
    if not kept:
        raise EvalError(f"{path}: no questions in it" + (f" for {split}" if split else ""))
    return kept


def gold_articles(
    questions: Iterable[SuiteQuestion], titles: Mapping[str, Iterable[str]]
) -> dict[str, frozenset[str]]:
    """Question id to the ids of its gold articles.

    Args:
        titles: title to the ids of the indexed articles that have it.

    Raises:
        EvalError: no article of the index has a title that a question names.
    """
    gold: dict[str, frozenset[str]] = {}
    for question in questions:
        ids: set[str] = set()
        for title in question.gold:
            found = set(titles.get(clean_line(title), ()))
            if not found:
                raise EvalError(
                    f"question {question.id}: no article in the index is titled {title!r}",
                    "correct the title in the suite, or give the index that the suite is for",
                )
            ids |= found
        gold[question.id] = frozenset(ids)
    return gold


def _question(path: Path, number: int, row: Mapping[str, Any]) -> SuiteQuestion:
    try:
        return SuiteQuestion.model_validate(row)
    except FilterError as error:
        raise at_line(path, number, error.message) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        problem = first["msg"].removeprefix("Value error, ")
        raise at_line(path, number, f"{field}: {problem}" if field else problem) from error
