"""Asking questions and their rewritings, and whether the answers are the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.judging import short_answer
from evals.matching import contains, tokens
from evals.metamorphic.questions import PlainQuestion
from evals.metamorphic.rewritings import rewritings
from qa.errors import QAError

if TYPE_CHECKING:
    from qa.service import Service


@dataclass(frozen=True, slots=True)
class Told:
    """What of an answer has to stay the same.

    Attributes:
        cited: id of the article that is cited first; None for a refusal.
        short: the short answer, or None.
        right: whether a gold article is cited first and the short answer is a gold one.
        error: why there was no answer.
    """

    cited: str | None
    short: str | None
    right: bool
    error: str | None = None

    def cites_as(self, other: Told) -> bool:
        """Whether both cite, and first the same article; two refusals have nothing the same."""
        return self.cited is not None and self.cited == other.cited

    def says_as(self, other: Told) -> bool:
        """Whether both short answers are the same but for script, width, case and marks."""
        if self.short is None or other.short is None:
            return False
        return tokens(self.short) == tokens(other.short)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a rewriting of it, and what each got."""

    question: PlainQuestion
    kind: str
    rewritten: str
    original: Told
    other: Told

    @property
    def same_article(self) -> bool:
        """Whether the same article is cited first."""
        return self.other.cites_as(self.original)

    @property
    def same_short(self) -> bool:
        """Whether the short answer is the same."""
        return self.other.says_as(self.original)

    @property
    def same(self) -> bool:
        """Whether both are."""
        return self.same_article and self.same_short


def compared(
    service: Service,
    questions: Sequence[PlainQuestion],
    gold: Mapping[str, Collection[str]],
) -> Iterator[tuple[Pair, ...]]:
    """The pairs of each question, question by question.

    Args:
        gold: question id to the ids of its gold articles.
    """
    for question in questions:
        original = _told(service, question.question, question, gold[question.id])
        yield tuple(
            Pair(question, each.kind, each.text, original, other)
            for each in rewritings(question)
            for other in [_told(service, each.text, question, gold[question.id])]
        )


def _told(service: Service, text: str, question: PlainQuestion, gold: Collection[str]) -> Told:
    try:
        answer = service.ask(text)
    except QAError as error:
        return Told(None, None, right=False, error=str(error))
    short = short_answer(answer)
    cited = answer.citations[0].article_id if answer.answered and answer.citations else None
    right = cited in gold and short is not None and _is_gold(short, question.answers)
    return Told(cited, short, right)


def _is_gold(short: str, answers: Sequence[str]) -> bool:
    """Whether a short answer holds a gold one, or is a part of one that holds its telling words."""
    return bool(contains(short, answers)) or any(contains(gold, [short]) for gold in answers)
