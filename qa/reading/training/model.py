"""The reader's network in torch, for training: the same as ``qa.reading.network`` in numpy."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from qa.reading.features import MATCHED, NAMES, WRITTEN
from qa.reading.network import DILATIONS, LONGEST, NOWHERE, PAIR_SCALE, SHARPNESS

_PROJECTED, _HIDDEN, _PAIR, _NONE = 64, 128, 48, 32
_DROPOUT = 0.3
# For this share of questions the network has to do without the match of written words, as it
# does across languages.
_UNWRITTEN = 0.2
# For this share without the match of whole sentences, which is better for questions that the
# embedding model was trained on than it will be for others.
_UNMATCHED = 0.25


class ReaderNet(nn.Module):
    """Scores of stretches and of no answer for a batch.

    Args:
        mean, deviation: of the features, (features,).
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, dimension: int, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.project = nn.Linear(dimension, _PROJECTED)
        self.question = nn.Conv1d(_PROJECTED, _PROJECTED, 3, padding=1)
        self.attention = nn.Linear(_PROJECTED, 1)
        self.input = nn.Linear(4 * _PROJECTED + len(NAMES), _HIDDEN)
        self.layers = nn.ModuleList(
            nn.Conv1d(_HIDDEN, 2 * _HIDDEN, 3, padding=d, dilation=d) for d in DILATIONS
        )
        self.start, self.end = nn.Linear(_HIDDEN, 1), nn.Linear(_HIDDEN, 1)
        self.asked_start = nn.Linear(_PROJECTED, _HIDDEN)
        self.asked_end = nn.Linear(_PROJECTED, _HIDDEN)
        self.pair_start, self.pair_end = nn.Linear(_HIDDEN, _PAIR), nn.Linear(_HIDDEN, _PAIR)
        self.length = nn.Parameter(torch.zeros(LONGEST))
        self.asked_length = nn.Linear(_PROJECTED, LONGEST)
        self.none_hidden = nn.Linear(_HIDDEN + _PROJECTED, _NONE)
        self.none = nn.Linear(_NONE, 1)
        self.dropout = nn.Dropout(_DROPOUT)
        self._hidden = [
            (share, [NAMES.index(name) for name in names])
            for share, names in ((_UNWRITTEN, WRITTEN), (_UNMATCHED, MATCHED))
        ]

    def forward(
        self, features: Tensor, rows: Tensor, mask: Tensor, question: Tensor, asked_mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of stretches, (b, n, 24), and of no answer, (b,).

        Args:
            features: (b, n, features).
            rows, question: token inputs, (b, n, d) and (b, q, d).
            mask, asked_mask: 1 for what is a token, (b, n) and (b, q).
        """
        hidden, asked = self._encoded(features, rows, mask, question, asked_mask)
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
        pooled = hidden.masked_fill(mask[..., None] == 0, NOWHERE).amax(dim=1)
        none = functional.relu(self.none_hidden(torch.cat([pooled, asked], -1)))
        return start[..., None] + end + pairs + by_length[:, None], self.none(none).squeeze(-1)

    def _encoded(
        self, features: Tensor, rows: Tensor, mask: Tensor, question: Tensor, asked_mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        projected = torch.tanh(self.project(self.dropout(rows)))
        words = torch.tanh(self.project(self.dropout(question))) * asked_mask[..., None]
        asked = self._asked(words, asked_mask)
        nearness = functional.normalize(rows, dim=-1) @ functional.normalize(
            question, dim=-1
        ).transpose(1, 2)
        away = asked_mask[:, None] == 0
        aligned = (SHARPNESS * nearness).masked_fill(away, NOWHERE).softmax(-1) @ words
        scaled = self._hide((features - self.mean) / self.deviation)
        beside = [projected, aligned, projected * aligned, projected * asked[:, None]]
        hidden = functional.relu(self.input(self.dropout(torch.cat([*beside, scaled], -1))))
        for layer in self.layers:
            inside = (self.dropout(hidden) * mask[..., None]).transpose(1, 2)
            values, gates = layer(inside).transpose(1, 2).chunk(2, -1)
            hidden = hidden + torch.tanh(values) * torch.sigmoid(gates)
        return self.dropout(hidden), asked

    def _asked(self, words: Tensor, mask: Tensor) -> Tensor:
        mixed = functional.relu(self.question(words.transpose(1, 2)).transpose(1, 2)) + words
        shares = self.attention(mixed).squeeze(-1).masked_fill(mask == 0, NOWHERE).softmax(1)
        found: Tensor = (shares[..., None] * mixed).sum(1)
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

    def weights(self) -> dict[str, NDArray[np.float16]]:
        """The weights as ``qa.reading.network.Network`` takes them."""
        return {
            name: tensor.detach().numpy().astype(np.float16)
            for name, tensor in self.state_dict().items()
        }
