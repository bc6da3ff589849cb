"""How likely a passage answers a question: what search, reader and premises say, as one chance.

A logistic regression, fitted by ``python -m qa.answering.fit``, with weights of its own for each
pair of languages: search and reader do not see as much in all of them.
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
from qa.reading.reading import Reading
from qa.text.language import Language, is_chinese

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
        match: of how much of the question the best sentence has.
        missing: of the number of premises that do not stand in it.
        line: an answer is given from this chance on.
    """

    bias: float
    search: float
    reader: float
    match: float
    missing: float
    line: float

    def chance(self, score: float, reading: Reading, missing: int) -> float:
        """The chance that a passage answers, 0 to 1.

        Args:
            score: of the passage, as search gives it.
            missing: how many premises it does not hold.
        """
        row = measures(score, reading, missing)
        weights = [self.search, self.reader, self.match, self.missing]
        return _logistic(self.bias + float(row @ weights))


def measures(score: float, reading: Reading, missing: int) -> Floats:
    """The measures that the weights are for, (4,)."""
    near = min(max(score, _LEAST), 1 - _LEAST)
    read = min(max(reading.logit, -_FARTHEST), _FARTHEST)
    return np.array([math.log(near / (1 - near)), read, reading.match, min(missing, _MOST_MISSING)])


def confidence(question: Language, passage: Language) -> Confidence:
    """The weights for questions in one language and passages in the same or another one."""
    return _shipped()[pair(question, passage)]


def pair(question: Language, passage: Language) -> str:
    """The name of a pair of languages; all that is not Chinese counts as English."""
    asked, told = ("zh" if is_chinese(one) else "en" for one in (question, passage))
    return f"{asked}-{told}"


@cache
def _shipped() -> dict[str, Confidence]:
    try:
        found = json.loads(WEIGHTS_FILE.read_text("utf-8"))
        return {name: Confidence(**weights) for name, weights in found.items()}
    except (OSError, ValueError, TypeError) as error:
        raise ModelError(
            f"{WEIGHTS_FILE}: {error}",
            "restore the file from the repository, or run python -m qa.answering.fit",
        ) from None


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))
