"""The reader's network in torch, for training: the same as ``qa.reading.network`` in numpy."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from qa.reading.features import MATCHED, NAMES, WRITTEN
from qa.reading.network import (
    DILATIONS,
    LONGEST,
    NOWHERE,
    PAIR_SCALE,
    SHARPNESS,
    USAGE,
    USAGE_SCALE,
    WIDER,
)

_PROJECTED, _HIDDEN, _ASKED, _LOOK, _PAIR, _NONE = 64, 128, 96, 64, 48, 32
_DROPOUT, _USAGE_DROPOUT = 0.3, 0.2
_STEPS = 127  # of a table in 8 bits, on either side of 0
# For this share of questions the network has to do without the match of written words, as it
# does across languages.
_UNWRITTEN = 0.2
# For this share without the match of whole sentences, which is better for questions that the
# embedding model was trained on than it will be for others.
_UNMATCHED = 0.25


class Inputs(NamedTuple):
    """Questions with a passage each.

    Attributes:
        features: of the passages' tokens, (b, n, features).
        ids, question: tokens, (b, n) and (b, q).
        rows, question_rows: what the embedding model has for them, (b, n, d) and (b, q, d).
        sentences: which sentence each token of a passage is in, (b, n).
        mask, asked_mask: 1 for what is a token, (b, n) and (b, q).
    """

    features: Tensor
    ids: Tensor
    rows: Tensor
    sentences: Tensor
    mask: Tensor
    question: Tensor
    question_rows: Tensor
    asked_mask: Tensor


class Dropout(nn.Module):
    """Drops the same entries for all tokens of a text (Gal and Ghahramani, NeurIPS 2016)."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share

    def forward(self, values: Tensor) -> Tensor:
        """The values, (b, n, d), in training without some of d."""
        if not self.training:
            return values
        kept = torch.rand(len(values), 1, values.shape[2]) >= self._share
        return values * (kept.float() / (1 - self._share))


class Convolution(nn.Linear):
    """A convolution of width 3 as one product; beyond the ends there are zeros."""

    def __init__(self, size: int, out: int, dilation: int) -> None:
        super().__init__(3 * size, out)
        self._dilation = dilation

    def forward(self, values: Tensor) -> Tensor:
        """(b, n, size) to (b, n, out)."""
        size, d = values.shape[1], self._dilation
        padded = functional.pad(values, (0, 0, d, d))
        beside = torch.cat([padded[:, tap * d :][:, :size] for tap in range(3)], dim=-1)
        return super().forward(beside)


class ReaderNet(nn.Module):
    """Scores of stretches and of no answer for a batch.

    Args:
        mean, deviation: of the features, (features,).
        usage: of the tokens, as from ``training.static_reader.usage``, (tokens, u).
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, dimension: int, mean: Tensor, deviation: Tensor, usage: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.usage = nn.Embedding.from_pretrained(usage, freeze=False)  # type: ignore[no-untyped-call]
        self.project = nn.Linear(dimension, _PROJECTED)
        token = _PROJECTED + usage.shape[1]
        self.question_input = nn.Linear(token, _ASKED)
        self.question = nn.ModuleList(Convolution(_ASKED, _ASKED, 1) for _ in range(2))
        self.attention = nn.Linear(_ASKED, 1)
        self.token_gate, self.asked_gate = nn.Linear(token, _LOOK), nn.Linear(_ASKED, _LOOK)
        self.input = nn.Linear(token + 2 * _PROJECTED + _LOOK + len(NAMES), _HIDDEN)
        self.layers = nn.ModuleList(Convolution(_HIDDEN, 2 * _HIDDEN, d) for d in DILATIONS)
        self.look_at, self.look_for = nn.Linear(_ASKED, _LOOK), nn.Linear(_HIDDEN, _LOOK)
        self.look_value, self.look_gate = nn.Linear(_ASKED, _LOOK), nn.Linear(_HIDDEN, _LOOK)
        self.sentence_token = nn.Linear(_HIDDEN, _LOOK)
        self.sentence_asked = nn.Linear(_ASKED, _LOOK)
        self.sentence_hidden = nn.Linear(_LOOK + _ASKED, _PAIR)
        self.sentence = nn.Linear(_PAIR, 1)
        self.features = nn.Linear(len(NAMES), 1)
        self.look = nn.Linear(_HIDDEN + 4 * _LOOK, _HIDDEN)
        self.wider = nn.ModuleList(Convolution(_HIDDEN, 2 * _HIDDEN, d) for d in WIDER)
        self.start, self.end = nn.Linear(_HIDDEN, 1), nn.Linear(_HIDDEN, 1)
        self.asked_start = nn.Linear(_ASKED, _HIDDEN)
        self.asked_end = nn.Linear(_ASKED, _HIDDEN)
        self.pair_start, self.pair_end = nn.Linear(_HIDDEN, _PAIR), nn.Linear(_HIDDEN, _PAIR)
        self.length = nn.Parameter(torch.zeros(LONGEST))
        self.asked_length = nn.Linear(_ASKED, LONGEST)
        self.none_hidden = nn.Linear(_HIDDEN + _ASKED, _NONE)
        self.none = nn.Linear(_NONE, 1)
        self.dropout, self.usage_dropout = Dropout(_DROPOUT), Dropout(_USAGE_DROPOUT)
        self._hidden = [
            (share, [NAMES.index(name) for name in names])
            for share, names in ((_UNWRITTEN, WRITTEN), (_UNMATCHED, MATCHED))
        ]

    def forward(self, given: Inputs) -> tuple[Tensor, Tensor]:
        """Scores of stretches, (b, n, 24), and of no answer, (b,)."""
        words = self._words(given)
        asked = self._asked(words, given.asked_mask)
        features = self._hide((given.features - self.mean) / self.deviation)
        inputs = torch.cat([self.dropout(self._inputs(given, asked)), features], dim=-1)
        hidden = self._convolved(self.layers, functional.relu(self.input(inputs)), given.mask)
        held = self._held(hidden, given)
        hidden = hidden + self._looked(hidden, words, held, given)
        hidden = self.dropout(self._convolved(self.wider, hidden, given.mask))
        by_token = self.features(features).squeeze(-1)
        by_token = by_token + self._sentences(held, asked).gather(1, given.sentences)
        stretches = self._stretches(hidden, asked) + by_token[..., None]
        return stretches, self._none(hidden, asked, given.mask)

    def _tokens(self, ids: Tensor, rows: Tensor) -> Tensor:
        projected = torch.tanh(self.project(self.dropout(rows)))
        return torch.cat([projected, self.usage_dropout(self.usage(ids))], dim=-1)

    def _words(self, given: Inputs) -> Tensor:
        """The question's words among their neighbours, (b, q, asked)."""
        kept = given.asked_mask[..., None]
        tokens = self._tokens(given.question, given.question_rows) * kept
        words = functional.relu(self.question_input(tokens)) * kept
        for layer in self.question:
            words = words + functional.relu(layer(self.dropout(words))) * kept
        return words

    def _asked(self, words: Tensor, mask: Tensor) -> Tensor:
        shares = self.attention(words).squeeze(-1).masked_fill(mask == 0, NOWHERE).softmax(1)
        found: Tensor = (shares[..., None] * words).sum(1)
        return found

    def _inputs(self, given: Inputs, asked: Tensor) -> Tensor:
        tokens = self._tokens(given.ids, given.rows)
        projected = tokens[..., :_PROJECTED]
        directions = functional.normalize(given.question_rows, dim=-1).transpose(1, 2)
        nearness = functional.normalize(given.rows, dim=-1) @ directions
        shares = (SHARPNESS * nearness).masked_fill(_away(given), NOWHERE).softmax(-1)
        aligned = shares @ torch.tanh(self.project(given.question_rows))
        gated = torch.tanh(self.token_gate(tokens)) * torch.tanh(self.asked_gate(asked))[:, None]
        return torch.cat([tokens, aligned, projected * aligned, gated], dim=-1)

    def _convolved(self, layers: nn.ModuleList, hidden: Tensor, mask: Tensor) -> Tensor:
        for layer in layers:
            values, gates = layer(self.dropout(hidden) * mask[..., None]).chunk(2, -1)
            hidden = hidden + torch.tanh(values) * torch.sigmoid(gates)
        return hidden

    def _held(self, hidden: Tensor, given: Inputs) -> Tensor:
        """What each sentence holds, (b, sentences, look)."""
        found = functional.relu(self.sentence_token(self.dropout(hidden))) * given.mask[..., None]
        count = int(given.sentences.max()) + 1
        place = given.sentences[..., None].expand(-1, -1, found.shape[-1])
        empty = torch.zeros(len(found), count, found.shape[-1])
        return empty.scatter_reduce(1, place, found, "amax")

    def _sentences(self, held: Tensor, asked: Tensor) -> Tensor:
        """Scores of the sentences, (b, sentences)."""
        gated = held * torch.tanh(self.sentence_asked(asked))[:, None]
        beside = torch.cat([gated, asked[:, None].expand(-1, held.shape[1], -1)], dim=-1)
        found: Tensor = self.sentence(
            functional.relu(self.sentence_hidden(self.dropout(beside)))
        ).squeeze(-1)
        return found

    def _looked(self, hidden: Tensor, words: Tensor, held: Tensor, given: Inputs) -> Tensor:
        """What tokens that know their neighbours find in question, sentence and passage."""
        scores = self.look_for(self.dropout(hidden)) @ self.look_at(words).transpose(1, 2)
        shares = (scores / _LOOK**0.5).masked_fill(_away(given), NOWHERE).softmax(-1)
        found = torch.tanh(shares @ self.look_value(words))
        place = given.sentences[..., None].expand(-1, -1, held.shape[-1])
        around = held.amax(dim=1)[:, None].expand(-1, hidden.shape[1], -1)
        gated = found * torch.tanh(self.look_gate(hidden))
        beside = [hidden, found, gated, held.gather(1, place), around]
        looked: Tensor = functional.relu(self.look(self.dropout(torch.cat(beside, dim=-1))))
        return looked

    def _stretches(self, hidden: Tensor, asked: Tensor) -> Tensor:
        size = hidden.shape[1]
        start, end = (
            own(hidden).squeeze(-1) + (hidden * by_question(asked)[:, None]).mean(-1)
            for own, by_question in ((self.start, self.asked_start), (self.end, self.asked_end))
        )
        pairs = self.pair_start(hidden) @ self.pair_end(hidden).transpose(1, 2) / PAIR_SCALE
        place = torch.arange(size)[:, None] + torch.arange(LONGEST)
        end = functional.pad(end, (0, LONGEST), value=NOWHERE)[:, place]
        pairs = functional.pad(pairs, (0, LONGEST)).gather(
            2, place.expand(len(pairs), size, LONGEST)
        )
        by_length = self.length + self.asked_length(asked)
        found: Tensor = start[..., None] + end + pairs + by_length[:, None]
        return found

    def _none(self, hidden: Tensor, asked: Tensor, mask: Tensor) -> Tensor:
        pooled = hidden.masked_fill(mask[..., None] == 0, NOWHERE).amax(dim=1)
        none = functional.relu(self.none_hidden(torch.cat([pooled, asked], -1)))
        found: Tensor = self.none(none).squeeze(-1)
        return found

    def _hide(self, features: Tensor) -> Tensor:
        """In training, the features without those of some kinds for some questions."""
        if not self.training:
            return features
        for share, columns in self._hidden:
            hidden = (torch.rand(len(features), 1, 1) < share).float()
            kept = torch.ones(features.shape[-1])
            kept[columns] = 0.0
            features = features * (1 - hidden + hidden * kept)
        return features

    def weights(self) -> dict[str, NDArray[Any]]:
        """The weights as ``qa.reading.network.Network`` takes them: the table in 8 bits."""
        state = {name: tensor.detach().numpy() for name, tensor in self.state_dict().items()}
        table = state.pop("usage.weight")
        scale = np.maximum(np.abs(table).max(axis=0), 1e-6) / _STEPS
        return {
            **{name: array.astype(np.float16) for name, array in state.items()},
            USAGE: np.round(table / scale).astype(np.int8),
            USAGE_SCALE: scale.astype(np.float32),
        }


def _away(given: Inputs) -> Tensor:
    """Where a question has no token, (b, 1, q)."""
    return given.asked_mask[:, None] == 0
