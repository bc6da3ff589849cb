"""Batches of token ids, each from one source, drawn at random but from a seed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from training.embedding.data import Documents, Pairs

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ids = NDArray[np.int32]
_ENCODE_AT_ONCE = 20_000


@dataclass(frozen=True)
class Bag:
    """Texts as one run of token ids; text i is ``ids[starts[i]:starts[i] + lengths[i]]``."""

    ids: Ids
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> Bag:
        """The runs that begin at ``starts`` of the ids, as a bag of its own."""
        ends = np.cumsum(lengths)
        begins = ends - lengths
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - begins, lengths)
        return Bag(self.ids[places], begins, lengths)


@dataclass(frozen=True)
class Batch:
    """Left and right texts; row i of one belongs to row i of the other."""

    name: str
    left: Bag
    right: Bag


def encode(tokenizer: Tokenizer, texts: Iterable[str]) -> Bag:
    """Texts as token ids, the unknown piece (id 0) left out."""
    pieces: list[Ids] = []
    batch: list[str] = []
    for text in chain(texts, [None]):
        if text is not None:
            batch.append(text)
        if batch and (text is None or len(batch) >= _ENCODE_AT_ONCE):
            for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                ids = np.asarray(encoding.ids, dtype=np.int32)
                pieces.append(ids[ids > 0])
            batch = []
    lengths = np.asarray([len(piece) for piece in pieces], dtype=np.int64)
    ids = np.concatenate(pieces) if pieces else np.empty(0, dtype=np.int32)
    return Bag(ids, np.cumsum(lengths) - lengths, lengths)


class Source(Protocol):
    """Where batches come from."""

    name: str

    def token_counts(self, size: int) -> NDArray[np.int64]:
        """How often each of ``size`` tokens occurs, (size,)."""

    def batch(self, random: np.random.Generator, size: int) -> Batch:
        """At most ``size`` pairs."""


class PairSource:
    """Batches of pairs."""

    def __init__(self, pairs: Pairs, tokenizer: Tokenizer, longest: int = 256) -> None:
        self.name = pairs.name
        self._longest = longest
        self._left = encode(tokenizer, pairs.left)
        self._right = encode(tokenizer, pairs.right)
        usable = (self._left.lengths > 0) & (self._right.lengths > 0)
        self._usable = np.flatnonzero(usable)
        self._left_text = _numbered(pairs.left)
        self._right_text = _numbered(pairs.right)

    def token_counts(self, size: int) -> NDArray[np.int64]:
        """How often each token occurs."""
        return _counts(self._left.ids, size) + _counts(self._right.ids, size)

    def sides(self) -> tuple[Bag, Bag]:
        """All left and all right texts, pair by pair."""
        rows = self._usable
        left, right = (
            bag.take(bag.starts[rows], bag.lengths[rows]) for bag in (self._left, self._right)
        )
        return left, right

    def batch(self, random: np.random.Generator, size: int) -> Batch:
        """A batch of pairs, no text twice on one side; smaller where the source has fewer.

        Two questions about one passage would each be taught that the other's is wrong.
        """
        count = min(2 * size, len(self._usable))
        rows = random.choice(self._usable, count, replace=False)
        for texts in (self._left_text, self._right_text):
            rows = rows[np.unique(texts[rows], return_index=True)[1]]
        rows = random.permutation(rows)[:size]
        return Batch(self.name, self._cut(self._left, rows), self._cut(self._right, rows))

    def _cut(self, bag: Bag, rows: NDArray[np.int64]) -> Bag:
        return bag.take(bag.starts[rows], np.minimum(bag.lengths[rows], self._longest))


class DocumentSource:
    """Batches of a sentence and the passage around it, taken out of the passage or not.

    With translations, the sentence is in one language and the passage in the other, its own
    translation included: what a question in another language looks like.
    """

    def __init__(self, group: Documents, tokenizer: Tokenizer, passage_tokens: int = 160) -> None:
        self.name = group.name
        self._passage_tokens = passage_tokens
        sizes = [len(document) for document in group.documents]
        self._document = np.repeat(np.arange(len(sizes)), sizes)
        ends = np.asarray(list(accumulate(sizes)), dtype=np.int64)
        self._last = np.repeat(ends, sizes)
        self._first = self._last - np.repeat(np.asarray(sizes), sizes)
        self._sentences = encode(tokenizer, chain.from_iterable(group.documents))
        self._others = (
            None if group.other is None else encode(tokenizer, chain.from_iterable(group.other))
        )
        lengths = self._sentences.lengths
        self._usable = np.flatnonzero((lengths >= 4) & (lengths <= 60))

    def token_counts(self, size: int) -> NDArray[np.int64]:
        """How often each token occurs."""
        counts = _counts(self._sentences.ids, size)
        return counts if self._others is None else counts + _counts(self._others.ids, size)

    def batch(self, random: np.random.Generator, size: int) -> Batch:
        """A batch of sentences and their passages, at most one from each stretch of a document.

        Two sentences of one passage would each be taught that the other's is wrong. Passages
        of neighbouring stretches may still overlap.
        """
        count = min(2 * size, len(self._usable))
        rows = random.choice(self._usable, count, replace=False)
        rows = rows[np.unique(self._stretch(rows), return_index=True)[1]]
        rows = random.permutation(rows)[:size]
        if self._others is None:
            return self._within(rows, random)
        return self._across(rows, random)

    def _stretch(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """A number for each row, the same for rows of one document near each other."""
        starts = self._sentences.starts
        within = (starts[rows] - starts[self._first[rows]]) // self._passage_tokens
        numbers: NDArray[np.int64] = self._document[rows] * (1 + within.max(initial=0)) + within
        return numbers

    def _window(
        self, bag: Bag, rows: NDArray[np.int64], random: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last-plus-one sentence of a passage around each row, by token budget."""
        before = (random.random(len(rows)) * self._passage_tokens).astype(np.int64)
        total = np.append(bag.starts, len(bag.ids))
        start_token = np.maximum(total[self._first[rows]], total[rows] - before)
        first = np.searchsorted(total, start_token, side="left")
        end_token = np.minimum(total[self._last[rows]], total[first] + self._passage_tokens)
        last = np.searchsorted(total, end_token, side="right") - 1
        return np.minimum(first, rows), np.maximum(last, rows + 1)

    def _within(self, rows: NDArray[np.int64], random: np.random.Generator) -> Batch:
        """The sentence, and its passage without it."""
        bag = self._sentences
        total = np.append(bag.starts, len(bag.ids))
        first, last = self._window(bag, rows, random)
        alone = last - first < 2
        before = bag.take(total[first], total[rows] - total[first])
        after = bag.take(total[rows + 1], total[last] - total[rows + 1])
        passage = _joined(before, after)
        keep = np.flatnonzero(~alone & (passage.lengths > 0))
        left = bag.take(bag.starts[rows[keep]], bag.lengths[rows[keep]])
        right = passage.take(passage.starts[keep], passage.lengths[keep])
        return Batch(self.name, left, right)

    def _across(self, rows: NDArray[np.int64], random: np.random.Generator) -> Batch:
        """The sentence in one language, its passage in the other, either way round."""
        assert self._others is not None  # noqa: S101
        sides = (self._sentences, self._others)
        source, target = sides if random.random() < 0.5 else sides[::-1]
        first, last = self._window(target, rows, random)
        total = np.append(target.starts, len(target.ids))
        lengths = total[last] - total[first]
        keep = np.flatnonzero((lengths > 0) & (source.lengths[rows] > 0))
        left = source.take(source.starts[rows[keep]], source.lengths[rows[keep]])
        return Batch(self.name, left, target.take(total[first[keep]], lengths[keep]))


def drop_tokens(bag: Bag, share: float, random: np.random.Generator) -> Bag:
    """The bag with some tokens gone, at least one of each text kept."""
    keep = random.random(len(bag.ids)) >= share
    keep[bag.starts[bag.lengths > 0]] |= np.add.reduceat(keep, bag.starts)[bag.lengths > 0] == 0
    lengths = np.add.reduceat(keep.astype(np.int64), bag.starts)
    return Bag(bag.ids[keep], np.cumsum(lengths) - lengths, lengths)


def _joined(one: Bag, two: Bag) -> Bag:
    """Text i of one followed by text i of two."""
    lengths = one.lengths + two.lengths
    starts = np.cumsum(lengths) - lengths
    ids = np.empty(int(lengths.sum()), dtype=np.int32)
    for bag, begins in ((one, starts), (two, starts + one.lengths)):
        places = np.arange(len(bag.ids)) + np.repeat(begins - bag.starts, bag.lengths)
        ids[places] = bag.ids
    return Bag(ids, starts, lengths)


def _numbered(texts: list[str]) -> NDArray[np.int64]:
    """The same number for the same text."""
    numbers: dict[str, int] = {}
    return np.asarray([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)


def _counts(ids: Ids, size: int) -> NDArray[np.int64]:
    return np.bincount(ids, minlength=size)


def mixture(weights: Sequence[float]) -> NDArray[np.float64]:
    """Weights as probabilities."""
    shares = np.asarray(weights, dtype=np.float64)
    shares /= shares.sum()
    return shares
