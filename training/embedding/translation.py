"""Word for word translation of token bags, for questions and passages in two languages.

There is little text in which a question is in one language and its passage in the other. To a
bag of tokens, word order is nothing, so one side of a pair in one language can be put into the
other token by token: with translation probabilities learned from all translated pairs by IBM
Model 1 (Brown et al., 1993), drawn anew for each batch. The draws are rough; the passage on the
other side says which sense was meant.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from training.embedding.batches import Bag, Batch, Ids, PairSource, Source
from training.embedding.tokenizer import is_han

LOG = logging.getLogger(__name__)
Floats = NDArray[np.float32]
_LONGEST = 40  # tokens; longer sentences say little about which token means which
_ROUNDS = 5
_SMOOTHING = 2.0  # a token seen once with another is not yet its translation
_CHOICES = 6
_RAREST = 0.05  # probability below which a translation is noise
_KNOWN = 0.2  # a token whose translations add up to less is left out as often as they lack


@dataclass(frozen=True)
class Lexicon:
    """Translations of each token into the other language.

    Attributes:
        choices: token ids, (vocabulary, 6), likeliest first.
        cumulated: the probabilities of the choices, added up, (vocabulary, 6); what is left
            to 1 is the chance that the token is left out.
        kept: tokens that stay as they are, such as numbers, (vocabulary,).
    """

    choices: Ids
    cumulated: Floats
    kept: NDArray[np.bool_]

    @classmethod
    def learn(cls, pairs: Sequence[tuple[Bag, Bag]], kept: NDArray[np.bool_]) -> Lexicon:
        """IBM Model 1 from pairs of bags: translations of the first into the second."""
        size = len(kept)
        sources, targets, occurrences = _links(pairs)
        links, link = np.unique(sources.astype(np.int64) * size + targets, return_inverse=True)
        source, target = links // size, links % size
        chance = model_one(source, link, occurrences)
        return cls(*_likeliest(source, target, chance, size), kept)

    def translate(self, bag: Bag, random: np.random.Generator) -> Bag:
        """Each token as one of its translations, drawn by probability, or left out."""
        drawn = random.random(len(bag.ids), dtype=np.float32)
        choice = (drawn[:, None] >= self.cumulated[bag.ids]).sum(axis=1)
        known = choice < _CHOICES
        ids = self.choices[bag.ids, np.minimum(choice, _CHOICES - 1)]
        kept = self.kept[bag.ids]
        ids, stays = np.where(kept, bag.ids, ids), kept | known
        texts = np.repeat(np.arange(len(bag)), bag.lengths)
        lengths = np.bincount(texts[stays], minlength=len(bag))
        return Bag(ids[stays], np.cumsum(lengths) - lengths, lengths)


class TranslatedSource:
    """Batches of another source with the question's side, or either side, translated."""

    def __init__(self, name: str, base: Source, lexicon: Lexicon, *, either: bool) -> None:
        self.name = name
        self._base = base
        self._lexicon = lexicon
        self._either = either

    def token_counts(self, size: int) -> NDArray[np.int64]:
        """None: the source that is translated has counted its tokens."""
        return np.zeros(size, dtype=np.int64)

    def batch(self, random: np.random.Generator, size: int) -> Batch:
        """A batch of the base source, one side in the other language."""
        batch = replace(self._base.batch(random, size), name=self.name)
        if self._either and random.random() < 0.5:
            batch = replace(batch, right=self._lexicon.translate(batch.right, random))
        else:
            batch = replace(batch, left=self._lexicon.translate(batch.left, random))
        rows = np.flatnonzero((batch.left.lengths > 1) & (batch.right.lengths > 1))
        left, right = (
            bag.take(bag.starts[rows], bag.lengths[rows]) for bag in (batch.left, batch.right)
        )
        return Batch(self.name, left, right)


def learn_lexicons(
    sources: Sequence[PairSource], vocabulary: Sequence[str]
) -> tuple[Lexicon, Lexicon]:
    """Lexicons from the left language of translated pairs to the right one, and back.

    Numbers stay as they are, and so do tokens that are of the target language already.
    """
    number = np.asarray([token[:1].isdigit() for token in vocabulary])
    han = np.asarray([bool(token) and is_han(token[0]) for token in vocabulary])
    pairs = [source.sides() for source in sources]
    there = Lexicon.learn(pairs, number | han)
    LOG.info("lexicon to Chinese: %d tokens", int((there.cumulated[:, 0] > 0).sum()))
    back = Lexicon.learn([(right, left) for left, right in pairs], number | ~han)
    LOG.info("lexicon to English: %d tokens", int((back.cumulated[:, 0] > 0).sum()))
    return there, back


def model_one(
    source: NDArray[np.int64], link: NDArray[np.int64], occurrences: NDArray[np.int32]
) -> Floats:
    """The chance of each link, that its source is translated by its target, (links,).

    IBM Model 1 by expectation maximisation, with totals smoothed so that a word seen once with
    another is not yet its translation.

    Args:
        source: the source word of each link, (links,).
        link: for every pair of words that stand in one pair of texts, the number of its link.
        occurrences: the same for the number of the target word's occurrence; the sources that
            compete for a target are those of one occurrence.
    """
    chance = np.ones(len(source), np.float32)
    for _ in range(_ROUNDS):
        counts = np.bincount(link, shares(chance, link, occurrences), minlength=len(source))
        totals = np.bincount(source, counts) + _SMOOTHING
        chance = (counts / totals[source]).astype(np.float32)
    return chance


def shares(chance: Floats, link: NDArray[np.int64], occurrences: NDArray[np.int32]) -> Floats:
    """How much of each occurrence of a target belongs to each source beside it, 0 to 1."""
    found = chance[link]
    found /= np.bincount(occurrences, found)[occurrences] + 1e-9
    return found


def _links(pairs: Sequence[tuple[Bag, Bag]]) -> tuple[Ids, Ids, NDArray[np.int32]]:
    """Source and target token of every pair of tokens that stand in one pair of texts.

    The third array numbers the occurrences of target tokens.
    """
    sources, targets, occurrences = list[Ids](), list[Ids](), list[NDArray[np.int32]]()
    seen = 0
    for one, two in pairs:
        fits = (one.lengths > 0) & (one.lengths <= _LONGEST)
        rows = np.flatnonzero(fits & (two.lengths > 0) & (two.lengths <= _LONGEST))
        left = one.take(one.starts[rows], one.lengths[rows])
        right = two.take(two.starts[rows], two.lengths[rows])
        # For each occurrence on the right: all of the left text beside it.
        beside = np.repeat(np.arange(len(rows)), right.lengths)
        all_left = left.take(left.starts[beside], left.lengths[beside])
        sources.append(all_left.ids)
        targets.append(np.repeat(right.ids, all_left.lengths))
        numbers = np.arange(len(right.ids), dtype=np.int32) + np.int32(seen)
        occurrences.append(np.repeat(numbers, all_left.lengths))
        seen += len(right.ids)
    return np.concatenate(sources), np.concatenate(targets), np.concatenate(occurrences)


def _likeliest(
    source: NDArray[np.int64], target: NDArray[np.int64], chance: Floats, size: int
) -> tuple[Ids, Floats]:
    """The best targets of each source, and their probabilities added up, (size, 6) each."""
    order = np.lexsort((-chance, source))
    source, target, chance = source[order], target[order], chance[order]
    rank = np.arange(len(source)) - np.searchsorted(source, source)
    best = (rank < _CHOICES) & (chance >= _RAREST)
    choices = np.zeros((size, _CHOICES), np.int32)
    chances = np.zeros((size, _CHOICES), np.float32)
    choices[source[best], rank[best]] = target[best]
    chances[source[best], rank[best]] = chance[best]
    totals = chances.sum(axis=1, keepdims=True)
    chances = np.where(totals > _KNOWN, chances / np.maximum(totals, 1e-9), chances)
    return choices, np.cumsum(chances, axis=1, dtype=np.float32)
