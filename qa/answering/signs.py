"""Signs: what speaks for and against a passage that may answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qa.answering.premises import missing_places, missing_premises
from qa.reading.reading import Reading
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query

# Most premises of a question are none: a third missing one says no more.
_MOST_MISSING = 2
_LEAST, _FARTHEST = 1e-3, 12.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of a passage beside a question.

    Attributes:
        search, reader: log-odds that either gives it.
        match: how much of the question its best sentence has, 0 to 1.
        unmet: what the word of the question that it has least of weighs, 0 to 1.
        missing: how many premises of the question do not stand in it.
        elsewhere: whether a place that the question names is one of them.
    """

    search: float
    reader: float
    match: float
    unmet: float
    missing: float
    elsewhere: float

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The signs in the order of ``row``."""
        return tuple(field.name for field in fields(cls))

    def row(self) -> NDArray[np.float64]:
        """The signs as numbers, (signs,)."""
        return np.array(astuple(self), np.float64)


def signs_of(query: Query, passages: Sequence[Passage], readings: Sequence[Reading]) -> list[Signs]:
    """The signs of passages that were read."""
    pairs = zip(passages, readings, strict=True)
    return [_signs(query, passage, reading) for passage, reading in pairs]


def _signs(query: Query, passage: Passage, reading: Reading) -> Signs:
    near = min(max(passage.score, _LEAST), 1 - _LEAST)
    missing = missing_premises(query.known_text, passage, query.today)
    elsewhere = missing > 0 and bool(missing_places(query.known_text, passage))
    return Signs(
        search=math.log(near / (1 - near)),
        reader=min(max(reading.logit, -_FARTHEST), _FARTHEST),
        match=reading.match,
        unmet=reading.unmet,
        missing=float(min(missing, _MOST_MISSING)),
        elsewhere=float(elsewhere),
    )
