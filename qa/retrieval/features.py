"""How well chunks match a question: the measures that a relevance score is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qa.index.granules import Granules
from qa.index.lexical import LexicalIndex
from qa.retrieval.alignment import with_neighbours
from qa.retrieval.candidates import Candidate
from qa.retrieval.query import Query

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Features:
    """How passages match a question, each (passages,); higher is better.

    Attributes:
        sentence_cosine: of question and best single sentence.
        lexical: the BM25 score as a number of terms that are as rare as can be: scores grow
            with the size of the index, this does not.
        coverage: weighted share of the question's words in the best sentence, those beside it
            and the headline, 0 to 1. It is 0 for passages in the other language: there some
            translation of a word stands beside most sentences.
        sentence_alignment: how well the question's words have a match in the best sentence and
            the headline, by late interaction, 0 to 1.
        passage_alignment: the same with the sentences beside it.
    """

    sentence_cosine: Floats
    lexical: Floats
    coverage: Floats
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
    rarest = query.index.lexical(LexicalIndex.rarest_score)
    granules = Granules.unpack([candidate.nearness.granules for candidate in candidates])
    aligned = _aligned(query, candidates, granules)
    return Features(
        np.array([candidate.nearness.sentence for candidate in candidates], np.float32),
        np.array([candidate.lexical / rarest for candidate in candidates], np.float32),
        _coverage(query, candidates, granules),
        *_shares(aligned, query.words.weights, granules.counts),
    )


def _shares(matches: Floats, weights: Floats, counts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Weighted sums of each passage's best sentence, alone and with its neighbours.

    Args:
        matches: of the words in each sentence of all passages, (sentences, w). The first of a
            passage is its headline, which is searched like a sentence: what it names holds for
            all of them.
        counts: sentences of each passage, headline included.
    """
    headlines = np.cumsum(counts) - counts
    alone = np.maximum(matches, np.repeat(matches[headlines], counts, axis=0))
    alone[headlines] = 0.0  # so that nothing reaches over them into another passage
    around = with_neighbours(alone)
    around[headlines] = 0.0
    best = [np.maximum.reduceat(kind @ weights, headlines) for kind in (alone, around)]
    return best[0], best[1]


def _aligned(query: Query, candidates: Sequence[Candidate], granules: Granules) -> Floats:
    """How well each word of the question matches each sentence, (sentences, w).

    By late interaction, and where a name has no vector to speak of, by its sound.
    """
    aligned = query.interaction.word_matches(granules)
    if len(query.guesses.places):
        places = _places(query, candidates, crosses=True)
        whose = np.repeat(np.arange(len(candidates)), granules.counts)
        rows = np.flatnonzero(np.isin(whose, places))
        texts = _texts(candidates, granules, places)
        aligned[rows] = query.guesses.heard(aligned[rows], texts)
    return aligned


def _coverage(query: Query, candidates: Sequence[Candidate], granules: Granules) -> Floats:
    """The coverage of each candidate."""
    found = np.zeros(len(candidates), np.float32)
    places = _places(query, candidates, crosses=False)
    if len(places):
        wording = query.own_wording
        matches = wording.matches(_texts(candidates, granules, places))
        _, found[places] = _shares(matches, wording.weights, granules.counts[places])
    return found


def _places(query: Query, candidates: Sequence[Candidate], *, crosses: bool) -> Ints:
    """Which candidates are in the other language than the question, or in its own."""
    return np.flatnonzero([query.crosses(one.article.language) == crosses for one in candidates])


def _texts(candidates: Sequence[Candidate], granules: Granules, places: Ints) -> list[str]:
    """The headline and the sentences of some of the candidates, one after the other."""
    spans = np.stack([granules.starts, granules.ends], axis=1)
    parts = np.split(spans, np.cumsum(granules.counts)[:-1])
    return [text for place in places for text in _sentences(candidates[place], parts[place])]


def _sentences(candidate: Candidate, spans: Ints) -> list[str]:
    """The headline and the sentences of a candidate."""
    chunk, article = candidate.chunk, candidate.article
    text = article.body[chunk.start : chunk.end]
    return [article.headline, *(text[start:end] for start, end in spans[1:].tolist())]
