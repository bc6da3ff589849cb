"""How well chunks match a question: the measures that a relevance score is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.index.granules import Granules
from qa.index.lexical import LexicalIndex
from qa.retrieval.alignment import with_neighbours
from qa.retrieval.candidates import Candidate
from qa.retrieval.interaction import word_matches
from qa.retrieval.query import Query

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """How passages match a question, each (passages,); higher is better.

    Attributes:
        sentence_cosine: of question and best single sentence.
        lexical: the BM25 score as a number of terms that are as rare as can be: scores grow
            with the size of the index, this does not.
        sentence_coverage: weighted share of the question's words (or of their translations, in
            the other language) in the best single sentence and the headline, 0 to 1.
        passage_coverage: the same with the sentences beside it.
        sentence_alignment: how well the question's words have a match in the best sentence and
            the headline, by late interaction, 0 to 1.
        passage_alignment: the same with the sentences beside it.
    """

    sentence_cosine: Floats
    lexical: Floats
    sentence_coverage: Floats
    passage_coverage: Floats
    sentence_alignment: Floats
    passage_alignment: Floats

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The measures in the order of their columns."""
        return tuple(field.name for field in fields(cls))

    def table(self) -> Floats:
        """A row a passage and a column a measure, (passages, measures)."""
        return np.stack([getattr(self, name) for name in self.names()], axis=1)


def match(query: Query, candidates: Sequence[Candidate]) -> Features:
    """The features of the candidates."""
    model, words = shipped_model(), query.words
    rarest = query.index.lexical(LexicalIndex.rarest_score)
    granules = Granules.unpack([candidate.granules for candidate in candidates])
    ends = np.cumsum(granules.counts)[:-1]
    aligned = np.split(word_matches(granules, words.vectors, model), ends)
    alignments = [_shares(matches, words.weights) for matches in aligned]
    coverages = _coverages(query, candidates, granules)
    return Features(
        np.array([candidate.nearness.sentence for candidate in candidates], np.float32),
        np.array([candidate.lexical / rarest for candidate in candidates], np.float32),
        *_columns(coverages),
        *_columns(alignments),
    )


def _columns(pairs: Sequence[tuple[float, float]]) -> tuple[Floats, Floats]:
    table = np.array(pairs, np.float32).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _shares(matches: Floats, weights: Floats) -> tuple[float, float]:
    """The best sentence's weighted sum of word matches, alone and with its neighbours.

    Args:
        matches: of the headline and each sentence, (1 + sentences, w). The headline is searched
            like a sentence: what it names holds for all of them.
    """
    under_headline = np.maximum(matches[1:], matches[:1])
    alone = (under_headline @ weights).max(initial=0.0)
    around = (with_neighbours(under_headline) @ weights).max(initial=0.0)
    return float(alone), float(around)


def _coverages(
    query: Query, candidates: Sequence[Candidate], granules: Granules
) -> list[tuple[float, float]]:
    """Sentence and passage coverage of each candidate."""
    spans = np.stack([granules.starts, granules.ends], axis=1)
    parts = np.split(spans, np.cumsum(granules.counts)[:-1])
    texts = [_sentences(*pair) for pair in zip(candidates, parts, strict=True)]
    found: dict[int, tuple[float, float]] = {}
    for _, wording in query.wordings():
        places = [
            place
            for place, candidate in enumerate(candidates)
            if query.wording(candidate.article.language) is wording
        ]
        matches = wording.matches([texts[place] for place in places])
        found |= {
            place: _shares(one, wording.weights) for place, one in zip(places, matches, strict=True)
        }
    return [found.get(place, (0.0, 0.0)) for place in range(len(candidates))]


def _sentences(candidate: Candidate, spans: NDArray[np.int64]) -> list[str]:
    """The headline and the sentences of a candidate."""
    chunk, article = candidate.chunk, candidate.article
    text = article.body[chunk.start : chunk.end]
    return [article.headline, *(text[start:end] for start, end in spans[1:].tolist())]
