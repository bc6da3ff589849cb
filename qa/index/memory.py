"""What the store remembers of ingestion: places, editions, near-duplicates, files, pages.

A file that is as it was when it was last read, by the same readers, need not be read again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from qa.articles.model import Article
from qa.index.database import Database


class Version(BaseModel):
    """An earlier edition of an article.

    Attributes:
        replaced: ISO 8601, when ingestion put a later edition in its place.
        article: as it stood then, with the id of its own text.
    """

    model_config = ConfigDict(frozen=True)

    replaced: str
    article: Article


class History(BaseModel):
    """An article and its earlier editions, oldest first."""

    model_config = ConfigDict(frozen=True)

    article: Article
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class FileMemory:
    """A file as it was when it was read whole.

    Attributes:
        size, mtime: bytes, and nanoseconds of the epoch.
        recorded: nanoseconds of the epoch at which it was noted.
        digest: of its bytes.
        reading: fingerprint of the readers and of the settings that it was read with.
        outcomes: what was reported of it beside its articles, as JSON.
    """

    size: int
    mtime: int
    recorded: int
    digest: str
    reading: str
    outcomes: str = "[]"


@dataclass(frozen=True, slots=True)
class PageMemory:
    """A page as its server last described it."""

    etag: str | None = None
    modified: str | None = None
    digest: str | None = None


class Memory(Database):
    """Places, versions, near-duplicates, files, pages. Writing is done inside ``transaction``."""

    # -- places ---------------------------------------------------------------------------

    def article_at(self, location: str) -> str | None:
        """The id of the article that was last read from this location."""
        found = self.place(location)
        return found[0] if found else None

    def place(self, location: str) -> tuple[str, str | None] | None:
        """The id of the article at this location, and the file that it was read from."""
        query = (
            "SELECT l.article_id, f.path FROM locations l LEFT JOIN files f ON f.id = l.file "
            "WHERE l.location = ?"
        )
        found: tuple[str, str | None] | None = self._db.execute(query, (location,)).fetchone()
        return found

    def add_location(self, location: str, article_id: str, file: int | None = None) -> None:
        """Note that this article (also) stands at this location now, read from this file."""
        values = (location, article_id, file)
        self._db.execute("INSERT OR REPLACE INTO locations VALUES (?, ?, ?)", values)

    def forget(self, article_id: str) -> None:
        """Forget where an article stands and what it was; its files are to be read again."""
        own = "SELECT file FROM locations WHERE article_id = ?"
        self._db.execute(f"UPDATE files SET digest = NULL WHERE id IN ({own})", (article_id,))
        self._db.execute("DELETE FROM locations WHERE article_id = ?", (article_id,))
        self._db.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))
        self.set_copies(article_id, ())

    def forget_pages(self) -> None:
        """Have every page fetched anew, whatever its server says has changed."""
        self._db.execute("DELETE FROM pages")

    # -- versions -------------------------------------------------------------------------

    def keep_version(self, earlier: Article, article_id: str) -> None:
        """Keep an edition, and those before it, as versions of the one that replaces it."""
        self._db.execute(
            "UPDATE versions SET article_id = ? WHERE article_id = ?", (article_id, earlier.id)
        )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._db.execute(
            "INSERT INTO versions (article_id, replaced, article) VALUES (?, ?, ?)",
            (article_id, now, earlier.model_dump_json()),
        )

    def versions(self, article_id: str) -> list[Version]:
        """The earlier editions of an article, oldest first."""
        query = "SELECT replaced, article FROM versions WHERE article_id = ? ORDER BY seq"
        return [
            Version(replaced=row[0], article=Article(**json.loads(row[1])))
            for row in self._db.execute(query, (article_id,))
        ]

    def later_edition(self, version_id: str) -> str | None:
        """The id of the article that an edition with this id has become, or None."""
        query = (
            "SELECT article_id FROM versions WHERE json_extract(article, '$.id') = ? "
            "ORDER BY seq DESC LIMIT 1"
        )
        row = self._db.execute(query, (version_id,)).fetchone()
        return row[0] if row else None

    # -- near-duplicates ------------------------------------------------------------------

    def copies(self, article_id: str) -> list[str]:
        """The ids of the articles that tell the same story in nearly the same words."""
        query = "SELECT copy_id FROM copies WHERE article_id = ? ORDER BY copy_id"
        return [row[0] for row in self._db.execute(query, (article_id,))]

    def set_copies(self, article_id: str, copies: Sequence[str]) -> None:
        """Note these near-duplicates of an article, both ways, in the place of those it had."""
        self._db.executemany(
            "DELETE FROM copies WHERE (article_id, copy_id) IN (VALUES (?, ?), (?, ?))",
            [(article_id, each, each, article_id) for each in self.copies(article_id)],
        )
        self._db.executemany(
            "INSERT INTO copies VALUES (?, ?), (?, ?)",
            [(article_id, each, each, article_id) for each in copies],
        )

    # -- files ----------------------------------------------------------------------------

    def file(self, path: str) -> FileMemory | None:
        """How the file was when it was last read whole, or None."""
        query = (
            "SELECT size, mtime, recorded, digest, reading, outcomes FROM files "
            "WHERE path = ? AND digest IS NOT NULL"
        )
        row = self._db.execute(query, (path,)).fetchone()
        return FileMemory(*row) if row else None

    def file_number(self, path: str) -> int:
        """The number of a file in ``locations``."""
        self._db.execute("INSERT OR IGNORE INTO files (path) VALUES (?)", (path,))
        row = self._db.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
        return int(row[0])

    def remember_file(self, path: str, memory: FileMemory) -> None:
        """Note that the file was read whole."""
        number = self.file_number(path)
        self._db.execute(
            "UPDATE files SET size = ?, mtime = ?, recorded = ?, digest = ?, reading = ?, "
            "outcomes = ? WHERE id = ?",
            (
                memory.size, memory.mtime, memory.recorded, memory.digest, memory.reading,
                memory.outcomes, number,
            ),
        )  # fmt: skip

    def file_articles(self, path: str) -> tuple[int, int]:
        """How many articles have this file for their home, and how many are copies there."""
        query = (
            "SELECT coalesce(sum(a.location = l.location), 0), "
            "coalesce(sum(a.location != l.location), 0) FROM files f "
            "JOIN locations l ON l.file = f.id JOIN articles a ON a.id = l.article_id "
            "WHERE f.path = ?"
        )
        row = self._db.execute(query, (path,)).fetchone()
        return int(row[0]), int(row[1])

    # -- pages ----------------------------------------------------------------------------

    def page(self, url: str) -> PageMemory:
        """What is known of a page that was fetched; nothing of one that was not."""
        query = "SELECT etag, modified, digest FROM pages WHERE url = ?"
        row: Sequence[str | None] | None = self._db.execute(query, (url,)).fetchone()
        return PageMemory(*row) if row else PageMemory()

    def remember_page(self, url: str, page: PageMemory) -> None:
        """Note what the server said of a page whose articles are in the store."""
        values = (url, page.etag, page.modified, page.digest)
        self._db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", values)
