"""Indexes that earlier releases made, as they were kept (``tests/fixtures``), are read."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from qa.index.database import FILE_NAME, FORMAT
from qa.index.index import Index
from qa.index.verify import verify
from tests.fixtures.make_index import CHINESE, FIRST, HERE, SECOND

KEPT = sorted(HERE.glob("index-*.sqlite3"))


def test_one_is_kept_of_this_format() -> None:
    assert f"index-{FORMAT}.sqlite3" in {path.name for path in KEPT}


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_it_opens_with_its_articles_and_their_versions(tmp_path: Path, kept: Path) -> None:
    shutil.copy(kept, tmp_path / FILE_NAME)
    with closing(Index(tmp_path)) as index:
        articles = {article.body: article.id for article in index.store.iter_articles()}
        assert set(articles) == {SECOND, CHINESE}
        (version,) = index.store.versions(articles[SECOND])
        assert version.article.body == FIRST
        assert verify(index).sound
