"""The SQLite file of an index: schema, connections, transactions, stamps."""

from __future__ import annotations

import re
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qa.articles.urls import page_name
from qa.errors import IndexDamagedError, IndexNotFoundError, StorageError
from qa.folders import INDEX_FILE, command
from qa.index.rows import packed

FORMAT = 4
FILE_NAME = INDEX_FILE
_MAPPED_BYTES = 2**31
_PAGE_BYTES = 8192
# Of an error code of SQLite: without what it adds for the details.
_PRIMARY = 0xFF
_NOT_ALLOWED = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})

# Long rows stand in tables by row number, one after another: in one that is ordered by ids, which
# are hashes, pages are two thirds full, and each long row begins a page more.
_ARTICLES = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, body BLOB NOT NULL, url TEXT, source TEXT,
    category TEXT, published TEXT, updated TEXT, language TEXT NOT NULL,
    source_key TEXT, category_key TEXT, location TEXT NOT NULL
)"""
_PUBLISHED = "CREATE INDEX articles_published ON articles (substr(published, 1, 19))"
_SIGNATURES = (
    "CREATE TABLE signatures (article_id TEXT PRIMARY KEY NOT NULL, signature BLOB NOT NULL)"
)
# An empty vector is the one that the chunk's granules give (see ``qa.index.chunk_vectors``).
_SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
{_ARTICLES};
{_PUBLISHED};
CREATE TABLE locations (
    location TEXT PRIMARY KEY, article_id TEXT NOT NULL, file INTEGER
) WITHOUT ROWID;
CREATE INDEX locations_article ON locations (article_id);
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL REFERENCES articles (id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, tokens INTEGER NOT NULL, vector BLOB NOT NULL,
    granules BLOB NOT NULL
);
CREATE INDEX chunks_article ON chunks (article_id);
{_SIGNATURES};
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, added INTEGER NOT NULL,
    first INTEGER NOT NULL, last INTEGER NOT NULL
);
"""
# What ingestion remembers: editions that were replaced, files that were read, pages fetched,
# and both ways which articles tell the same story.
_MEMORY = (
    "CREATE TABLE versions (seq INTEGER PRIMARY KEY, article_id TEXT NOT NULL, "
    "replaced TEXT NOT NULL, article TEXT NOT NULL)",
    "CREATE INDEX versions_article ON versions (article_id)",
    "CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER, "
    "mtime INTEGER, recorded INTEGER, digest TEXT, reading TEXT, outcomes TEXT)",
    "CREATE INDEX locations_file ON locations (file)",
    "CREATE TABLE pages (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, digest TEXT) "
    "WITHOUT ROWID",
    "CREATE TABLE copies (article_id TEXT NOT NULL, copy_id TEXT NOT NULL, "
    "PRIMARY KEY (article_id, copy_id)) WITHOUT ROWID",
)

# From each earlier format to the next; what they add is filled when the contents are made again.
_MIGRATIONS = {
    "1": (
        "ALTER TABLE chunks ADD COLUMN granules BLOB NOT NULL DEFAULT x''",
        "CREATE TABLE signatures (article_id TEXT PRIMARY KEY, signature BLOB NOT NULL) "
        "WITHOUT ROWID",
        "DELETE FROM meta WHERE key = 'embedding_fingerprint'",
        "UPDATE meta SET value = '2' WHERE key = 'format'",
    ),
    "2": (
        "ALTER TABLE locations ADD COLUMN file INTEGER",
        *_MEMORY,
        "UPDATE OR REPLACE locations SET location = page_location(location) "
        "WHERE location LIKE 'http%'",
        "UPDATE articles SET location = page_location(location) WHERE location LIKE 'http%'",
        "UPDATE meta SET value = '3' WHERE key = 'format'",
    ),
    "3": (
        "ALTER TABLE articles RENAME TO articles_3",
        "DROP INDEX articles_published",
        _ARTICLES,
        _PUBLISHED,
        "INSERT INTO articles SELECT id, title, packed(body), url, source, category, published, "
        "updated, language, source_key, category_key, location FROM articles_3",
        "DROP TABLE articles_3",
        "ALTER TABLE signatures RENAME TO signatures_3",
        _SIGNATURES,
        "INSERT INTO signatures SELECT * FROM signatures_3",
        "DROP TABLE signatures_3",
        # Where the granules are of the very model whose vectors these are.
        "UPDATE chunks SET vector = x'' WHERE (SELECT value FROM meta WHERE key = "
        "'embedding_fingerprint') = (SELECT substr(value, instr(value, '.') + 1) FROM meta WHERE "
        "key = 'granules')",
        "UPDATE meta SET value = '4' WHERE key = 'format'",
    ),
}

_REPEAT = re.compile(r"#\d+$")


def _page_location(location: str) -> str:
    """The location of formats before 3 in today's form; the nth article at a URL keeps its own."""
    return location if _REPEAT.search(location) else page_name(location) or location


class Database:
    """One SQLite file in WAL mode; a connection of its own for each thread.

    Raises:
        IndexNotFoundError: there is no such file and ``create`` is False.
        IndexDamagedError: the file is no database of ours, or of another format.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE_NAME
        self._local = threading.local()
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._opening = threading.Lock()
        if not self.path.is_file():
            if not create:
                raise IndexNotFoundError(
                    f"no index in {folder}", f"make one with: {command()} ingest PATH..."
                )
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StorageError(
                    f"{folder} cannot be made: {error.strerror}", "name another folder with --index"
                ) from error
        with self._translated():
            self._prepare()
        self._identity = self._file_identity()

    def _file_identity(self) -> tuple[int, int] | None:
        """Device and number of the file; not given to another file while this one is open."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def is_replaced(self) -> bool:
        """Whether the file that was opened was deleted, or another one stands in its place."""
        return self._file_identity() != self._identity

    def _prepare(self) -> None:
        before = self._format()
        # Tables that others refer to are made anew, which must not look like a loss.
        self._db.execute("PRAGMA foreign_keys = OFF")
        self._db.execute("PRAGMA legacy_alter_table = ON")
        try:
            self._bring_to_format()
        finally:
            self._db.execute("PRAGMA legacy_alter_table = OFF")
            self._db.execute("PRAGMA foreign_keys = ON")
        if before in _MIGRATIONS:
            # As much room as the index takes is free inside the file now.
            with suppress(sqlite3.OperationalError):  # another process reads, or the disk is full
                self._db.execute("VACUUM")

    def _format(self) -> str | None:
        with suppress(sqlite3.OperationalError):  # a new file has no tables
            return self.meta("format")
        return None

    def _bring_to_format(self) -> None:
        with self.transaction() as db:
            db.create_function("page_location", 1, _page_location, deterministic=True)
            db.create_function("packed", 1, packed, deterministic=True)
            tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not tables:
                for statement in (*_SCHEMA.split(";\n"), *_MEMORY):
                    db.execute(statement)
                self.set_meta("format", str(FORMAT))
                self.set_meta("uuid", uuid.uuid4().hex)
            while statements := _MIGRATIONS.get(self.meta("format") or ""):
                for statement in statements:
                    db.execute(statement)
        if self.meta("format") != str(FORMAT):
            raise IndexDamagedError(
                f"{self.path} has index format {self.meta('format')}, this version reads {FORMAT}",
                "ingest the articles into a new folder with --index",
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            if code in _NOT_ALLOWED:
                raise StorageError(
                    f"{self.path} cannot be opened for writing: {error}",
                    "let this user write to its folder, or copy the folder to one of yours",
                ) from error
            raise IndexDamagedError(
                f"{self.path} cannot be read: {error}",
                "restore it from a copy, or ingest the articles into a new folder",
            ) from error

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self.path, timeout=30, isolation_level=None, check_same_thread=False
            )
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            # Pages are read where the system holds them: twice as fast for scattered rows.
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            self._local.connection = connection
            self._keep(connection)
        return connection

    def _keep(self, connection: sqlite3.Connection) -> None:
        """Remember the connection of this thread, and close those of threads that have ended."""
        with self._opening:
            kept = [(threading.current_thread(), connection)]
            for thread, other in self._connections:
                if thread.is_alive():
                    kept.append((thread, other))
                else:
                    other.close()
            self._connections = kept

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._opening:
            for _, connection in self._connections:
                connection.close()
            self._connections.clear()
            self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside happens, or nothing of it.

        Raises:
            StorageError: the disk is full or may not be written to.
        """
        db = self._db
        try:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")
        except BaseException as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
            if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY):
                raise StorageError(
                    f"{self.path} cannot be written: {error}", "free disk space, then try again"
                ) from error
            raise

    def meta(self, key: str) -> str | None:
        """A stamp of the index, such as the fingerprint of its embedding model."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Set a stamp."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def count(self, table: str) -> int:
        """Number of rows of ``articles`` or ``chunks``."""
        if table not in ("articles", "chunks"):
            raise ValueError(table)
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def problems(self) -> list[str]:
        """What is wrong with the file itself; empty where it is sound."""
        found = [row[0] for row in self._db.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        orphans = self._db.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            found.append(f"{len(orphans)} chunks belong to no article")
        return found
