"""Verdicts: does the cited source bear a sentence out? Judged without a model.

Numbers, dates and names of the sentence must stand in its passages, in whatever language
those are; the best sentence there must say much the same, and deny what the sentence denies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.answering.answer import Doubt
from qa.answering.evidence import Evidence, evidence, match
from qa.answering.names import missing_names
from qa.answering.negation import clauses, denies
from qa.index.index import Index
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.numbers import Number, numbers
from qa.text.stated_dates import StatedDate, stated_dates, with_year

# Below this match with its best sentence a claim is not borne out at all.
SUPPORTED = 0.27
# Sentences that match nearly as well as the best one are part of the evidence.
_BESIDE = 0.3
_SAME_CLAUSE, _SAME_SENTENCE = 0.3, 0.75


@dataclass(frozen=True)
class Verdict:
    """What was found of one claim.

    Attributes:
        doubt: why it is not verified, or None.
        contradicted: a number or date of it stands nowhere in its passages, where the best
            sentence has another one of the kind.
        found: the sentences of its passages, the best match first.
    """

    doubt: Doubt | None
    contradicted: bool
    found: Sequence[Evidence]


def judge(
    claim: str, passages: Sequence[tuple[int, Passage]], index: Index, today: date
) -> Verdict:
    """Hold a claim against the numbered passages that it cites, of which there is one at least."""
    found = evidence(claim, passages, index)
    if not found:
        return Verdict("unsupported", False, found)
    held = [passage for _, passage in passages]
    best = found[0]
    near = [one for one in found if one.score >= _BESIDE * best.score]
    same = best.score >= SUPPORTED
    dates = missing_dates(claim, held, today)
    if dates:
        return Verdict("date", same and _other_date(dates, best, today), found)
    missing, elsewhere = missing_numbers(claim, held, near, today)
    if missing or elsewhere:
        return Verdict("number", same and _other_number(claim, missing, best), found)
    if missing_names(claim, "\n".join(f"{p.title}\n{p.source or ''}\n{p.text}" for p in held)):
        return Verdict("name", False, found)
    if _denial_differs(claim, found, index):
        return Verdict("negation", False, found)
    return Verdict(None if same else "unsupported", False, found)


def _reference(passage: Passage, today: date) -> date:
    return date.fromisoformat(passage.published[:10]) if passage.published else today


def known_dates(passage: Passage, text: str, today: date) -> Iterator[StatedDate]:
    """The dates that a text of a passage states, and the one on which it was published."""
    reference = _reference(passage, today)
    stated = stated_dates(text, reference)
    yield from with_year(stated, reference)
    if passage.published:
        for one in stated:
            if one.weekday is not None:
                last = reference - timedelta(days=(reference.weekday() - one.weekday) % 7)
                for day in (last, last + timedelta(days=7)):
                    yield StatedDate(one.start, one.end, day.year, day.month, day.day)
    if passage.published:
        yield StatedDate(0, 0, reference.year, reference.month, reference.day)


def missing_dates(claim: str, passages: Sequence[Passage], today: date) -> list[StatedDate]:
    """The dates of the claim that no passage states."""
    known = [
        one
        for passage in passages
        for one in known_dates(passage, f"{passage.title}\n{passage.text}", today)
    ]
    # "Yesterday" may be the article's word or one that the model counted from today.
    readings = [
        [one for one in stated_dates(claim, day) if not any(one.agrees(each) for each in known)]
        for day in dict.fromkeys([*(_reference(p, today) for p in passages), today])
    ]
    return min(readings, key=len)


def _other_date(missing: Sequence[StatedDate], best: Evidence, today: date) -> bool:
    """Whether the best sentence states another date as fully as the missing one is stated."""

    def fields(one: StatedDate) -> tuple[bool, bool]:
        return one.month is not None, one.day is not None

    there = stated_dates(best.text, _reference(best.passage, today))
    return any(fields(one) == fields(other) for one in missing for other in there)


def _counted(text: str, today: date) -> list[Number]:
    """The numbers of a text that are no part of a date."""
    dates = stated_dates(text, today)
    return [
        one
        for one in numbers(text)
        if not any(one.start < other.end and other.start < one.end for other in dates)
    ]


def missing_numbers(
    claim: str, passages: Sequence[Passage], near: Sequence[Evidence], today: date
) -> tuple[list[Number], list[Number]]:
    """The numbers of the claim that stand nowhere, and those that stand elsewhere only."""
    # A claim's "5" may be part of a date in the source: numbers in dates count there.
    whole = [one for p in passages for one in numbers(f"{p.title}\n{p.text}")]
    close = [one for each in near for one in numbers(f"{each.passage.title}\n{each.text}")]
    told = [one for one in _counted(claim, today) if one.sure]
    missing = [one for one in told if not any(one.agrees(other) for other in whole)]
    far = [one for one in told if not any(one.agrees(other) for other in close)]
    return missing, [one for one in far if one not in missing]


def _other_number(claim: str, missing: Sequence[Number], best: Evidence) -> bool:
    """Whether the best sentence has a number in the place of a missing one."""
    told = numbers(claim)
    others = [
        one for one in numbers(best.text) if one.sure and not any(mine.agrees(one) for mine in told)
    ]
    shares = ("%", "share")
    return any((one.unit in shares) == (two.unit in shares) for one in missing for two in others)


def _denial_differs(claim: str, found: Sequence[Evidence], index: Index) -> bool:
    """Whether a clause of the claim denies what its nearest clause in the source does not."""
    close = [one for one in found if one.score >= _SAME_SENTENCE * found[0].score]
    there = [(one.passage, clause) for one in close for clause in clauses(one.text)]
    for clause in clauses(claim):
        query = Query.statement(clause, index)
        scored = [(float(match(query, p, [text])[0]), text) for p, text in there]
        score, nearest = max(scored)
        if score >= _SAME_CLAUSE and denies(clause) != denies(nearest):
            return True
    return False
