"""Which English and which Chinese word stand for each other, learned from translated text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.embedding.batches import Bag, Ids
from training.embedding.translation import model_one, shares

_LONGEST = 50  # distinct words; longer texts say little about which word means which
# A link is learned from at least this many pairs of texts, so that no single row of a
# dictionary or a list of names can be read off.
_FEWEST_TEXTS = 2
_CLEAR = 0.1  # share of a pair of texts' words from which on it speaks for the link
_FEWEST_EXPECTED = 0.5
_RAREST = 0.01
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lexicon:
    """Links between words of two languages, and how often each word occurs.

    Attributes:
        english, chinese: the linked words' numbers, (links,).
        chance: how likely they are to stand for each other: the geometric mean of the chances
            in either direction, 0 to 1, (links,).
        english_texts, chinese_texts: in how many texts each word occurs, (words,).
    """

    english: Numbers
    chinese: Numbers
    chance: Floats
    english_texts: Numbers
    chinese_texts: Numbers

    @classmethod
    def learn(cls, pairs: Sequence[tuple[Bag, Bag]]) -> Lexicon:
        """Learn from pairs of bags of distinct words, English and Chinese.

        IBM Model 1 (Brown et al., 1993) in both directions: what one of them sees as a
        translation only because its word is everywhere, the other does not.
        """
        english, chinese = (_joined([pair[side] for pair in pairs]) for side in (0, 1))
        beside = _Beside.of(english, chinese)
        size = int(chinese.ids.max()) + 1
        links, link = np.unique(
            beside.english.astype(np.int64) * size + beside.chinese, return_inverse=True
        )
        source, target = links // size, links % size
        there = model_one(source, link, beside.chinese_occurrence)
        back = model_one(target, link, beside.english_occurrence)
        both = np.sqrt(
            shares(there, link, beside.chinese_occurrence).astype(np.float64)
            * shares(back, link, beside.english_occurrence)
        )
        expected = np.bincount(link, both**2, minlength=len(links))
        texts = np.bincount(link[both > _CLEAR], minlength=len(links))
        chance = np.sqrt(there.astype(np.float64) * back)
        kept = (texts >= _FEWEST_TEXTS) & (expected >= _FEWEST_EXPECTED) & (chance >= _RAREST)
        return cls(
            source[kept],
            target[kept],
            chance[kept],
            np.bincount(english.ids),
            np.bincount(chinese.ids),
        )


@dataclass(frozen=True)
class _Beside:
    """Every pair of words that stand in one pair of texts, with the words' occurrences."""

    english: Ids
    chinese: Ids
    english_occurrence: NDArray[np.int32]
    chinese_occurrence: NDArray[np.int32]

    @classmethod
    def of(cls, english: Bag, chinese: Bag) -> _Beside:
        fits = (english.lengths > 0) & (english.lengths <= _LONGEST)
        rows = np.flatnonzero(fits & (chinese.lengths > 0) & (chinese.lengths <= _LONGEST))
        left = english.take(english.starts[rows], english.lengths[rows])
        right = chinese.take(chinese.starts[rows], chinese.lengths[rows])
        # For each Chinese word: all of the English text beside it.
        text = np.repeat(np.arange(len(rows)), right.lengths)
        beside = left.take(left.starts[text], left.lengths[text])
        within = np.arange(len(beside.ids)) - np.repeat(beside.starts, beside.lengths)
        return cls(
            beside.ids,
            np.repeat(right.ids, beside.lengths),
            (np.repeat(left.starts[text], beside.lengths) + within).astype(np.int32),
            np.repeat(np.arange(len(right.ids), dtype=np.int32), beside.lengths),
        )


def _joined(bags: Sequence[Bag]) -> Bag:
    lengths = np.concatenate([bag.lengths for bag in bags])
    return Bag(np.concatenate([bag.ids for bag in bags]), np.cumsum(lengths) - lengths, lengths)
