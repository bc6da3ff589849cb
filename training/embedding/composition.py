"""Rows of tokens as sums of parts, so that a rare token is never alone.

While training, a token's row is a row of its own plus the rows of what it is made of: the
characters and pairs of characters of a Chinese word, the stem and the runs of three to five
letters of an English one. "regimes" learns from "regime", 港湾 from 海港. The sums are
multiplied out when the model is saved: it costs nothing at query time. After the subword
vectors of fastText (Bojanowski et al., 2017), with characters and stems for the two languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from training.embedding.batches import Ids
from training.embedding.tokenizer import WORD_START, is_han

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Rows = NDArray[np.float32]
_RUNS = (3, 4, 5)
_SHORTEST_STEMMED = 3
_FEWEST_TOKENS = 2  # a part of one token only would say nothing that its own row does not


@dataclass(frozen=True)
class Composition:
    """How the rows of tokens are made from parameters.

    Attributes:
        shares: (tokens, parameters); token t has parameter t to itself.
    """

    shares: csr_array

    @classmethod
    def of(cls, tokens: Sequence[str], weights: NDArray[np.float32]) -> Composition:
        """The composition of a vocabulary.

        Args:
            tokens: the vocabulary in the order of ids; id 0 is the unknown token.
            weights: how much the parts of each token count, (tokens,): small for frequent
                tokens, which have enough text of their own.
        """
        from scipy.sparse import csr_array

        found = [token_parts(token) if place else [] for place, token in enumerate(tokens)]
        counts = Counter(part for parts in found for part in parts)
        kept = sorted(part for part, count in counts.items() if count >= _FEWEST_TOKENS)
        places = {part: len(tokens) + place for place, part in enumerate(kept)}
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for place, parts in enumerate(found):
            own = [places[part] for part in parts if part in places]
            columns += [place, *own]
            values += [1.0] + [float(weights[place]) / max(1, len(own)) ** 0.5] * len(own)
            ends.append(len(columns))
        shape = (len(tokens), len(tokens) + len(kept))
        data = (np.asarray(values, np.float32), np.asarray(columns, np.int32), np.asarray(ends))
        return cls(csr_array(data, shape=shape))

    @property
    def tokens(self) -> int:
        """Number of tokens."""
        return int(self.shares.shape[0])

    @property
    def parameters(self) -> int:
        """Number of parameter rows."""
        return int(self.shares.shape[1])

    def rows(self, parameters: Rows, ids: Ids | None = None) -> Rows:
        """The rows of these tokens (or of all), from parameters (parameters, d)."""
        shares = self.shares if ids is None else self.shares[ids]
        rows: Rows = shares @ parameters
        return rows

    def gradient(self, slopes: Rows, ids: Ids) -> Rows:
        """The gradient of the parameters, (parameters, d), from that of the tokens' rows."""
        gradient: Rows = self.shares[ids].T @ slopes
        return gradient


def token_parts(token: str) -> list[str]:
    """The parts of a token that others may share, each named once, with its kind."""
    word = token.removeprefix(WORD_START)
    if not word or word[0].isdigit():
        return []
    if is_han(word[0]):
        pairs = [word[i : i + 2] for i in range(len(word) - 1)] if len(word) > 2 else []
        return sorted({f"han:{part}" for part in [*word, *pairs]})
    parts = {f"run:{token[i : i + n]}" for n in _RUNS for i in range(len(token) - n + 1)}
    if token != word and len(word) >= _SHORTEST_STEMMED:
        from qa.text.terms import stem

        parts.add(f"stem:{stem(word)}")
    return sorted(parts)
