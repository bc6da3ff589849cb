"""Signs: what speaks for and against a passage that may answer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from qa.answering.premises import missing_places, missing_premises
from qa.reading.reading import Reading
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query

# Premises cost more to look up than all the rest: only in passages that may answer.
LOOKED_UP = 3
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
    missing: float = 0.0
    elsewhere: float = 0.0

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The signs in the order of ``row``."""
        return tuple(field.name for field in fields(cls))

    def row(self) -> NDArray[np.float64]:
        """The signs as numbers, (signs,)."""
        return np.array(astuple(self), np.float64)


def signs_of(query: Query, passages: Sequence[Passage], readings: Sequence[Reading]) -> list[Signs]:
    """The signs of passages that were read; premises are looked up in the likeliest ones."""
    found = [
        _without_premises(query, passage, reading)
        for passage, reading in zip(passages, readings, strict=True)
    ]
    likeliest = sorted(range(len(found)), key=lambda n: -(found[n].search + found[n].reader))
    for place in likeliest[:LOOKED_UP]:
        missing = missing_premises(query.text, passages[place], query.today)
        elsewhere = missing > 0 and bool(missing_places(query.text, passages[place]))
        found[place] = replace(
            found[place],
            missing=float(min(missing, _MOST_MISSING)),
            elsewhere=float(elsewhere),
        )
    return found


def _without_premises(query: Query, passage: Passage, reading: Reading) -> Signs:
    near = min(max(passage.score, _LEAST), 1 - _LEAST)
    return Signs(
        search=math.log(near / (1 - near)),
        reader=min(max(reading.logit, -_FARTHEST), _FARTHEST),
        match=reading.match,
        unmet=reading.unmet,
    )
