"""The reader's network: the encoder, and four scores of each token.

BERT (Devlin et al. 2019, https://arxiv.org/abs/1810.04805) for questions on passages: each token
is scored as the first and as the last of the answer, as part of the sentence that answers, and the
first token says whether the passage answers at all. What the first token scores in the other three
stands for "none".
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.reader.e5 import E5

START, END, EVIDENCE, ANSWERS = range(4)
_DROPOUT = 0.1
_SPREAD = 0.02


@dataclass(frozen=True)
class Sizes:
    """Sizes of the encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


class Layer(nn.Module):
    """One layer of a post-norm transformer."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.qkv = nn.Linear(sizes.hidden, 3 * sizes.hidden)
        self.out = nn.Linear(sizes.hidden, sizes.hidden)
        self.attention_norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.inner = nn.Linear(sizes.hidden, sizes.inner)
        self.outer = nn.Linear(sizes.inner, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (b, t, hidden) to states; ``mask`` is added to attention, (b, 1, 1, t)."""
        size, length, width = states.shape
        heads = self.qkv(states).view(size, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = (each.reshape(size * self.heads, length, -1) for each in heads)
        # Plain products: on CPUs the fused attention takes five times as long backwards.
        weights = torch.bmm(query, key.transpose(1, 2)).view(size, self.heads, length, length)
        weights = torch.softmax(weights * query.shape[-1] ** -0.5 + mask.to(weights.dtype), -1)
        mixed = torch.bmm(weights.view(-1, length, length).to(value.dtype), value)
        mixed = mixed.view(size, self.heads, length, -1).transpose(1, 2)
        mixed = self._dropped(self.out(mixed.reshape(size, length, width)))
        states = self.attention_norm(states + mixed)
        inner = self.outer(functional.gelu(self.inner(states)))
        normed: Tensor = self.norm(states + self._dropped(inner))
        return normed

    def _dropped(self, states: Tensor) -> Tensor:
        """Dropout of the same units at all tokens of a text, which costs next to nothing."""
        if not self.training:
            return states
        mask = torch.empty(len(states), 1, states.shape[2]).bernoulli_(1 - _DROPOUT)
        return states * (mask / (1 - _DROPOUT)).to(states.dtype)


class ReaderNetwork(nn.Module):
    """Embedded pieces to scores.

    The rows of the pieces are no part of it: they stay as they were pre-trained, and are stored
    apart in the 4 bits that they came in.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.position = nn.Parameter(torch.zeros(sizes.positions, sizes.hidden))
        self.norm = nn.LayerNorm(sizes.hidden, sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.scores = nn.Linear(sizes.hidden, 4)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Scores of tokens, (b, t, 4).

        Args:
            rows: embeddings of pieces, (b, t, hidden).
            mask: 1 for tokens, 0 for padding, (b, t).
        """
        states = self.norm(rows + self.position[: rows.shape[1]])
        added = (1.0 - mask[:, None, None, :]) * -10_000.0
        for layer in self.layers:
            states = layer(states, added)
        found: Tensor = self.scores(states)
        return found


def pretrained(e5: E5, layers: tuple[int, ...] | None = None) -> ReaderNetwork:
    """The network with the encoder as pre-trained, of all its layers or of some."""
    chosen = layers if layers is not None else tuple(range(e5.layers))
    sizes = Sizes(e5.hidden, len(chosen), e5.heads, e5.inner, e5.positions, e5.epsilon)
    network = ReaderNetwork(sizes)
    held = {name: torch.from_numpy(values) for name, values in e5.tensors.items()}
    state = {
        "position": held["emb.pos"] + held["emb.type"][0],
        "norm.weight": held["emb.ln.w"],
        "norm.bias": held["emb.ln.b"],
        "scores.weight": torch.randn(4, e5.hidden) * _SPREAD,
        "scores.bias": torch.zeros(4),
    }
    names = {
        "out": "ao",
        "attention_norm": "aln",
        "inner": "fi",
        "outer": "fo",
        "norm": "oln",
    }
    for place, number in enumerate(chosen):
        for part, short in (("weight", "w"), ("bias", "b")):
            source = f"l{number}.{{}}.{short}"
            own = f"layers.{place}.{{}}.{part}"
            state[own.format("qkv")] = torch.cat([held[source.format(each)] for each in "qkv"])
            for ours, theirs in names.items():
                state[own.format(ours)] = held[source.format(theirs)]
    network.load_state_dict(state)
    return network


def mixed(first: ReaderNetwork, second: ReaderNetwork, share: float) -> ReaderNetwork:
    """The weighted mean of the weights of two networks, of which one was trained from the other.

    Model soups (Wortsman et al. 2022, https://arxiv.org/abs/2203.05482).

    Args:
        share: of the second.
    """
    own, other = first.state_dict(), second.state_dict()
    found = ReaderNetwork(first.sizes)
    found.load_state_dict({name: own[name].lerp(other[name], share) for name in own})
    return found.eval()
