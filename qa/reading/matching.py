"""How the words of a question match a passage: token by token, and sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.reading.question import Question
from qa.reading.tokens import Tokens
from qa.retrieval.alignment import with_neighbours
from qa.retrieval.coverage import Wording
from qa.text.speakers import naming_sentences

Floats = NDArray[np.float32]
# Of a sentence: alone, with the sentences beside it, and with the one that names who says it.
MATCHES = (
    "cosine",
    "alignment",
    "around_alignment",
    "coverage",
    "around_coverage",
    "said_alignment",
    "said_coverage",
)


@dataclass(frozen=True)
class Matching:
    """A question held against the n tokens of a passage in s sentences.

    Attributes:
        wording: the question in the language of the passage.
        rows: of the tokens in the embedding model, (n, d).
        similar: cosine of each token with each word of the question, from 0, (n, w).
        sentences: how well each sentence matches, columns as in ``MATCHES``, (s, 7).
        unmet: what the word of the question that the text has least of weighs, 0 to 1.
    """

    wording: Wording
    rows: Floats
    similar: Floats
    sentences: Floats
    unmet: float

    @classmethod
    def of(cls, question: Question, tokens: Tokens, headline: str = "") -> Matching:
        """Match a question.

        What the headline names holds for every sentence, but says nothing of who speaks: it
        names both sides of a talk.
        """
        model = shipped_model()
        ids = tokens.ids.astype(np.int32)
        rows = model.rows(ids)
        similar = np.maximum(rows @ question.words.vectors.T, 0.0)
        similar /= np.maximum(model.row_lengths[ids], 1e-6)[:, None]
        wording = question.wording(chinese=tokens.are_chinese)
        texts = [headline, *(tokens.text[a:b] for a, b in tokens.spans)]
        best = np.zeros((len(texts), similar.shape[1]), np.float32)
        np.maximum.at(best, tokens.sentences + 1, similar)
        best[0] = _headline_aligned(question, headline)
        if question.crosses(chinese=tokens.are_chinese):
            best = question.guesses.heard(best, texts)
        alone, aligned = best[1:], np.maximum(best[1:], best[:1])
        words = wording.matches(texts)
        covered = np.maximum(words[1:], words[:1])
        naming = naming_sentences(tokens.text, tokens.spans)
        columns = (
            _cosines(rows, tokens, question.vector),
            aligned @ question.words.weights,
            with_neighbours(aligned) @ question.words.weights,
            covered @ wording.weights,
            with_neighbours(covered) @ wording.weights,
            np.maximum(alone, alone[naming]) @ question.words.weights,
            np.maximum(words[1:], words[1:][naming]) @ wording.weights,
        )
        unmet = (1 - aligned.max(axis=0, initial=0.0)) * question.words.weights
        sentences = np.stack(columns, axis=1).astype(np.float32)
        return cls(wording, rows, similar, sentences, float(unmet.max(initial=0.0)))


def _headline_aligned(question: Question, headline: str) -> Floats:
    """The best cosine of each word of the question in the headline, (w,)."""
    model, words = shipped_model(), question.words
    (ids,) = model.token_ids([headline])
    above = model.rows(ids) @ words.vectors.T / np.maximum(model.row_lengths[ids], 1e-6)[:, None]
    best: Floats = above.max(axis=0, initial=0.0)
    return best


def _cosines(rows: Floats, tokens: Tokens, vector: Floats) -> Floats:
    """Of each sentence's embedding with the question's; it is the sum of its tokens' rows."""
    held = np.arange(len(tokens.spans))[:, None] == tokens.sentences
    sums = held.astype(np.float32) @ rows
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))
    found: Floats = (sums @ vector) / np.maximum(lengths, 1e-9)
    return found
