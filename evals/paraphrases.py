"""Questions that people word in many ways, each with what a right answer holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from evals.files import read_questions
from evals.judging import short_answer
from evals.matching import contains
from evals.runner import conversation
from qa.answering.answer import Answer, Turn
from qa.errors import QAError
from qa.text.language import Language

if TYPE_CHECKING:
    from qa.service import Service

PARAPHRASES = Path(__file__).resolve().parent / "suites" / "paraphrases.jsonl"
Kind = Literal["answer", "refusal", "small_talk"]


class Paraphrase(BaseModel):
    """A question and what is right.

    Attributes:
        kind: what the answer has to be.
        holds: strings, one of which the short answer has to hold.
        lacks: strings that it must not hold.
        language: that the answer has to be in, where it matters.
        history: earlier turns, answered by the product.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    kind: Kind
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    language: Language | None = None
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What a question got, and whether that is right."""

    id: str
    question: str
    right: bool
    kind: Kind
    short: str | None


def load_paraphrases(path: Path = PARAPHRASES) -> tuple[Paraphrase, ...]:
    """The questions of the suite.

    Raises:
        EvalError: naming the file, the line and the field; or there is no question.
    """
    return read_questions(path, Paraphrase)


def judged(service: Service, questions: Sequence[Paraphrase]) -> Iterator[Judged]:
    """Ask each question, in its conversation."""
    for each in questions:
        try:
            answer = service.ask(each.question, history=conversation(service, each.history))
        except QAError as error:
            yield Judged(each.id, each.question, False, "refusal", str(error))
            continue
        short = short_answer(answer)
        yield Judged(each.id, each.question, _is_right(each, answer, short), kind_of(answer), short)


def kind_of(answer: Answer) -> Kind:
    """Whether an answer says something, refuses, or is small talk."""
    if answer.kind in ("small_talk", "refusal"):
        return answer.kind
    return "answer"


def _is_right(asked: Paraphrase, answer: Answer, short: str | None) -> bool:
    if kind_of(answer) != asked.kind or asked.language not in (None, answer.language):
        return False
    said = short or ""
    return bool(not asked.holds or contains(said, asked.holds)) and not contains(said, asked.lacks)


def paraphrases_dict(rows: Sequence[Judged]) -> dict[str, Any]:
    """The report as plain JSON values."""
    right = sum(row.right for row in rows)
    return {
        "command": "paraphrases",
        "questions": len(rows),
        "right": right,
        "rate": round(right / max(len(rows), 1), 4),
        "rows": [asdict(row) for row in rows],
    }


def paraphrases_text(rows: Sequence[Judged]) -> str:
    """The report for people."""
    lines = [f"paraphrases: {sum(row.right for row in rows)} of {len(rows)} right", ""]
    for row in rows:
        got = row.short if row.kind == "answer" else row.kind
        lines.append(f"{'right' if row.right else 'wrong':6} {row.question}  →  {got}")
    return "\n".join(lines)
