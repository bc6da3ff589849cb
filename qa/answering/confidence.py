"""How likely a passage answers a question: all signs of it as one chance.

A logistic regression, fitted by ``python -m training answerability``, with weights of its own
within a language and across, where search and reader do not see as much, and a line for each pair.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qa.answering.signs import Signs
from qa.models.artefact import artefact
from qa.text.language import TextLanguage, is_chinese

WEIGHTS_FILE = "confidence.json"


@dataclass(frozen=True)
class Confidence:
    """Weights of one kind of question.

    Attributes:
        weights: of the signs, (signs,).
        line: an answer is given from this chance on.
    """

    bias: float
    weights: NDArray[np.float64]
    line: float

    def chance(self, signs: Signs) -> float:
        """The chance that a passage answers, 0 to 1."""
        return _logistic(self.bias + float(signs.row() @ self.weights))


def confidence(question: TextLanguage, passage: TextLanguage) -> Confidence:
    """The weights for questions in one language and passages in the same or another one."""
    return _shipped()[pair(question, passage)]


def pair(question: TextLanguage, passage: TextLanguage) -> str:
    """The name of a pair of languages; all that is not Chinese counts as English."""
    asked, told = ("zh" if is_chinese(one) else "en" for one in (question, passage))
    return f"{asked}-{told}"


@cache
def _shipped() -> dict[str, Confidence]:
    shipped = artefact("answerability")
    shipped.weigh(Signs.names())
    return {
        name: Confidence(
            float(one["bias"]),
            np.array([one[sign] for sign in Signs.names()], np.float64),
            float(one["line"]),
        )
        for name, one in json.loads(shipped.read(WEIGHTS_FILE)).items()
    }


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-value))
