"""An index that an earlier version made is brought up to date when it is opened."""

from __future__ import annotations

import json
import sqlite3
import uuid
from pathlib import Path

import pytest
from filelock import FileLock

from qa.articles.model import Article
from qa.chunking.chunker import CHUNKER_VERSION, chunk_body
from qa.embedding.load import shipped_model
from qa.errors import IndexBusyError, IndexDamagedError
from qa.index.contents import embedding_text, prepare
from qa.index.granules import Granules
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.signature import signature
from qa.index.store import Store
from qa.index.verify import verify
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.text.folding import fold
from tests.conftest import BRIDGE, HARBOUR, PANDA, article

ARTICLES = [HARBOUR, BRIDGE, PANDA]
# As version 1 of the format wrote it.
SCHEMA_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, url TEXT, source TEXT,
    category TEXT, published TEXT, updated TEXT, language TEXT NOT NULL,
    source_key TEXT, category_key TEXT, location TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX articles_published ON articles (substr(published, 1, 19));
CREATE TABLE locations (location TEXT PRIMARY KEY, article_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX locations_article ON locations (article_id);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL REFERENCES articles (id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, tokens INTEGER NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX chunks_article ON chunks (article_id);
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, added INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL
);
"""
UUID = uuid.UUID(int=7).hex


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder as version 1 left it, made with the very models that are shipped now."""
    folder = tmp_path / "old"
    folder.mkdir()
    meta = {
        "format": "1",
        "uuid": UUID,
        "chunker": str(CHUNKER_VERSION),
        "embedding_model": shipped_model().name,
        "embedding_fingerprint": shipped_model().fingerprint,
    }
    with sqlite3.connect(folder / "articles.sqlite3") as db:
        db.executescript(SCHEMA_1)
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for one in ARTICLES:
            add(db, one)
    (folder / "lexical-1").mkdir()
    stamps = {"generation": 1, "store": UUID, "version": "1.1", "seq": 3, "last_chunk": 3}
    (folder / "derived.json").write_text(json.dumps({"lexical": stamps}))
    return folder


def add(db: sqlite3.Connection, one: Article) -> None:
    """What version 1 stored of an article."""
    location = f"article:{one.id}"
    keys = [fold(text) if text else None for text in (one.source, one.category)]
    row = [*one.model_dump().values(), *keys, location]
    db.execute(f"INSERT INTO articles VALUES ({', '.join('?' * len(row))})", row)
    db.execute("INSERT INTO locations VALUES (?, ?)", (location, one.id))
    for chunk in chunk_body(one.body):
        vector = shipped_model().encode([chunk.text])[0].astype("<f2").tobytes()
        made = db.execute(
            'INSERT INTO chunks (article_id, start, "end", tokens, vector) VALUES (?, ?, ?, ?, ?)',
            (one.id, chunk.start, chunk.end, chunk.tokens, vector),
        )
        db.execute(
            "INSERT INTO changes (added, first, last) VALUES (1, ?, ?)",
            (made.lastrowid, made.lastrowid),
        )


def test_nothing_is_lost_and_what_is_new_is_there(old: Path) -> None:
    index = Index(old)
    assert {one.id: one for one in index.store.iter_articles()} == {one.id: one for one in ARTICLES}
    assert index.store.meta("uuid") == UUID
    assert index.status().index_format == "4"
    for one in ARTICLES:
        assert index.store.location(one.id) == f"article:{one.id}"
        assert index.store.article_at(f"article:{one.id}") == one.id
    assert index.store.signatures([one.id for one in ARTICLES]) == {
        one.id: signature(one) for one in ARTICLES
    }
    assert verify(index).sound


def test_vectors_and_granules_are_made_now(old: Path) -> None:
    index = Index(old)
    found = list(index.store.iter_chunks())
    expected = prepare([one for _, one in found], shipped_model())
    ids = [chunk.id for chunk, _ in found]
    stored = list(index.store.granules(ids).values())
    assert stored == [blob for made in expected for blob in made.granules]
    assert len(Granules.unpack(stored).counts) == 3
    # Those of version 1 in this file are of the bodies alone.
    _, vectors = index.vectors.of(ids)
    texts = [embedding_text(one, chunk.start, chunk.end) for chunk, one in found]
    assert vectors == pytest.approx(shipped_model().encode(texts), abs=1e-3)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How much will an adult ferry ticket cost?", HARBOUR.title),
        ("大桥全长多少公里", BRIDGE.title),
        ("When were the panda cubs born?", PANDA.title),
    ],
)
def test_searching_works(old: Path, question: str, title: str) -> None:
    index = Index(old)
    found = Retriever(index).search(Query.of(question, index))
    assert found[0].title == title
    assert found[0].score > 0.5


def test_the_contents_are_made_again_once(old: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        Index(old).close()
    made = [record for record in caplog.records if "embedding 3 articles again" in record.message]
    assert len(made) == 1


def test_the_same_articles_are_known_and_new_ones_go_in(old: Path) -> None:
    pool = article("Pool", "The pool closes in June.")
    report = ingest_articles(old, [*ARTICLES, pool])
    assert (report.added, report.unchanged, report.articles) == (1, 3, 4)
    assert verify(Index(old)).sound


def test_it_is_as_if_it_had_been_made_new(old: Path, small_index: Path) -> None:
    def answers(folder: Path) -> list[tuple[str, float]]:
        index = Index(folder)
        found = Retriever(index).search(Query.of("新大橋有多少條行車線？", index))
        return [(passage.title, passage.score) for passage in found]

    assert answers(old) == answers(small_index)


def test_a_migration_that_was_cut_short_goes_on(old: Path) -> None:
    store = Store(old)  # the tables are those of version 2 now, and the granules still empty
    assert store.granules([1]) == {1: b""}
    assert store.signatures([HARBOUR.id]) == {}
    store.close()
    index = Index(old)
    assert Retriever(index).search(Query.of("ferry fares", index))[0].title == HARBOUR.title
    assert verify(index).sound


def test_while_another_process_writes_it_waits(old: Path) -> None:
    with FileLock(old / "write.lock"), pytest.raises(IndexBusyError, match="another process"):
        Index(old)
    assert verify(Index(old)).sound


def test_an_empty_index_of_the_old_format_opens(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "articles.sqlite3") as db:
        db.executescript(SCHEMA_1)
        db.executemany("INSERT INTO meta VALUES (?, ?)", {"format": "1", "uuid": UUID}.items())
    report = ingest_articles(tmp_path, [HARBOUR])
    assert (report.added, report.articles) == (1, 1)
    assert verify(Index(tmp_path)).sound


@pytest.mark.parametrize("format_number", ["0", "5", "", "one"])
def test_a_format_of_another_version_is_refused_and_left_alone(
    old: Path, format_number: str
) -> None:
    file = old / "articles.sqlite3"
    with sqlite3.connect(file) as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (format_number,))
    with pytest.raises(IndexDamagedError, match=f"index format {format_number}") as caught:
        Index(old)
    assert caught.value.hint
    with sqlite3.connect(file) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(chunks)")]
    assert "granules" not in columns
