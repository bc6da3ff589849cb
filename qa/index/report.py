"""What ingestion says of every file and record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from qa.errors import StorageError

Result = Literal["added", "updated", "unchanged", "duplicate", "failed", "skipped"]


class Outcome(BaseModel):
    """What became of one file, or of one record of it.

    Attributes:
        path: of the file, readable, or the address of the page.
        record: where in the file; empty for the whole file.
        article_id: of the article that it is in the index.
        reason: why it failed or was skipped, in one line.
        notes: what was not understood of an article that was taken.
        copies: ids of articles that tell the same story in nearly the same words.
        articles: how many articles this line stands for; above 1 for a file that has not changed.
    """

    model_config = ConfigDict(frozen=True)

    outcome: Result
    path: str
    record: str = ""
    article_id: str | None = None
    title: str | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    articles: int = 1


class FailedFile(BaseModel):
    """A file, folder or record that could not be read, and why."""

    model_config = ConfigDict(frozen=True)

    path: str
    error: str


class SkippedFile(BaseModel):
    """A file or record that is no article, and why."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str


class IngestReport(BaseModel):
    """What an ingestion did.

    Attributes:
        added, updated, unchanged: articles by what happened to them.
        duplicates: articles whose text is already in the index from another place.
        failed, skipped: files and records that gave no article.
        notes: articles of which something was not understood.
        near_duplicates: of the added and updated ones, those that nearly repeat another article.
        articles, chunks: what the index holds now.
    """

    model_config = ConfigDict(frozen=True)

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: tuple[FailedFile, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    notes: int = 0
    near_duplicates: int = 0
    articles: int = 0
    chunks: int = 0
    seconds: float = 0.0


Listener = Callable[[Outcome], None]


@contextmanager
def reporting(path: Path | None) -> Iterator[Listener | None]:
    """What writes each outcome to a file of JSON Lines, as it happens; None where none is wanted.

    Raises:
        StorageError: the file cannot be written.
    """
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror}", "name another file after --report"
        ) from None
    with file:

        def write(outcome: Outcome) -> None:
            file.write(outcome.model_dump_json(exclude_defaults=True) + "\n")
            file.flush()

        yield write


class Tally:
    """Counts outcomes, and hands each to ``listener``."""

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._counts: Counter[Result] = Counter()
        self._failed: list[FailedFile] = []
        self._skipped: list[SkippedFile] = []
        self._notes = self._near = 0

    @property
    def seen(self) -> int:
        """How many articles, and things that are none."""
        return self._counts.total()

    def add(self, outcome: Outcome) -> None:
        """Take note of an outcome."""
        self._counts[outcome.outcome] += outcome.articles
        self._notes += bool(outcome.notes)
        self._near += bool(outcome.copies)
        where = f"{outcome.path}, {outcome.record}" if outcome.record else outcome.path
        if outcome.outcome == "failed":
            self._failed.append(FailedFile(path=outcome.path, error=outcome.reason))
        elif outcome.outcome == "skipped":
            self._skipped.append(SkippedFile(path=where, reason=outcome.reason))
        if self._listener:
            self._listener(outcome)

    def report(self, *, articles: int, chunks: int, seconds: float) -> IngestReport:
        """All of it, with what the index holds now."""
        return IngestReport(
            added=self._counts["added"],
            updated=self._counts["updated"],
            unchanged=self._counts["unchanged"],
            duplicates=self._counts["duplicate"],
            failed=tuple(self._failed),
            skipped=tuple(self._skipped),
            notes=self._notes,
            near_duplicates=self._near,
            articles=articles,
            chunks=chunks,
            seconds=round(seconds, 3),
        )
