"""Late interaction over static token vectors: does each word of the question have a match?

Like ColBERT's MaxSim (Khattab and Zaharia, 2020), but over words of the question and short
windows of the text, because a foreign name or a rare word is several tokens whose sum, not
any one of them, means something. The length of a word's vector is its weight: training makes
the rows of telling tokens long. Works across languages as the vectors do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.embedding.static import StaticModel
from qa.retrieval.keys import is_acronym
from qa.retrieval.name_forms import tokens_of, with_names
from qa.text.language import HAN
from qa.text.terms import is_stop_word

_WIDEST_WINDOW = 4
_HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
# The genitive's s is no part of a name.
_WORD = re.compile(r"[^\W_]+(?:[.,:'’-](?!s\b)[^\W_]+)*")
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Words:
    """The content words of a question, as they stand in it.

    Attributes:
        vectors: of length 1, (w, d).
        weights: (w,), of sum 1.
    """

    texts: tuple[str, ...]
    vectors: Floats
    weights: Floats

    @classmethod
    def of(cls, question: str, model: StaticModel) -> Words:
        """Cut a question into content words and embed each."""
        texts = question_words(question, model)
        found = zip(texts, model.token_ids(texts), strict=True)
        kept = [pair for pair in found if len(pair[1])]
        sums = np.array([model.rows(ids).sum(axis=0) for _, ids in kept], np.float32)
        sums = sums.reshape(len(kept), model.dimension)
        norms = np.linalg.norm(sums, axis=1)
        total = max(float(norms.sum()), 1e-9)
        texts = tuple(text for text, _ in kept)
        return cls(texts, sums / np.maximum(norms, 1e-9)[:, None], norms / total)

    def matches(self, texts: Sequence[str], model: StaticModel) -> Floats:
        """Best cosine of each word with any window of each text, 0 to 1, ``(texts, w)``."""
        best = np.zeros((len(texts), len(self.weights)), np.float32)
        ids = model.token_ids(texts)
        filled = [i for i, one in enumerate(ids) if len(one)]
        if not filled or not len(self.weights):
            return best
        lengths = np.array([len(ids[i]) for i in filled])
        ends = np.cumsum(lengths)
        rows = model.rows(np.concatenate([ids[i] for i in filled]))
        # Where the text of each token ends: windows must not reach into the next text.
        limits = np.repeat(ends, lengths)
        similarities = self._windows(rows, limits)
        best[filled] = np.maximum.reduceat(similarities, ends - lengths, axis=0)
        return best

    def _windows(self, rows: Floats, limits: NDArray[np.int64]) -> Floats:
        """Best cosine of each word with the windows that start at each token, ``(n, w)``."""
        best = np.zeros((len(rows), len(self.weights)), np.float32)
        window = np.zeros_like(rows)
        for size in range(1, _WIDEST_WINDOW + 1):
            count = len(rows) - size + 1
            if count <= 0:
                break
            window = window[:count] + rows[size - 1 :]
            norms = np.sqrt(np.einsum("ij,ij->i", window, window))
            cosines = (window @ self.vectors.T) / np.maximum(norms, 1e-9)[:, None]
            cosines[np.arange(count) + size > limits[:count]] = 0.0
            np.maximum(best[:count], cosines, out=best[:count])
        return best

    def coverage(self, matches: Floats) -> Floats:
        """The weighted mean of each text's matches, 0 to 1, shape ``(texts,)``."""
        return np.asarray(matches @ self.weights, np.float32)


def with_neighbours(matches: Floats) -> Floats:
    """Each sentence's word matches with those of the sentences beside it, same shape.

    Words found far apart in a passage say little; a name is often given just before.
    """
    around = matches.copy()
    np.maximum(around[1:], matches[:-1], out=around[1:])
    np.maximum(around[:-1], matches[1:], out=around[:-1])
    return around


@lru_cache(maxsize=256)
def question_words(question: str, model: StaticModel) -> tuple[str, ...]:
    """The content words of a question, in order.

    Latin words as they stand, or in small letters where the whole question is in capitals.
    Chinese is cut by the model's tokenizer; names with other forms are one word, and so are
    characters that it does not join (a foreign name, mostly) as long as they stand together.
    """
    if _is_shouted(question):
        question = question.lower()
    found: list[str] = []
    for match in _WORD.finditer(question):
        word = match.group()
        position = 0
        for run in _HAN_RUN.finditer(word):
            found.append(word[position : run.start()])
            found.extend(_chinese_words(run.group(), model))
            position = run.end()
        found.append(word[position:])
    kept = [word for word in found if word and (not is_stop_word(word) or is_acronym(word))]
    return tuple(kept or filter(None, found))


def _is_shouted(question: str) -> bool:
    """Whether capitals say nothing about a word; "US GDP" are two acronyms."""
    words = _LATIN_WORD.findall(question)
    if len(words) < 2 or HAN.search(question) or not all(map(str.isupper, words)):
        return False
    small = sum(map(is_stop_word, words))
    return small > 1 or not all(map(is_acronym, words))


def _chinese_words(run: str, model: StaticModel) -> list[str]:
    words: list[str] = []
    joined = ""
    for text in with_names(tokens_of(run)):
        if len(text) == 1 and not is_stop_word(text):
            joined += text
            continue
        words.extend([joined, text])
        joined = ""
    return [word for word in [*words, joined] if word]
