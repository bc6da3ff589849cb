"""How likely it is that a sentence answers: the one place that decides on abstention.

What search and reader say of a sentence makes one probability, that it holds the answer, and
another, that its best words are the answer: logistic regressions, the best of all sentences
calibrated once more (Platt 1999), each for a pair of languages, on questions that nothing else was
trained on: ``python -m training answerability``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qa.models.artefact import artefact
from qa.reading.decoding import ReadPassage
from qa.retrieval.passage import Passage
from qa.text.language import TextLanguage, is_chinese

CALIBRATION_FILE = "calibration.json"
_FARTHEST = 12.0
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Signs:
    """What speaks for each sentence of a passage, in log-odds, each (sentences,).

    Attributes:
        search: of the passage's relevance.
        answers: of the reader, that the passage answers.
        sentence: that this sentence answers, against all others and none.
        words: that its best words do, likewise.
        sentence_share, words_share: the same where none is no choice.
    """

    search: Floats
    answers: Floats
    sentence: Floats
    words: Floats
    sentence_share: Floats
    words_share: Floats

    @classmethod
    def of(cls, passage: Passage, reading: ReadPassage) -> Signs:
        """The signs of a passage that was read."""
        sentence = np.array([each.evidence for each in reading.sentences], np.float64)
        words = np.array([each.span for each in reading.sentences], np.float64)
        whole = np.ones(len(sentence))
        return cls(
            search=log_odds(whole * passage.score),
            answers=_bounded(whole * reading.answers),
            sentence=log_odds(np.exp(sentence)),
            words=log_odds(np.exp(words)),
            sentence_share=log_odds(_shares(sentence)),
            words_share=log_odds(_shares(words)),
        )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Their names, in their order."""
        return tuple(field.name for field in fields(cls))

    def table(self) -> Floats:
        """A row a sentence and a column a sign, (sentences, signs)."""
        return np.stack([getattr(self, name) for name in self.names()], axis=1)


@dataclass(frozen=True)
class Regression:
    """Signs to a probability.

    Attributes:
        weights: (signs,).
        slope, shift: of the log-odds that those make, so that the best sentence's probability
            comes true as often as it says.
    """

    bias: float
    weights: Floats
    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, table: Floats) -> Floats:
        """The probabilities, (sentences,)."""
        return logistic(self.slope * (self.bias + table @ self.weights) + self.shift)


@dataclass(frozen=True)
class Calibration:
    """What was fitted for questions in one language and passages in the same or another.

    Attributes:
        sentence: that a sentence holds the answer.
        words: that its best words are the answer.
    """

    sentence: Regression
    words: Regression


@dataclass(frozen=True)
class Abstention:
    """All that was fitted.

    Attributes:
        line: an answer is given from this probability on that its best sentence is right.
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
    pairs = {
        name: Calibration(_regression(one["sentence"]), _regression(one["words"]))
        for name, one in values["pairs"].items()
    }
    return Abstention(values["line"], values["words_line"], pairs)


def _regression(values: dict[str, float]) -> Regression:
    weights = np.array([values[name] for name in Signs.names()], np.float64)
    return Regression(values["bias"], weights, values["slope"], values["shift"])


def log_odds(probability: Floats) -> Floats:
    """``log(p / (1 - p))``, bounded at both ends."""
    inside = np.clip(probability, 1e-9, 1 - 1e-9)
    return _bounded(np.log(inside / (1 - inside)))


def logistic(value: Floats) -> Floats:
    """The probabilities of log-odds."""
    found: Floats = 1.0 / (1.0 + np.exp(-np.clip(value, -60.0, 60.0)))
    return found


def _shares(logs: Floats) -> Floats:
    """Of logarithms, what each has of their sum."""
    weights: Floats = np.exp(logs - logs.max(initial=-np.inf))
    shares: Floats = weights / max(weights.sum(), 1e-9)
    return shares


def _bounded(values: Floats) -> Floats:
    return np.clip(values, -_FARTHEST, _FARTHEST)
