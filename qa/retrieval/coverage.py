"""Coverage: which words of the question stand in which sentences of a passage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.index.lexical import Word
from qa.index.sounds import names_by_sound
from qa.retrieval.wording import Part
from qa.text.folding import fold
from qa.text.pinyin import characters
from qa.text.terms import is_cut, placed_words

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_CODE = np.dtype("<u4")
_Key = tuple[str, str]  # field and text of a term


class _Rows(NamedTuple):
    """Numbers of the terms of one or two characters, of words, of sounds, and of readings."""

    cut: dict[str, int]
    others: dict[str, int]
    heard: dict[str, int]
    read: list[tuple[int, re.Pattern[str]]]


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
    def _terms(self) -> tuple[_Key, ...]:
        """The distinct terms of all words and ways."""
        found = (term for word in self.words for way in word.ways for term in way)
        return tuple(dict.fromkeys((term.field, term.text) for term in found))

    @cached_property
    def _boosts(self) -> tuple[Floats, Ints]:
        """What each term adds to each way, (ways, terms), and where each word's ways begin."""
        place = {term: row for row, term in enumerate(self._terms)}
        ways = [way for word in self.words for way in word.ways]
        boosts = np.zeros((len(ways), len(place)), np.float32)
        for row, way in enumerate(ways):
            for term in way:
                boosts[row, place[term.field, term.text]] += term.boost
        counts = np.array([len(word.ways) for word in self.words], np.int64)
        return boosts, np.cumsum(counts) - counts

    def matches(self, sentences: Sequence[str]) -> Floats:
        """How well each word stands in each sentence, 0 to 1: (sentences, w)."""
        if not self.words or not sentences:
            return np.zeros((len(sentences), len(self.words)), np.float32)
        boosts, starts = self._boosts
        ways = boosts @ self._present(sentences)
        return np.minimum(np.maximum.reduceat(ways, starts, axis=0), 1.0).T

    def _present(self, sentences: Sequence[str]) -> Floats:
        """1 where a term stands in a sentence, (terms, sentences)."""
        present = np.zeros((len(self._terms), len(sentences)), np.float32)
        # Folding keeps the length of a text, so all are folded, and looked through, at once.
        whole = fold("\n".join(sentences))
        lengths = np.array([len(sentence) + 1 for sentence in sentences])
        begins = np.cumsum(lengths) - lengths
        cut, others, heard, read = self._rows
        words = [(start, others[term]) for start, term in placed_words(whole, others)]
        for starts, rows in (
            _cut_places(whole, cut),
            np.array(words, np.int64).reshape(-1, 2).T,
        ):
            present[rows, np.searchsorted(begins, starts, "right") - 1] = 1.0
        for row, pattern in read:
            found = [match.start() for match in pattern.finditer(whole)]
            present[row, np.searchsorted(begins, found, "right") - 1] = 1.0
        for place, sentence in enumerate(sentences if heard else ()):
            sounding = heard.keys() & names_by_sound(sentence)
            present[[heard[term] for term in sounding], place] = 1.0
        return present

    @cached_property
    def _rows(self) -> _Rows:
        numbered = list(enumerate(self._terms))
        text = {term: row for row, (field, term) in numbered if field == "text"}
        cut = {term: row for term, row in text.items() if is_cut(term)}
        others = {term: row for term, row in text.items() if term not in cut}
        heard = {term: row for row, (field, term) in numbered if field == "sounds"}
        read = [(row, _read_so(term)) for row, (field, term) in numbered if field == "read"]
        return _Rows(cut, others, heard, read)


def _read_so(syllables: str) -> re.Pattern[str]:
    """What finds characters that are read as these syllables."""
    return re.compile("".join(f"[{characters(one)}]" for one in syllables.split()))


def _cut_places(text: str, terms: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Where terms of one or two characters stand in a text, and the number of each."""
    # One pass over the text: looking for each term in turn takes as long as all else here.
    codes = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), _CODE).astype(np.int64)
    firsts = np.array([ord(term[0]) for term in terms], np.int64)
    likely = np.flatnonzero(np.isin(codes, firsts))
    one, two = codes[likely], codes[likely] << 32 | codes[likely + 1]
    keys = [(one, ord(term)) if len(term) == 1 else (two, _pair(term)) for term in terms]
    found = [likely[held == key] for held, key in keys]
    numbers = np.repeat(np.array([*terms.values()], np.int64), [len(starts) for starts in found])
    return np.concatenate([likely[:0], *found]), numbers


def _pair(term: str) -> int:
    return ord(term[0]) << 32 | ord(term[1])
