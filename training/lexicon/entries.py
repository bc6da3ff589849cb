"""The table's entries: what translated text says of a word, and what its neighbours say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from qa.retrieval.neighbours import Neighbours
from qa.retrieval.renderings import Found, weighted
from qa.text.terms import is_stop_word, stem
from training.lexicon.lexicon import Lexicon
from training.lexicon.units import Units

# The share that a word's neighbours in the embedding model have beside the lexicon's.
_NEIGHBOURS_SHARE = 0.3
_LINKS = 10
_WORDS_AT_ONCE = 512
# A word in this many texts that no other word translates as often as this means nothing alone.
_OFTEN, _SELDOM = 100, 0.1


@dataclass(frozen=True)
class Side:
    """The words of one language with their links into the other.

    Attributes:
        units: the words.
        own, other: numbers of the linked words in this and the other language, (links,).
        chance: of each link, (links,).
        texts: in how many texts each word occurs, (words,).
    """

    units: Units
    own: NDArray[np.int64]
    other: NDArray[np.int64]
    chance: NDArray[np.float64]
    texts: NDArray[np.int64]

    @classmethod
    def both(cls, lexicon: Lexicon, english: Units, chinese: Units) -> tuple[Side, Side]:
        """The English and the Chinese side of a lexicon."""
        one, two, chance = lexicon.english, lexicon.chinese, lexicon.chance
        return (
            cls(english, one, two, chance, lexicon.english_texts),
            cls(chinese, two, one, chance, lexicon.chinese_texts),
        )

    def meaningless(self) -> set[int]:
        """Frequent words without a clear translation: particles, and syllables of names."""
        best = np.zeros(len(self.texts))
        np.maximum.at(best, self.own, self.chance)
        return set(np.flatnonzero((self.texts >= _OFTEN) & (best < _SELDOM)).tolist())

    def links(self) -> dict[int, list[tuple[int, float]]]:
        """The likeliest links of each word that has any, at most 10, best first."""
        order = np.lexsort((self.other, -self.chance, self.own))
        found: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for place in order.tolist():
            links = found[int(self.own[place])]
            if len(links) < _LINKS:
                links.append((int(self.other[place]), float(self.chance[place])))
        return found


def english_entries(english: Side, chinese: Side, neighbours: Neighbours) -> dict[str, Found]:
    """Chinese renderings of English words."""
    texts, excluded = chinese.units.texts(), chinese.meaningless()

    def text_of(number: int) -> str:
        return "" if number in excluded else texts[number]

    rendered = _rendered(english, text_of, neighbours)
    words = english.units.texts()
    return {words[number]: found for number, found in rendered.items()}


def chinese_entries(chinese: Side, english: Side, neighbours: Neighbours) -> dict[str, Found]:
    """English renderings of Chinese words, both as written and as the model folds them."""
    texts, excluded = english.units.texts(), english.meaningless()

    def text_of(number: int) -> str:
        # Acronyms stand in capitals here, in lower case among the terms of an article.
        text = stem(texts[number].lower())
        return "" if number in excluded or len(text) < 2 or is_stop_word(text) else text

    rendered = _rendered(chinese, text_of, neighbours)
    words = chinese.units.texts()
    folded = {chinese.units.form(number): found for number, found in rendered.items()}
    return folded | {words[number]: found for number, found in rendered.items()}


def _rendered(
    side: Side, text_of: Callable[[int], str], neighbours: Neighbours
) -> dict[int, Found]:
    """Renderings of all words with links; those that mean nothing alone have none."""
    silent = side.meaningless()
    found: dict[int, Found] = dict.fromkeys(silent, ())
    pending = ((n, links) for n, links in side.links().items() if n not in silent)
    while some := list(islice(pending, _WORDS_AT_ONCE)):
        near = neighbours.shares([side.units.form(number) for number, _ in some])
        for (number, links), shares in zip(some, near, strict=True):
            learned = [(text_of(other), chance) for other, chance in links]
            found[number] = _mixed([link for link in learned if link[0]], shares)
    return found


def _mixed(links: Sequence[tuple[str, float]], near: Mapping[str, float]) -> Found:
    total = sum(chance for _, chance in links)
    shares: dict[str, float] = defaultdict(float)
    for text, chance in links:
        shares[text] += (1.0 - _NEIGHBOURS_SHARE) * chance / total
    for text, share in near.items():
        shares[text] += _NEIGHBOURS_SHARE * share
    return weighted(shares)
