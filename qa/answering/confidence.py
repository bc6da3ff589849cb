"""How likely a passage answers a question: what search, reader and premises say, as one chance.

A logistic regression, fitted by ``python -m qa.answering.fit``; across languages, where the
reader sees less, with weights of its own.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError

WEIGHTS_FILE = Path(__file__).resolve().parent / "confidence.json"
# Most premises of a question are none: a third missing one says no more.
_MOST_MISSING = 2
_LEAST, _FARTHEST = 1e-3, 12.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Confidence:
    """Weights of one kind of question.

    Attributes:
        search, reader: of the log-odds that either gives the passage.
        missing: of the number of premises that do not stand in it.
        line: an answer is given from this chance on.
    """

    bias: float
    search: float
    reader: float
    missing: float
    line: float

    def chance(self, score: float, logit: float, missing: int) -> float:
        """The chance that a passage answers, 0 to 1.

        Args:
            score: of the passage, as search gives it.
            logit: of its reading.
            missing: how many premises it does not hold.
        """
        row = measures(score, logit, missing)
        return _logistic(self.bias + float(row @ [self.search, self.reader, self.missing]))


def measures(score: float, logit: float, missing: int) -> Floats:
    """The measures that the weights are for, (3,)."""
    near = min(max(score, _LEAST), 1 - _LEAST)
    read = min(max(logit, -_FARTHEST), _FARTHEST)
    return np.array([math.log(near / (1 - near)), read, min(missing, _MOST_MISSING)])


def confidence(*, crosses: bool) -> Confidence:
    """The weights for passages in the question's language, or in the other one."""
    return _shipped()["cross_language" if crosses else "same_language"]


@cache
def _shipped() -> dict[str, Confidence]:
    try:
        found = json.loads(WEIGHTS_FILE.read_text("utf-8"))
        return {kind: Confidence(**weights) for kind, weights in found.items()}
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"{WEIGHTS_FILE}: {error}",
            "restore the file from the repository, or run python -m qa.answering.fit",
        ) from None


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))
