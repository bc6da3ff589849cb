"""A passage may be found by one sentence of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qa.embedding.load import shipped_model
from qa.index.filters import Filters
from qa.index.index import Index
from qa.retrieval.granularity import Granules, by_two_granularities
from qa.retrieval.query import Query
from tests.conftest import BRIDGE, HARBOUR, PANDA


def test_a_chunk_is_its_whole_its_headline_and_its_sentences(small_index: Path) -> None:
    index = Index(small_index)
    found = index.chunks(sorted(index.store.chunk_ids(Filters())))
    granules = Granules.of(found)
    assert len(granules.wholes) == 3
    for i, (chunk, article) in enumerate(found):
        assert granules.sentences[granules.headline(i)] == article.headline
        body = article.body[chunk.start : chunk.end]
        sentences = granules.sentences[granules.inside(i)]
        assert sentences
        assert all(sentence in body for sentence in sentences)


def test_the_sentence_that_answers_brings_its_chunk_to_the_top(small_index: Path) -> None:
    index = Index(small_index)
    found = index.chunks(sorted(index.store.chunk_ids(Filters())))
    for article in (BRIDGE, HARBOUR, PANDA):
        sentence = article.body.split("\n")[-1]
        vector = shipped_model().encode([sentence])[0]
        (_, best), *_ = by_two_granularities(shipped_model(), vector, found)
        assert best.title == article.title


def test_nothing_found_is_nothing_ranked(small_index: Path) -> None:
    query = Query.of("ferry", Index(small_index))
    assert by_two_granularities(shipped_model(), query.vector, []) == []
    assert np.isclose(np.linalg.norm(query.vector), 1)
