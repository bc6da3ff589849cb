"""Relevance: a calibrated score from 0 to 1 for a question and a passage.

A logistic regression over a handful of match features, one set of weights where question
and passage share a language and one where they do not (there the lexical side is nearly
blind). The weights are fitted by ``python -m qa.retrieval.fit`` on training pairs.
"""

from __future__ import annotations

import json
import math
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path

WEIGHTS_FILE = Path(__file__).resolve().parent / "weights.json"


@dataclass(frozen=True, slots=True)
class Features:
    """How a passage matches a question.

    Attributes:
        passage_cosine: of question and whole passage with its headline.
        sentence_cosine: of question and best single sentence.
        passage_coverage: weighted share of the question's terms in passage or headline.
        sentence_coverage: the same in the best single sentence and the headline.
        sentence_alignment: how well the question's words have a match in the best sentence and
            the headline, by late interaction (see ``qa.retrieval.alignment``).
        passage_alignment: the same with the best sentence's neighbours.
    """

    passage_cosine: float
    sentence_cosine: float
    passage_coverage: float
    sentence_coverage: float
    passage_alignment: float
    sentence_alignment: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted logistic regression over ``Features``."""

    bias: float
    passage_cosine: float
    sentence_cosine: float
    passage_coverage: float
    sentence_coverage: float
    passage_alignment: float
    sentence_alignment: float

    def probability(self, features: Features) -> float:
        """The chance that question and passage belong together, 0 to 1."""
        bias, *weights = astuple(self)
        total = bias + sum(w * x for w, x in zip(weights, astuple(features), strict=True))
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@cache
def _fitted() -> dict[str, Weights]:
    values = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    return {name: Weights(**values[name]) for name in ("same_language", "cross_language")}


def relevance(features: Features, *, crosses: bool) -> float:
    """Calibrated relevance; 0.5 is where a pair belongs together as often as not."""
    return _fitted()["cross_language" if crosses else "same_language"].probability(features)
