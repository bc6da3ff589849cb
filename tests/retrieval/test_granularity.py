"""A passage may be found by one sentence of it, and its whole decides between like sentences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.embedding.load import shipped_model
from qa.embedding.model import EmbeddingModel, Vectors
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.granularity import Granules, by_two_granularities
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever

QUESTION = "When does the ferry leave the harbour?"
ANSWER = "The ferry leaves the harbour at noon."
FAR = (
    "A museum bought nine paintings. Farmers sold rice and tea. A singer gave a concert. "
    "Doctors tested a vaccine on mice. The court fined two bankers. Snow fell on the mountains."
)
NEAR = "The ferry is white. Ships wait in the port. The quay is long. A boat brings passengers."
# By best sentence: both answers, then the rest. By the whole: NEAR before FAR. By both: as here.
TEXTS = {"near answer": f"{NEAR} {ANSWER}", "far answer": f"{FAR} {ANSWER}", "near": NEAR}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    drafts = [ArticleDraft(title="Notes", body=text, category=name) for name, text in TEXTS.items()]
    ingest_articles(tmp_path / "index", map(make_article, reversed(drafts)))
    return Index(tmp_path / "index")


def _ranked(index: Index) -> list[str | None]:
    found = Retriever(index).search(Query.of(QUESTION, index), mode="dense")
    return [passage.category for passage in found]


def test_a_chunk_is_its_whole_its_headline_and_its_sentences(index: Index) -> None:
    found = index.chunks(index.store.chunk_ids(Filters()))
    granules = Granules.of(found)
    assert len(granules.wholes) == 3
    for i, (chunk, article) in enumerate(found):
        assert granules.sentences[granules.headline(i)] == article.headline
        body = article.body[chunk.start : chunk.end]
        sentences = granules.sentences[granules.inside(i)]
        assert " ".join(sentences) == body


def test_dense_search_goes_by_the_best_sentence_and_then_by_the_whole(index: Index) -> None:
    assert _ranked(index) == list(TEXTS)


def test_neither_granularity_alone_gives_that_order(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.retrieval.granularity.WHOLE_WEIGHT", 1e6)
    assert _ranked(index) == ["near answer", "near", "far answer"]
    monkeypatch.setattr("qa.retrieval.granularity.WHOLE_WEIGHT", 0.0)
    assert _ranked(index)[-1] == "near"


def test_filters_hold(index: Index) -> None:
    query = Query.of(QUESTION, index)
    found = Retriever(index).search(query, mode="dense", filters=Filters(category="near"))
    assert [passage.category for passage in found] == ["near"]


class Wrapped(EmbeddingModel):
    """The shipped model, not known to be fast."""

    name, dimension = "wrapped", shipped_model().dimension
    fingerprint = shipped_model().fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        assert len(texts) == 1, "sentences must not be embedded while the reader waits"
        return shipped_model().encode(texts)


def test_a_model_that_may_be_slow_ranks_by_wholes_alone(index: Index) -> None:
    index.model = Wrapped()
    assert _ranked(index) == ["near answer", "near", "far answer"]


def test_nothing_found_is_nothing_ranked() -> None:
    vector = np.zeros(shipped_model().dimension, np.float32)
    assert by_two_granularities(shipped_model(), vector, []) == []
