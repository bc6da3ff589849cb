"""Coverage: which words of the question stand in which sentences of a passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.index.lexical import Word
from qa.retrieval.wording import Part
from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.terms import words_of_folded

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Wording:
    """The words of a question as articles of one language may write them.

    Attributes:
        search: what the lexical side searches for.
        highest: the lexical score of a chunk that has all of it as often as can count.
        words: the words that a passage should have.
        weights: how telling each word is, as a share of the whole, (w,): the length of its
            vector, because training makes telling tokens long, times how sure its ways are.
            (Frequencies in the index would be worth nothing in a small one.)
    """

    search: tuple[Word, ...]
    highest: float
    words: tuple[Word, ...]
    weights: Floats

    @classmethod
    def of(cls, search: Sequence[Word], highest: float, parts: Sequence[Part]) -> Wording:
        """The wording of a question whose words are given as parts."""
        model = shipped_model()
        ids = model.token_ids([part.text for part in parts])
        lengths = [float(np.linalg.norm(model.rows(one).sum(axis=0))) for one in ids]
        sure = [length * part.sure for length, part in zip(lengths, parts, strict=True)]
        weights = np.array(sure, np.float32) / max(sum(sure), 1e-9)
        return cls(tuple(search), highest, tuple(part.word for part in parts), weights)

    @cached_property
    def _terms(self) -> tuple[str, ...]:
        """The distinct terms of text, of all words and ways."""
        found = (term for word in self.words for way in word.ways for term in way)
        return tuple(dict.fromkeys(term.text for term in found if term.field == "text"))

    @cached_property
    def _boosts(self) -> tuple[Floats, NDArray[np.int64]]:
        """What each term adds to each way, (ways, terms), and where each word's ways begin."""
        place = {term: column for column, term in enumerate(self._terms)}
        ways = [way for word in self.words for way in word.ways]
        boosts = np.zeros((len(ways), len(place)), np.float32)
        for row, way in enumerate(ways):
            for term in way:
                if term.field == "text":
                    boosts[row, place[term.text]] += term.boost
        counts = np.array([len(word.ways) for word in self.words], np.int64)
        return boosts, np.cumsum(counts) - counts

    def matches(self, passages: Sequence[Sequence[str]]) -> list[Floats]:
        """How well each word stands in each sentence of each passage, 0 to 1: (sentences, w)."""
        sizes = [len(sentences) for sentences in passages]
        present = np.zeros((sum(sizes), len(self._terms)), np.float32)
        ends = np.cumsum(sizes)
        if not self.words or not passages:
            return [np.zeros((size, 0), np.float32) for size in sizes]
        # Folding keeps the length of a text, so all are folded at once.
        folded = fold("\n".join(sentence for sentences in passages for sentence in sentences))
        row, start = 0, 0
        for sentences in passages:
            spans = []
            for sentence in sentences:
                spans.append(folded[start : start + len(sentence)])
                start += len(sentence) + 1
            self._mark(spans, present[row : row + len(spans)])
            row += len(spans)
        boosts, starts = self._boosts
        matches = np.maximum.reduceat(present @ boosts.T, starts, axis=1)
        return np.split(np.minimum(matches, 1.0), ends[:-1])

    def _mark(self, folded: Sequence[str], present: Floats) -> None:
        """Set 1 where a sentence has a term."""
        han, others = self._columns
        whole = "\n".join(folded)
        held = [(column, term) for column, term in han if term in whole]
        for row, sentence in enumerate(folded):
            for column, term in held:
                if term in sentence:
                    present[row, column] = 1.0
            for word in words_of_folded(sentence) if others else ():
                if word in others:
                    present[row, others[word]] = 1.0

    @cached_property
    def _columns(self) -> tuple[list[tuple[int, str]], dict[str, int]]:
        """The terms of Han characters, which are found by looking, and those that are words."""
        numbered = list(enumerate(self._terms))
        han = [pair for pair in numbered if HAN.match(pair[1])]
        return han, {term: column for column, term in numbered if not HAN.match(term)}
