"""Whether a passage answers, and how sure that is: the one place that decides on abstention.

What search and reader say of a passage makes one probability (a logistic regression), and what
the best sentence and its words have of it is calibrated once more (Platt 1999), each for a pair of
languages, on questions that nothing else was trained on: ``python -m training answerability``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qa.models.artefact import artefact
from qa.reading.decoding import ReadPassage
from qa.retrieval.passage import Passage
from qa.text.language import TextLanguage, is_chinese

CALIBRATION_FILE = "calibration.json"
_LEAST = 1e-4
_FARTHEST = 12.0


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a passage, in log-odds.

    Attributes:
        search: of its relevance.
        answers: of the reader, that the passage answers.
        words, sentence: that its best words, its best sentence answer against none.
    """

    search: float
    answers: float
    words: float
    sentence: float

    @classmethod
    def of(cls, passage: Passage, reading: ReadPassage) -> Signs:
        """The signs of a passage that was read."""
        near = min(max(passage.score, _LEAST), 1 - _LEAST)
        best = max((each.span for each in reading.sentences), default=-_FARTHEST)
        return cls(
            search=math.log(near / (1 - near)),
            answers=_bounded(reading.answers),
            words=_bounded(best - reading.no_span),
            sentence=_bounded(_log_odds_of_none(reading.no_evidence)),
        )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Their names, in their order."""
        return tuple(field.name for field in fields(cls))

    def row(self) -> NDArray[np.float64]:
        """The signs as numbers, (signs,)."""
        return np.array(astuple(self), np.float64)


@dataclass(frozen=True)
class Scale:
    """From a raw probability to one that comes true as often as it says.

    ``slope`` and ``shift`` are those of its log-odds.
    """

    slope: float
    shift: float

    def __call__(self, probability: float) -> float:
        """The calibrated probability, 0 to 1."""
        return logistic(self.slope * log_odds(probability) + self.shift)


@dataclass(frozen=True)
class Calibration:
    """What was fitted for questions in one language and passages in the same or another.

    Attributes:
        weights: of the signs that a passage answers, (signs,).
        sentence: of the probability that a sentence answers.
        words: of the probability that its best words are the answer.
    """

    bias: float
    weights: NDArray[np.float64]
    sentence: Scale
    words: Scale

    def answers(self, signs: Signs) -> float:
        """The probability that a passage answers."""
        return logistic(self.bias + float(signs.row() @ self.weights))


@dataclass(frozen=True)
class Abstention:
    """All that was fitted.

    Attributes:
        line: an answer is given from this probability on that it is right.
        words_line: the words that answer are given apart from this probability on.
    """

    line: float
    words_line: float
    pairs: dict[str, Calibration]

    def calibration(self, question: TextLanguage, passage: TextLanguage) -> Calibration:
        """That of a pair of languages."""
        return self.pairs[pair(question, passage)]


def pair(question: TextLanguage, passage: TextLanguage) -> str:
    """The name of a pair of languages; all that is not Chinese counts as English."""
    asked, told = ("zh" if is_chinese(one) else "en" for one in (question, passage))
    return f"{asked}-{told}"


@cache
def shipped_abstention() -> Abstention:
    """What ships.

    Raises:
        ModelError: it is missing or damaged, or made for another reader or other signs.
    """
    shipped = artefact("answerability")
    shipped.weigh(Signs.names())
    shipped.require(artefact("reader"))
    values = json.loads(shipped.read(CALIBRATION_FILE))
    return Abstention(
        values["line"],
        values["words_line"],
        {name: _calibration(one) for name, one in values["pairs"].items()},
    )


def _calibration(values: dict[str, float]) -> Calibration:
    return Calibration(
        values["bias"],
        np.array([values[name] for name in Signs.names()], np.float64),
        Scale(values["sentence_slope"], values["sentence_shift"]),
        Scale(values["words_slope"], values["words_shift"]),
    )


def shares(reading: ReadPassage) -> list[tuple[float, float]]:
    """Of each sentence, what it and what its best words have of the passage's probability."""
    sentences = _normal([each.evidence for each in reading.sentences])
    words = _normal([each.span for each in reading.sentences])
    return list(zip(sentences, words, strict=True))


def _normal(logs: Sequence[float]) -> list[float]:
    top = max(logs, default=0.0)
    weights = [math.exp(each - top) for each in logs]
    return [each / sum(weights) for each in weights]


def _log_odds_of_none(log_none: float) -> float:
    """Against none: ``log((1 - p) / p)`` for the logarithm of p."""
    none = math.exp(min(log_none, -1e-9))
    return math.log1p(-none) - log_none


def _bounded(value: float) -> float:
    return min(max(value, -_FARTHEST), _FARTHEST)


def log_odds(probability: float) -> float:
    """``log(p / (1 - p))``, finite at both ends."""
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))


def logistic(value: float) -> float:
    """The probability of log-odds."""
    return 1.0 / (1.0 + math.exp(-min(max(value, -60.0), 60.0)))
