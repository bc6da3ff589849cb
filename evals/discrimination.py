"""Telling answerable from unanswerable questions by the confidence of their answers.

Each asking of a question gets values whose means are the figures, as all other measures have
them: so reports average them, and comparisons pair them, like any other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# At most this share of the answerable questions may be refused where a line is drawn.
ALLOWED = 0.10
MEASURES = ("auroc", "refused_answerable@0.1", "refused_unanswerable@0.1")
_HALVES = (0, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking of a question.

    Attributes:
        answerable: whether what the answer was made from holds it.
        confidence: of the answer, 0 to 1.
    """

    question: str
    answerable: bool
    confidence: float


def discrimination(asked: Sequence[Asked]) -> list[dict[str, float]]:
    """``auroc`` and the refusals at a line of either half, for each asking.

    The line of one half of the questions is put to the other half, and the other way round, so
    that the mean over all is that of both. A measure that cannot be had is left out: there are
    no questions of one kind, or a half has no answerable one to draw its line with.
    """
    found: list[dict[str, float]] = [{} for _ in asked]
    answerable = np.array([each.answerable for each in asked], np.bool_)
    confidence = np.array([each.confidence for each in asked], np.float64)
    if answerable.any() and not answerable.all():
        for measures, value in zip(found, auroc_values(confidence, answerable), strict=True):
            measures["auroc"] = float(value)
    half = np.array(halves(asked))
    for own in _HALVES:
        other = confidence[answerable & (half != own)]
        if not len(other):
            continue
        line = line_of(other.tolist())
        for place in np.flatnonzero(half == own):
            kind = "answerable" if answerable[place] else "unanswerable"
            found[place][f"refused_{kind}@0.1"] = float(confidence[place] < line)
    return found


def auroc_values(
    confidence: NDArray[np.float64], answerable: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """A value for each asking; their mean is the AUROC, and that mean varies as it does.

    A value is the AUROC and what the asking moves it by: DeLong's structural components
    (Biometrics 44, 1988), weighted so that both kinds count in one mean. A single one may lie
    outside of 0 and 1.
    """
    higher, lower = confidence[answerable], confidence[~answerable]
    shares = np.empty(len(confidence))
    shares[answerable] = _share_below(higher, lower)
    shares[~answerable] = 1 - _share_below(lower, higher)
    area = float(shares[answerable].mean())
    weights = len(confidence) / np.where(answerable, len(higher), len(lower))
    return np.asarray(area + weights * (shares - area), np.float64)


def line_of(answerable: Sequence[float], allowed: float = ALLOWED) -> float:
    """The highest line below which at most the allowed share of these confidences lies."""
    # A hair more, so that 0.1 of 30 is three.
    return sorted(answerable)[math.floor(allowed * len(answerable) + 1e-9)]


def halves(asked: Sequence[Asked]) -> list[int]:
    """The half, 0 or 1, that each asking belongs to; all askings of a question to one.

    Questions go to either half in turn, those that are first asked as answerable and the
    others apart, so that both halves have as many of each kind.
    """
    half: dict[str, int] = {}
    seen = {True: 0, False: 0}
    for each in asked:
        if each.question not in half:
            half[each.question] = seen[each.answerable] % 2
            seen[each.answerable] += 1
    return [half[each.question] for each in asked]


def _share_below(values: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each value, the share of the others below it; one that equals it counts half."""
    ordered = np.sort(others)
    below = np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")
    return np.asarray(below / (2 * len(ordered)), np.float64)
