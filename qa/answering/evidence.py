"""Evidence: the sentences of cited passages, and how well each bears out a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.index.index import Index
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.language import detect_language
from qa.text.sentences import sentence_spans

Floats = NDArray[np.float64]
# How a sentence's match is put together; fitted on tests/answering/claims_dev.json.
_LEXICAL, _ALIGNED, _COSINE = 0.5, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage: ``text == article.body[start:end]``.

    Attributes:
        number: of its passage, from 1.
        score: how well it matches the claim, 0 to 1.
    """

    number: int
    passage: Passage
    start: int
    end: int
    text: str
    score: float


def evidence(claim: str, passages: Sequence[tuple[int, Passage]], index: Index) -> list[Evidence]:
    """All sentences of numbered passages by how well they match a claim, best first."""
    query = Query.statement(claim, index)
    found = [one for number, passage in passages for one in _of(query, number, passage)]
    return sorted(found, key=lambda one: -one.score)


def _of(query: Query, number: int, passage: Passage) -> list[Evidence]:
    spans = sentence_spans(passage.text)
    texts = [passage.text[start:end] for start, end in spans]
    return [
        Evidence(number, passage, passage.start + start, passage.start + end, text, float(score))
        for (start, end), text, score in zip(
            spans, texts, match(query, passage, texts), strict=True
        )
    ]


def match(query: Query, passage: Passage, texts: Sequence[str]) -> Floats:
    """How well texts of a passage match a claim, 0 to 1; its headline counts in each."""
    if not texts:
        return np.zeros(0)
    wording = query.wording(detect_language(passage.text))
    lexical = wording.matches([passage.title, *texts])
    stands = np.maximum(lexical[1:], 0.8 * lexical[0]) @ wording.weights
    aligned = query.alignments([passage.title, *texts])
    near = np.maximum(aligned[1:], 0.8 * aligned[0]) @ query.words.weights
    cosine = np.clip(query.similarities(texts), 0, 1)
    score: Floats = np.asarray(_LEXICAL * stands + _ALIGNED * near + _COSINE * cosine, np.float64)
    return score
