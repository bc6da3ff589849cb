"""The reader's network in numpy: which stretch of a passage answers, and whether any does.

Gated convolutions over the tokens of the passage (Dauphin et al., "Language modeling with gated
convolutional networks", 2017), each token given with the question's words aligned to it (Chen et
al., "Reading Wikipedia to answer open-domain questions", 2017) and with ``qa.reading.features``.
Every stretch of up to 24 tokens has a score, and so has "this passage does not answer" (as in
Clark and Gardner, "Simple and effective multi-paragraph reading comprehension", 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.embedding.static import StaticModel
from qa.errors import ModelError

NETWORK_FILE = Path(__file__).resolve().parent / "network.npz"
LONGEST = 24  # tokens of an answer
DILATIONS = (1, 2, 4)
# A row's direction counts, and its length (how telling the token is) up to this one.
_LONG_ROW, _SCALE = 20.0, 10.0
SHARPNESS = 10.0
PAIR_SCALE = 16.0
NOWHERE = -1e9
SENTENCE_WEIGHTS = "sentences.weight"
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Network:
    """The network with its weights, by the names that ``qa.reading.training.model`` gives them."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._w = {name: np.asarray(array, np.float32) for name, array in weights.items()}
        for name, array in self._w.items():
            if array.ndim == 3:  # a convolution's (out, in, 3), as one product: (3 in, out)
                self._w[name] = np.ascontiguousarray(array.transpose(2, 1, 0)).reshape(
                    -1, len(array)
                )

    def sentence_weights(self, *, crosses: bool) -> Floats:
        """The weights of ``qa.reading.sentences``, for a passage in the question's language or not.

        Raises:
            KeyError: the network has not been fitted so far.
        """
        found: Floats = self._w[SENTENCE_WEIGHTS][int(crosses)]
        return found

    def scores(self, features: Floats, rows: Floats, question_rows: Floats) -> tuple[Floats, float]:
        """Scores of stretches, and of no answer, on one scale of log-odds.

        Args:
            features: of the tokens, (n, features).
            rows, question_rows: inputs as from ``token_inputs``, (n, d) and (q, d).

        Returns:
            (n, 24): entry ``[i, k]`` is for tokens i to i + k, -1e9 beyond the end.
        """
        w = self._w
        hidden, asked = self._encoded(features, rows, question_rows)
        first = hidden @ w["start.weight"][0] + w["start.bias"]
        first += hidden @ self._linear("asked_start", asked) / hidden.shape[1]
        last = hidden @ w["end.weight"][0] + w["end.bias"]
        last += hidden @ self._linear("asked_end", asked) / hidden.shape[1]
        pairs = self._linear("pair_start", hidden) @ self._linear("pair_end", hidden).T
        by_length = w["length"] + self._linear("asked_length", asked)
        place = np.arange(len(hidden))[:, None] + np.arange(LONGEST)
        inside = np.minimum(place, len(hidden) - 1)
        found = first[:, None] + last[inside] + by_length
        found += np.take_along_axis(pairs, inside, axis=1) / PAIR_SCALE
        found[place >= len(hidden)] = NOWHERE
        pooled = np.concatenate([hidden.max(axis=0), asked])
        none = np.maximum(self._linear("none_hidden", pooled), 0.0)
        return found.astype(np.float32), float(self._linear("none", none)[0])

    def _encoded(
        self, features: Floats, rows: Floats, question_rows: Floats
    ) -> tuple[Floats, Floats]:
        """The tokens in their surroundings, (n, hidden), and what is asked, (p,)."""
        w = self._w
        projected = np.tanh(self._linear("project", rows))
        question = np.tanh(self._linear("project", question_rows))
        asked = self._asked(question)
        nearness = _unit(rows) @ _unit(question_rows).T
        aligned = _softmax(np.asarray(SHARPNESS * nearness, np.float32)) @ question
        scaled = (features - w["mean"]) / w["deviation"]
        beside = [projected, aligned, projected * aligned, projected * asked, scaled]
        hidden = np.maximum(self._linear("input", np.concatenate(beside, axis=1)), 0.0)
        for number, dilation in enumerate(DILATIONS):
            values, gates = np.split(self._convolved(f"layers.{number}", hidden, dilation), 2, 1)
            hidden = np.asarray(hidden + np.tanh(values) * _logistic(gates), np.float32)
        return hidden, asked

    def _asked(self, question: Floats) -> Floats:
        """The question's words, by what they say of the answer, as one vector."""
        mixed = np.maximum(self._convolved("question", question, 1), 0.0) + question
        return _softmax(self._linear("attention", mixed)[:, 0]) @ mixed

    def _linear(self, name: str, values: Floats) -> Floats:
        found: Floats = values @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return found

    def _convolved(self, name: str, values: Floats, dilation: int) -> Floats:
        """A convolution of width 3; beyond the ends there are zeros."""
        size = len(values)
        padded = np.pad(values, ((dilation, dilation), (0, 0)))
        beside = np.concatenate([padded[tap * dilation :][:size] for tap in range(3)], axis=1)
        found: Floats = beside @ self._w[f"{name}.weight"] + self._w[f"{name}.bias"]
        return found


def token_inputs(ids: Ints, model: StaticModel) -> Floats:
    """The rows of tokens as the network takes them, (n, d): none is longer than 2."""
    places = ids.astype(np.int32)
    lengths = np.maximum(model.row_lengths[places], 1e-6)
    scales = np.minimum(lengths, _LONG_ROW) / _SCALE / lengths
    return np.asarray(model.rows(places) * scales[:, None], np.float32)


@cache
def shipped_network() -> Network:
    """The network that ships in the repository, loaded once.

    Raises:
        ModelError: its file is missing or damaged.
    """
    try:
        with np.load(NETWORK_FILE, allow_pickle=False) as file:
            return Network({name: file[name] for name in file.files})
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            f"{NETWORK_FILE}: {error}",
            "restore the file from the repository, or run python -m qa.reading.train",
        ) from None


def _unit(rows: Floats) -> Floats:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    found: Floats = rows / np.maximum(lengths, 1e-9)[:, None]
    return found


def _logistic(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-values)), np.float32)


def _softmax(values: Floats) -> Floats:
    chances = np.exp(values - values.max(axis=-1, keepdims=True))
    found: Floats = chances / chances.sum(axis=-1, keepdims=True)
    return found
