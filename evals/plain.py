"""Plain questions for one fact as people type them: are the bold words, and the quote, right?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from evals.files import read_questions
from evals.matching import contains, exact
from qa.answering.answer import Answer, Kind
from qa.text.language import Language, detect_language, family

if TYPE_CHECKING:
    from qa.service import Service

PLAIN = Path(__file__).resolve().parent / "suites" / "plain.jsonl"
# The language of the question, and of the article that it is about.
PAIRS = ("en→en", "en→zh", "zh→en", "zh→zh")


class PlainQuestion(BaseModel):
    """A question and what is right; strings as the articles write them.

    Attributes:
        gold: titles of the articles that answer; any one of them will do.
        accepted: all short answers that are right; nothing may be added to one.
        quote: strings, one of which the quoted sentence has to hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    language: Language
    gold: tuple[str, ...]
    accepted: tuple[str, ...]
    quote: tuple[str, ...]

    @property
    def pair(self) -> str:
        """One of PAIRS; where articles of both languages answer, nothing has to be crossed."""
        asked = family(self.language)
        told = [family(detect_language(title)) for title in self.gold]
        return f"{asked}→{asked if asked in told else told[0]}"


@dataclass(frozen=True, slots=True)
class Plain:
    """What a question got.

    Attributes:
        short: the bold words; None where none are shown.
        quote: of the first citation; None where nothing is cited.
        short_right: the bold words equal an accepted answer in normal form.
        article_right: one of the cited articles answers.
    """

    id: str
    question: str
    pair: str
    kind: Kind
    short: str | None
    short_right: bool
    quote: str | None
    quote_right: bool
    article_right: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the questions of a language pair got what."""

    asked: int
    shown: int
    short_right: int
    quote_right: int
    article_right: int
    refused: int

    @property
    def right_of_shown(self) -> float:
        """Share of the bold words that are right; 0 where none are shown."""
        return self.short_right / max(self.shown, 1)

    @property
    def right_of_all(self) -> float:
        """Share of the questions whose bold words are right."""
        return self.short_right / max(self.asked, 1)


def load_plain(path: Path = PLAIN) -> tuple[PlainQuestion, ...]:
    """The questions of the suite.

    Raises:
        EvalError: naming the file, the line and the field; or there is no question.
    """
    return read_questions(path, PlainQuestion)


def ask_plain(service: Service, questions: Sequence[PlainQuestion]) -> Iterator[Plain]:
    """Ask each question.

    Raises:
        QAError: a question cannot be answered.
    """
    for each in questions:
        yield judged_plain(each, service.ask(each.question))


def judged_plain(asked: PlainQuestion, answer: Answer) -> Plain:
    """What an answer is worth. A refusal quotes nothing, whatever it shows as near."""
    cited = answer.citations if answer.answered else ()
    short = answer.short_answer.text if answer.short_answer else None
    quote = cited[0].quote if cited else None
    return Plain(
        id=asked.id,
        question=asked.question,
        pair=asked.pair,
        kind=answer.kind,
        short=short,
        short_right=bool(short and exact(short, asked.accepted)),
        quote=quote,
        quote_right=bool(quote and contains(quote, asked.quote)),
        article_right=any(citation.title in asked.gold for citation in cited),
    )


def counted(rows: Sequence[Plain]) -> Counts:
    """The counts over rows."""
    return Counts(
        asked=len(rows),
        shown=sum(row.short is not None for row in rows),
        short_right=sum(row.short_right for row in rows),
        quote_right=sum(row.quote_right for row in rows),
        article_right=sum(row.article_right for row in rows),
        refused=sum(row.kind == "refusal" for row in rows),
    )


def plain_dict(rows: Sequence[Plain]) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {
        "command": "plain",
        "by_pair": {name: _counts_dict(counts) for name, counts in _by_pair(rows).items()},
        "rows": [asdict(row) for row in rows],
    }


def plain_text(rows: Sequence[Plain]) -> str:
    """The report for people."""
    lines = [
        f"{'':6} {'asked':>6} {'bold':>5} {'right':>6} {'of bold':>8} {'of all':>7}"
        f" {'quote':>6} {'article':>8} {'refused':>8}"
    ]
    lines += [
        f"{name:6} {c.asked:6} {c.shown:5} {c.short_right:6} {c.right_of_shown:8.0%}"
        f" {c.right_of_all:7.0%} {c.quote_right:6} {c.article_right:8} {c.refused:8}"
        for name, c in _by_pair(rows).items()
    ]
    return "\n".join(lines)


def _by_pair(rows: Sequence[Plain]) -> dict[str, Counts]:
    pairs = {name: counted([row for row in rows if row.pair == name]) for name in PAIRS}
    return pairs | {"all": counted(rows)}


def _counts_dict(counts: Counts) -> dict[str, float]:
    shares = {"right_of_shown": counts.right_of_shown, "right_of_all": counts.right_of_all}
    return asdict(counts) | {name: round(share, 4) for name, share in shares.items()}
