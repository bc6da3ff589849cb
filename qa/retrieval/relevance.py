"""Relevance: a calibrated score from 0 to 1 for a question and a passage.

A logistic regression over a handful of match features, one set of weights where question
and passage share a language and one where they do not. The weights are fitted by
``python -m training ranking`` on training pairs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from qa.models.artefact import artefact
from qa.retrieval.features import Features

WEIGHTS_FILE = "weights.json"
# The score is calibrated so that 0.5 is the even chance. A passage counts as relevant somewhat
# below it, because a reader minds a wrong refusal more than a near miss: the fit prints which
# part of answerable questions a line refuses (here about a ninth).
RELEVANT = 0.3
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """A fitted logistic regression: the bias, and a weight for each measure, (measures,)."""

    bias: float
    weights: Floats

    def probabilities(self, features: Features) -> Floats:
        """The chance that question and passage belong together, (passages,), 0 to 1."""
        odds = np.clip(self.bias + features.table() @ self.weights, -60.0, 60.0)
        chances: Floats = 1.0 / (1.0 + np.exp(-odds))
        return chances


@cache
def fitted() -> dict[str, Weights]:
    """The weights that ship: ``same_language`` and ``cross_language``.

    Raises:
        ModelError: they are missing or damaged, or are of other measures than the code has.
    """
    shipped = artefact("ranking")
    shipped.weigh(Features.names())
    values = json.loads(shipped.read(WEIGHTS_FILE))
    return {
        kind: Weights(
            values[kind]["bias"],
            np.array([values[kind][name] for name in Features.names()], np.float32),
        )
        for kind in ("same_language", "cross_language")
    }


def relevance(features: Features, crosses: NDArray[np.bool_]) -> Floats:
    """Calibrated relevance, (passages,); 0.5 is where pairs belong together as often as not.

    Args:
        crosses: which passages are in another language than the question, (passages,).
    """
    weights = fitted()
    return np.where(
        crosses,
        weights["cross_language"].probabilities(features),
        weights["same_language"].probabilities(features),
    )
