"""What granules give are the vectors that the model gives for the text."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa.articles.model import Article
from qa.chunking.chunker import chunk_body
from qa.embedding.load import shipped_model
from qa.index.contents import embedding_text
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from tests.conftest import BRIDGE, HARBOUR, PANDA, article

LONG = article(
    "Twelve piers: 3 boats, 1,200 seats",
    "\n\n".join(
        f"Boat no. {n} sails at 7:30 a.m. for St. Mary's Island. “We waited,” said Ms. Qiu; "
        f"fares rise by {n}.5 per cent.  Who pays? 碼頭{n}號的渡輪開出。「我們等了多年，」船長說。"
        for n in range(40)
    ),
)
ARTICLES = [HARBOUR, BRIDGE, PANDA, LONG]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    ingest_articles(tmp_path, ARTICLES)
    return Index(tmp_path)


def texts(index: Index) -> dict[int, str]:
    found = index.store.iter_chunks()
    return {chunk.id: embedding_text(article, chunk.start, chunk.end) for chunk, article in found}


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.title[:10])
def test_they_are_those_of_the_model(tmp_path: Path, one: Article) -> None:
    ingest_articles(tmp_path, [one])
    with closing(Index(tmp_path)) as index:
        ids, rows = index.vectors.of(list(texts(index)))
        expected = shipped_model().encode([texts(index)[i] for i in ids])
        assert len(ids) == len(chunk_body(one.body))
        assert rows == pytest.approx(expected, abs=1e-3)
        cosines = np.einsum("ij,ij->i", rows, expected)
        assert cosines.min() > 0.999


def test_they_take_no_room(index: Index) -> None:
    rows = index.store.vector_rows(list(texts(index)))
    assert {vector for _, vector, _ in rows} == {b""}


def test_the_nearest_are_found_without_making_them(index: Index) -> None:
    ids, rows = index.vectors.of(list(texts(index)))
    vector = shipped_model().encode(["how much is a ferry ticket"])[0]
    order = np.argsort(-(rows @ vector))[:3]
    found = index.vectors.nearest(ids, vector, 3)
    assert [chunk for chunk, _ in found] == [ids[place] for place in order]
    assert [cosine for _, cosine in found] == pytest.approx((rows @ vector)[order], abs=1e-3)


def test_chunks_that_are_gone_are_passed_over(index: Index) -> None:
    vector = shipped_model().encode(["ferry"])[0]
    ids, rows = index.vectors.of([10**6])
    assert (ids, rows.shape) == ([], (0, 0))
    assert index.vectors.nearest([10**6], vector, 3) == []
    assert len(index.vectors.nearest([10**6, *texts(index)], vector, 99)) == len(texts(index))
