"""The question as retrieval sees it, and how well a text matches it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.errors import QuestionError
from qa.index.index import Index
from qa.retrieval.alignment import Words
from qa.text.folding import well_formed
from qa.text.language import Language, detect_language, is_chinese
from qa.text.terms import query_terms, terms

MAX_QUESTION_LENGTH = 2_000
_WORD = re.compile(r"\w")


def check_question(question: str) -> str:
    """The question without outer white space.

    Raises:
        QuestionError: it is empty, too long, or has neither a letter nor a digit.
    """
    if not isinstance(question, str):
        raise QuestionError(f"the question is no text but {type(question).__name__}")
    text = " ".join(well_formed(question).split())
    if not text:
        raise QuestionError("the question is empty", "write a question")
    if len(text) > MAX_QUESTION_LENGTH:
        raise QuestionError(
            f"the question has {len(text):,} characters, at most {MAX_QUESTION_LENGTH:,} are read",
            "ask one thing at a time",
        )
    if not _WORD.search(text):
        raise QuestionError(
            "the question has no word in it", "write it in English or Chinese words"
        )
    return text


@dataclass(frozen=True)
class Query:
    """A checked question with its language, content terms and their weights.

    Attributes:
        terms: distinct content terms (see ``qa.text.terms``).
        idf: their inverse document frequencies in this index, as in BM25; a term that no
            article has gets the highest weight, so that its absence counts.
    """

    text: str
    language: Language
    terms: tuple[str, ...]
    idf: tuple[float, ...]
    index: Index

    @classmethod
    def of(cls, question: str, index: Index) -> Query:
        """Analyse a question against an index.

        Raises:
            QuestionError: the question cannot be searched for.
        """
        return cls.statement(check_question(question), index)

    @classmethod
    def statement(cls, text: str, index: Index, *, language: Language | None = None) -> Query:
        """Analyse any text, such as a sentence whose support is looked for.

        ``language`` is that of the asker where it is known; otherwise that of the text.
        """
        content = tuple(query_terms(text))
        total = max(1, index.store.count("chunks"))
        idf = tuple(
            math.log1p((total - df + 0.5) / (df + 0.5))
            for df in index.document_frequencies(content)
        )
        return cls(text, language or detect_language(text), content, idf, index)

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """The embedding of the question, shape ``(d,)``, of length 1."""
        row: NDArray[np.float32] = self.index.model.encode_queries([self.text])[0]
        return row

    def crosses(self, language: Language) -> bool:
        """Whether a text in this language is in another language than the question."""
        return is_chinese(language) != is_chinese(self.language)

    def coverage(self, text: str) -> float:
        """Which share of the question's terms, by weight, stands in the text; 0 to 1."""
        total = sum(self.idf)
        if not total:
            return 0.0
        present = set(terms(text))
        found = (w for term, w in zip(self.terms, self.idf, strict=True) if term in present)
        return sum(found) / total

    @cached_property
    def words(self) -> Words:
        """The question's content words as the shipped model sees them."""
        return Words.of(self.text, shipped_model())

    @cached_property
    def _shipped_vector(self) -> NDArray[np.float32]:
        row: NDArray[np.float32] = shipped_model().encode([self.text])[0]
        return row

    def similarities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of the question with each text by the shipped model, ``(len(texts),)``.

        Matching always goes by the shipped model, whatever model the dense side uses: the
        relevance weights are fitted to it, and it is fast enough for hundreds of sentences.
        """
        return np.asarray(shipped_model().encode(texts) @ self._shipped_vector, np.float32)

    def alignments(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Best match of each of the question's words in each text, ``(len(texts), words)``."""
        return self.words.matches(texts, shipped_model())
