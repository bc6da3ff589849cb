"""Indexes of the articles that a test names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.articles.model import Article
from qa.index.index import Index
from qa.index.ingest import ingest_articles

Indexed = Callable[..., Index]


@pytest.fixture
def indexed(tmp_path: Path) -> Iterator[Indexed]:
    """Makes and opens an index of some articles."""
    opened: list[Index] = []

    def make(*articles: Article) -> Index:
        folder = tmp_path / f"index-{len(opened)}"
        ingest_articles(folder, articles)
        opened.append(Index(folder, create=True))
        return opened[-1]

    yield make
    for index in opened:
        index.close()
