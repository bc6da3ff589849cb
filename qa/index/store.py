"""The truth of an index: articles, chunks and vectors in one transactional SQLite file.

Chroma and the lexical index are derived from this file and can be rebuilt from it at any
time. Chunk ids grow and are never used twice; the ``changes`` log tells a derived side what
happened since the sequence number it has seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.chunking.chunker import Chunk
from qa.index.filters import Filters
from qa.index.memory import Memory
from qa.index.rows import ARTICLE_COLUMNS, article_of, blobs_of, row_of
from qa.index.statements import choice_key, conditions_of, marks, most_frequent
from qa.text.language import TextLanguage


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk as the index keeps it: ``article.body[start:end]``."""

    id: int
    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What is made of an article's text.

    Attributes:
        vectors: of the chunks, (chunks, d); (chunks, 0) where the granules give them.
        granules: of the chunks, as ``qa.index.granules`` packs them.
        signature: of the article (see ``qa.index.signature``).
    """

    chunks: Sequence[Chunk]
    vectors: NDArray[np.float32]
    granules: Sequence[bytes]
    signature: bytes


# Id, vector (empty where the granules give it) and granules of a chunk.
VectorRow = tuple[int, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Change:
    """Chunks ``first`` to ``last`` were added (or removed) as change number ``seq``."""

    seq: int
    added: bool
    first: int
    last: int


class Store(Memory):
    """Articles, chunks and vectors, and the log of what changed."""

    # -- articles -------------------------------------------------------------------------

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        return self.articles([article_id]).get(article_id)

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Articles by id; unknown ids are left out."""
        query = f"SELECT {ARTICLE_COLUMNS} FROM articles WHERE id IN ({marks(ids)})"
        return {row[0]: article_of(row) for row in self._db.execute(query, list(ids))}

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that articles have."""
        query = f"SELECT id FROM articles WHERE id IN ({marks(ids)})"
        return {row[0] for row in self._db.execute(query, list(ids))}

    def iter_articles(self) -> Iterator[Article]:
        """All articles, by id."""
        query = f"SELECT {ARTICLE_COLUMNS} FROM articles ORDER BY id"
        return map(article_of, self._db.execute(query))

    def location(self, article_id: str) -> str | None:
        """Where the article was first read from."""
        row = self._db.execute(
            "SELECT location FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return row[0] if row else None

    def any_location(self, article_id: str, *, besides: str) -> str | None:
        """A location that holds this article now and does not begin with ``besides``, or None."""
        query = (
            "SELECT location FROM locations WHERE article_id = ? "
            "AND substr(location, 1, ?) != ? ORDER BY location LIMIT 1"
        )
        row = self._db.execute(query, (article_id, len(besides), besides)).fetchone()
        return row[0] if row else None

    def move(self, article_id: str, location: str) -> None:
        """Note that the article's home is another location now."""
        self._db.execute("UPDATE articles SET location = ? WHERE id = ?", (location, article_id))

    def set_language(self, article_id: str, language: TextLanguage) -> None:
        """Note the language that the article is in."""
        self._db.execute("UPDATE articles SET language = ? WHERE id = ?", (language, article_id))

    def add(self, article: Article, location: str, contents: Contents) -> None:
        """Add an article with its contents. Call inside ``transaction``."""
        self._db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *row_of(article),
                choice_key(article.source),
                choice_key(article.category),
                location,
            ),
        )
        self._add_contents(article.id, contents)

    def replace_contents(self, article_id: str, contents: Contents) -> None:
        """Put other contents in the place of an article's own. Call inside ``transaction``."""
        self._remove_contents(article_id)
        self._add_contents(article_id, contents)

    def replace(self, article: Article, contents: Contents) -> None:
        """Put an article in the place of the one with its id. Call inside ``transaction``."""
        location = self.location(article.id) or f"article:{article.id}"
        self._remove_contents(article.id)
        self._db.execute("DELETE FROM articles WHERE id = ?", (article.id,))
        self.add(article, location, contents)

    def _add_contents(self, article_id: str, contents: Contents) -> None:
        rows = zip(contents.chunks, blobs_of(contents.vectors), contents.granules, strict=True)
        self._db.executemany(
            'INSERT INTO chunks (article_id, start, "end", tokens, vector, granules) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (article_id, chunk.start, chunk.end, chunk.tokens, vector, granules)
                for chunk, vector, granules in rows
            ],
        )
        self._db.execute("INSERT INTO signatures VALUES (?, ?)", (article_id, contents.signature))
        self._log(article_id, added=True)

    def _remove_contents(self, article_id: str) -> None:
        self._log(article_id, added=False)
        self._db.execute("DELETE FROM chunks WHERE article_id = ?", (article_id,))
        self._db.execute("DELETE FROM signatures WHERE article_id = ?", (article_id,))

    def remove(self, article_id: str) -> bool:
        """Remove an article with its chunks; False where there is none. Call in a transaction."""
        self._remove_contents(article_id)
        self.forget(article_id)
        return self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount > 0

    def _log(self, article_id: str, *, added: bool) -> None:
        self._db.execute(
            "INSERT INTO changes (added, first, last) SELECT ?, min(id), max(id) FROM chunks "
            "WHERE article_id = ? HAVING count(*) > 0",
            (added, article_id),
        )

    # -- chunks ---------------------------------------------------------------------------

    def chunks(self, ids: Sequence[int]) -> dict[int, StoredChunk]:
        """Chunks by id; unknown (meanwhile removed) ids are left out."""
        row = 'json_array(id, article_id, start, "end")'
        query = f"SELECT json_group_array({row}) FROM chunks WHERE id IN ({marks(ids)})"
        found = json.loads(self._db.execute(query, list(ids)).fetchone()[0])
        return {row[0]: StoredChunk(*row) for row in found}

    def iter_chunks(
        self, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[StoredChunk, Article]]:
        """Chunks with their article, by chunk id, from ``first`` to ``last`` inclusive."""
        columns = ", ".join("a." + name for name in ARTICLE_COLUMNS.split(", "))
        query = (
            f'SELECT c.id, c.article_id, c.start, c."end", {columns} '
            "FROM chunks c JOIN articles a ON a.id = c.article_id "
            "WHERE c.id BETWEEN ? AND ? ORDER BY c.id"
        )
        article: Article | None = None
        for row in self._db.execute(query, (first, _open_end(last))):
            if article is None or article.id != row[1]:
                article = article_of(row[4:])  # once for all of its chunks
            yield StoredChunk(*row[:4]), article

    def iter_vector_rows(
        self, batch: int, first: int = 0, last: int | None = None
    ) -> Iterator[list[VectorRow]]:
        """What the vectors of chunks are made of, up to ``batch`` at once, by chunk id."""
        query = "SELECT id, vector, granules FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id"
        cursor = self._db.execute(query, (first, _open_end(last)))
        while rows := cursor.fetchmany(batch):
            yield rows

    def vector_rows(self, ids: Sequence[int]) -> list[VectorRow]:
        """The same of those of the chunks that exist."""
        where = f"chunks WHERE id IN ({marks(ids)})"
        names, *blobs = self._joined(where, ids, "id", "hex(vector)", "hex(granules)")
        vectors, granules = (map(bytes.fromhex, each) for each in blobs)
        return list(zip(map(int, names), vectors, granules, strict=True))

    def granules(self, ids: Sequence[int]) -> dict[int, bytes]:
        """The packed granules of those of the chunks that exist, by chunk id."""
        where = f"chunks WHERE id IN ({marks(ids)})"
        names, blobs = self._joined(where, ids, "id", "hex(granules)")
        return dict(zip(map(int, names), map(bytes.fromhex, blobs), strict=True))

    def signatures(self, article_ids: Sequence[str]) -> dict[str, bytes]:
        """The signatures of those of the articles that exist, by article id."""
        where = f"signatures WHERE article_id IN ({marks(article_ids)})"
        names, blobs = self._joined(where, article_ids, "article_id", "hex(signature)")
        return dict(zip(names, map(bytes.fromhex, blobs), strict=True))

    def all_signatures(self) -> dict[str, bytes]:
        """The signatures of all articles by id; half a kilobyte each."""
        return dict(self._db.execute("SELECT article_id, signature FROM signatures").fetchall())

    def _joined(self, where: str, values: Sequence[object], *columns: str) -> list[list[str]]:
        """Columns without commas, each in one piece.

        Python's sqlite3 hands the interpreter to another thread, and waits for it, at each row.
        """
        joined = ", ".join(f"group_concat({each})" for each in columns)
        row = self._db.execute(f"SELECT {joined} FROM {where}", list(values)).fetchone()
        return [each.split(",") if row[0] is not None else [] for each in row]

    def chunk_ids(self, filters: Filters) -> list[int]:
        """Ids of the chunks of all articles that the filters let through."""
        conditions, values = conditions_of(filters)
        query = (
            # A cross join keeps this order: few articles pass, and each has few chunks.
            "SELECT json_group_array(c.id) FROM articles a "
            f"CROSS JOIN chunks c ON c.article_id = a.id WHERE {conditions}"
        )
        return sorted(json.loads(self._db.execute(query, values).fetchone()[0]))

    def newest(self, filters: Filters, most: int) -> list[int]:
        """The first chunk of each of the newest articles that the filters let through, in order."""
        conditions, values = conditions_of(filters)
        time = "substr(a.published, 1, 19)"
        query = (
            "SELECT (SELECT min(c.id) FROM chunks c WHERE c.article_id = a.id) FROM articles a "
            f"WHERE {conditions} AND a.published IS NOT NULL ORDER BY {time} DESC, a.id LIMIT ?"
        )
        return [row[0] for row in self._db.execute(query, [*values, most]) if row[0] is not None]

    def passing(self, ids: Sequence[int], filters: Filters) -> set[int]:
        """Those of the chunks that exist and whose article the filters let through."""
        conditions, values = conditions_of(filters)
        query = (
            "SELECT json_group_array(c.id) FROM chunks c "
            f"CROSS JOIN articles a ON a.id = c.article_id WHERE c.id IN ({marks(ids)}) "
            f"AND {conditions}"
        )
        return set(json.loads(self._db.execute(query, [*ids, *values]).fetchone()[0]))

    # -- changes and figures --------------------------------------------------------------

    def last_change(self) -> int:
        """Number of the newest change; 0 in a new index."""
        return self._last("changes")

    def last_chunk(self) -> int:
        """The highest chunk id ever given; 0 in a new index."""
        return self._last("chunks")

    def _last(self, table: str) -> int:
        query = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        row = self._db.execute(query, (table,)).fetchone()
        return int(row[0]) if row else 0

    def changes(self, after: int) -> list[Change]:
        """Changes with a higher number than ``after``, oldest first."""
        query = "SELECT seq, added, first, last FROM changes WHERE seq > ? ORDER BY seq"
        return [
            Change(row[0], bool(row[1]), row[2], row[3])
            for row in self._db.execute(query, (after,))
        ]

    def tally(self, column: str) -> dict[str, int]:
        """Articles by value of ``language``, ``category`` or ``source``, most first.

        Spellings that a filter does not tell apart are one value, under the most frequent one.
        """
        if column not in ("language", "category", "source"):
            raise ValueError(column)
        key = column if column == "language" else f"{column}_key"
        query = (
            f"SELECT trim({key}), {column}, count(*) FROM articles WHERE trim({key}) != '' "
            "GROUP BY 1, 2 ORDER BY 3 DESC, 2"
        )
        return most_frequent(self._db.execute(query))

    def extent(self, filters: Filters) -> tuple[int, str | None, str | None]:
        """How many articles the filters let through, and the earliest and the latest time of
        their publication, as they state it.
        """
        conditions, values = conditions_of(filters)
        where = f"FROM articles a WHERE {conditions}"
        count = self._db.execute(f"SELECT count(*) {where}", values).fetchone()[0]
        dated = f"{where} AND a.published IS NOT NULL ORDER BY substr(a.published, 1, 19)"
        low, high = (
            self._db.execute(f"SELECT a.published {dated} {way} LIMIT 1", values).fetchone()
            for way in ("ASC", "DESC")
        )
        return int(count), low[0] if low else None, high[0] if high else None


def _open_end(last: int | None) -> int:
    return last if last is not None else 2**62
