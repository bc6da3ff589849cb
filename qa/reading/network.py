"""The reader's network in numpy: which stretch of a passage answers, and whether any does.

Each token is given as the embedding model has it (what it is about) and by how it is used (what
kind of word it is, ``training.static_reader.usage``), with the question's words aligned to it (Chen
et al., "Reading Wikipedia to answer open-domain questions", 2017) and with
``qa.reading.features``. Gated convolutions (Dauphin et al., "Language modeling with gated
convolutional networks", 2017) let it know its neighbours; then it looks at the question once
more (Seo et al., "Bidirectional attention flow for machine comprehension", 2017), at its whole
sentence and at the whole passage. Every stretch of up to 24 tokens has a score, made of what is
seen of the stretch and of its sentence, and so has "this passage does not answer" (as in Clark
and Gardner, "Simple and effective multi-paragraph reading comprehension", 2018).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.embedding.static import StaticModel
from qa.models.artefact import artefact
from qa.reading.features import NAMES

NETWORK_FILE = "network.npz"
LONGEST = 24  # tokens of an answer
# Of the convolutions before the second look at the question, and after it.
DILATIONS, WIDER = (1, 2, 4), (1, 2)
# A row's direction counts, and its length (how telling the token is) up to this one.
_LONG_ROW, _SCALE = 20.0, 10.0
SHARPNESS = 10.0
PAIR_SCALE = 16.0
NOWHERE = -1e9
SENTENCE_WEIGHTS = "sentences.weight"
# How tokens are used: a table in 8 bits, and what a step of each column is worth.
USAGE, USAGE_SCALE = "usage", "usage.scale"
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Network:
    """The network with its weights, named as in ``training.static_reader.model``."""

    def __init__(self, weights: Mapping[str, NDArray[Any]]) -> None:
        self._usage = weights[USAGE]
        self._w = {
            name: np.asarray(array, np.float32) for name, array in weights.items() if name != USAGE
        }

    def sentence_weights(self, *, crosses: bool) -> Floats:
        """The weights of ``qa.reading.sentences``, for a passage in the question's language or not.

        Raises:
            KeyError: the network has not been fitted so far.
        """
        found: Floats = self._w[SENTENCE_WEIGHTS][int(crosses)]
        return found

    def scores(
        self, features: Floats, ids: Ints, sentences: Ints, question: Ints
    ) -> tuple[Floats, float]:
        """Scores of stretches, and of no answer, on one scale of log-odds.

        Args:
            features: of the tokens, (n, features).
            ids, question: tokens of the passage and the question, (n,) and (q,).
            sentences: which sentence of the passage each token is in, (n,).

        Returns:
            (n, 24): entry ``[i, k]`` is for tokens i to i + k, -1e9 beyond the end.
        """
        rows, question_rows = (token_inputs(each, shipped_model()) for each in (ids, question))
        words = self._words(self._tokens(question, question_rows))
        asked = _softmax(self._linear("attention", words)[:, 0]) @ words
        inputs = self._inputs(self._tokens(ids, rows), rows, question_rows, asked)
        scaled = (features - self._w["mean"]) / self._w["deviation"]
        hidden = np.maximum(self._linear("input", np.concatenate([inputs, scaled], axis=1)), 0.0)
        hidden = self._convolved("layers", hidden, DILATIONS)
        held = self._held(hidden, sentences)
        hidden = hidden + self._looked(hidden, words, held, sentences)
        hidden = self._convolved("wider", hidden, WIDER)
        by_token = self._linear("features", scaled)[:, 0]
        by_token = by_token + self._sentences(held, asked)[sentences]
        return self._stretches(hidden, asked, by_token), self._none(hidden, asked)

    def _tokens(self, ids: Ints, rows: Floats) -> Floats:
        """What tokens are about and how they are used, (n, p + u)."""
        usage = self._usage[ids] * self._w[USAGE_SCALE]
        return np.concatenate([np.tanh(self._linear("project", rows)), usage], axis=1)

    def _words(self, tokens: Floats) -> Floats:
        """The question's words among their neighbours, (q, asked)."""
        words: Floats = np.maximum(self._linear("question_input", tokens), 0.0)
        for number in range(2):
            beside = _beside(words, 1)
            words = words + np.maximum(self._linear(f"question.{number}", beside), 0.0)
        return words

    def _inputs(self, tokens: Floats, rows: Floats, question_rows: Floats, asked: Floats) -> Floats:
        projected = tokens[:, : len(self._w["project.bias"])]
        question = np.tanh(self._linear("project", question_rows))
        nearness = _unit(rows) @ _unit(question_rows).T
        aligned = _softmax(np.asarray(SHARPNESS * nearness, np.float32)) @ question
        by_asked = np.tanh(self._linear("asked_gate", asked))
        gated = np.tanh(self._linear("token_gate", tokens)) * by_asked
        return np.concatenate([tokens, aligned, projected * aligned, gated], axis=1)

    def _convolved(self, name: str, hidden: Floats, dilations: tuple[int, ...]) -> Floats:
        for number, dilation in enumerate(dilations):
            found = self._linear(f"{name}.{number}", _beside(hidden, dilation))
            values, gates = np.split(found, 2, axis=1)
            hidden = np.asarray(hidden + np.tanh(values) * _logistic(gates), np.float32)
        return hidden

    def _held(self, hidden: Floats, sentences: Ints) -> Floats:
        """What each sentence holds, (sentences, look)."""
        found = np.maximum(self._linear("sentence_token", hidden), 0.0)
        held = np.zeros((int(sentences[-1]) + 1, found.shape[1]), np.float32)
        firsts = np.flatnonzero(np.diff(sentences, prepend=-1))
        held[sentences[firsts]] = np.maximum.reduceat(found, firsts, axis=0)
        return held

    def _sentences(self, held: Floats, asked: Floats) -> Floats:
        """Scores of the sentences, (sentences,)."""
        gated = held * np.tanh(self._linear("sentence_asked", asked))
        beside = np.concatenate([gated, np.tile(asked, (len(held), 1))], axis=1)
        hidden = np.maximum(self._linear("sentence_hidden", beside), 0.0)
        found: Floats = self._linear("sentence", hidden)[:, 0]
        return found

    def _looked(self, hidden: Floats, words: Floats, held: Floats, sentences: Ints) -> Floats:
        """What tokens that know their neighbours find in question, sentence and passage."""
        keys = self._linear("look_at", words)
        scores = self._linear("look_for", hidden) @ keys.T / np.float32(keys.shape[1] ** 0.5)
        found = np.tanh(_softmax(scores) @ self._linear("look_value", words))
        gated = found * np.tanh(self._linear("look_gate", hidden))
        around = np.tile(held.max(axis=0), (len(hidden), 1))
        beside = np.concatenate([hidden, found, gated, held[sentences], around], axis=1)
        looked: Floats = np.maximum(self._linear("look", beside), 0.0)
        return looked

    def _stretches(self, hidden: Floats, asked: Floats, by_token: Floats) -> Floats:
        w = self._w
        first = hidden @ w["start.weight"][0] + w["start.bias"] + by_token
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
        return np.asarray(found, np.float32)

    def _none(self, hidden: Floats, asked: Floats) -> float:
        pooled = np.concatenate([hidden.max(axis=0), asked])
        none = np.maximum(self._linear("none_hidden", pooled), 0.0)
        return float(self._linear("none", none)[0])

    def _linear(self, name: str, values: Floats) -> Floats:
        found: Floats = values @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return found


def _beside(values: Floats, dilation: int) -> Floats:
    """Each token between its neighbours at a distance, (n, 3 d); beyond the ends are zeros."""
    size = len(values)
    padded = np.pad(values, ((dilation, dilation), (0, 0)))
    return np.concatenate([padded[tap * dilation :][:size] for tap in range(3)], axis=1)


def token_inputs(ids: Ints, model: StaticModel) -> Floats:
    """The rows of tokens as the network takes them, (n, d): none is longer than 2."""
    places = ids.astype(np.int32)
    lengths = np.maximum(model.row_lengths[places], 1e-6)
    scales = np.minimum(lengths, _LONG_ROW) / _SCALE / lengths
    return np.asarray(model.rows(places) * scales[:, None], np.float32)


@cache
def shipped_network() -> Network:
    """The network that ships, loaded once.

    Raises:
        ModelError: it is missing or damaged, or does not fit the embedding model or the code.
    """
    shipped = artefact("static_reader")
    shipped.require(artefact("embedding"))
    shipped.weigh(NAMES)
    with np.load(BytesIO(shipped.read(NETWORK_FILE)), allow_pickle=False) as file:
        return Network({name: file[name] for name in file.files})


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
