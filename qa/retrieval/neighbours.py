"""Words of one language that lie near a word of the other in the shipped embedding model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, takewhile

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.text.language import HAN
from qa.text.terms import is_stop_word, stem

_NEIGHBOURS = 15
# How fast a neighbour's share falls with its distance: softmax over cosines times this.
_SHARPNESS = 8.0
_HAN_TOKEN = re.compile(rf"(?:{HAN.pattern})+")
_LATIN_TOKEN = re.compile(r"▁([a-z]{3,})")
_LONGEST_STOP_WORD = 8
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Neighbours:
    """The shipped model's tokens of one language, among which neighbours are sought.

    Attributes:
        texts: what each token stands for as a rendering, (n,).
        vectors: the tokens' rows, each of length 1, (n, d).
    """

    texts: list[str]
    vectors: Floats

    def shares(self, words: Sequence[str], floor: float = -1.0) -> list[dict[str, float]]:
        """The 15 tokens nearest to each word with shares that sum to 1.

        A word whose best cosine lies below the floor has no neighbours.
        """
        cosines = shipped_model().encode(words) @ self.vectors.T
        few = min(_NEIGHBOURS, len(self.texts))
        best = np.argpartition(-cosines, few - 1, axis=1)[:, :few]
        best.sort(axis=1)  # argpartition's own order is no promise
        return [self._shares(row, near, floor) for row, near in zip(cosines, best, strict=True)]

    def _shares(self, cosines: Floats, near: NDArray[np.int64], floor: float) -> dict[str, float]:
        found = cosines[near].astype(np.float64)
        if found.max() < floor:
            return {}
        chances = np.exp(_SHARPNESS * found)
        chances /= chances.sum()
        shares: dict[str, float] = {}
        for place, chance in zip(near.tolist(), chances.tolist(), strict=True):
            text = self.texts[place]
            shares[text] = shares.get(text, 0.0) + chance
        return shares


@cache
def chinese_neighbours() -> Neighbours:
    """Chinese tokens, folded; made at the first call (about 60 ms)."""

    def text_of(token: str) -> str:
        return token if _HAN_TOKEN.fullmatch(token) else ""

    return _neighbours(text_of)


@cache
def english_neighbours() -> Neighbours:
    """Whole English words, as stems; made at the first call (about 60 ms)."""

    def text_of(token: str) -> str:
        word = _LATIN_TOKEN.fullmatch(token)
        return stem(word[1]) if word else ""

    return _neighbours(text_of)


def _neighbours(text_of: Callable[[str], str]) -> Neighbours:
    texts: list[str] = []
    places: list[int] = []
    for place, token in enumerate(_vocabulary()):
        text = text_of(token)
        if text and (len(text) > _LONGEST_STOP_WORD or not is_stop_word(text)):
            texts.append(text)
            places.append(place)
    rows = shipped_model().rows(np.asarray(places, np.int32))
    rows /= np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-9)[:, None]
    return Neighbours(texts, rows)


def _vocabulary() -> Iterator[str]:
    return takewhile(bool, map(shipped_model().token_text, count()))
