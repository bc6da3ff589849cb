"""From paths to a stream of articles with their places, and outcomes of all that is none."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from qa import articles
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.articles.readers import find_files, read_file
from qa.articles.readers.file_names import readable, shown
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.urls import page_name
from qa.errors import ArticleFileError
from qa.index.memory import FileMemory, PageMemory
from qa.index.report import Outcome
from qa.index.store import Store

# A file written in the same moment as it was read may change again within one tick of its clock.
_TICK = 2_000_000_000
_READ = 1 << 20
# Beyond that many, what was said of a file is said again by reading it again.
_MOST_REMEMBERED = 1000

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Located:
    """An article and the place it was read from: what tells an edit from a new article.

    Attributes:
        location: the canonical URL, or the file and the record's own id, or its number in it.
        own: the same, of this file alone; where ``location`` is another article's by right.
        is_name: at a place that names one article any new text is an edit.
        file: readable path or address; empty for articles that come from memory.
    """

    article: Article
    location: str
    own: str
    is_name: bool
    file: str = ""
    record: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRead:
    """The file was read to its end, and this is to be remembered of it."""

    path: str
    memory: FileMemory


@dataclass(frozen=True, slots=True)
class PageRead:
    """The page was fetched and read, and this is to be remembered of it."""

    url: str
    memory: PageMemory


Item = Located | Outcome | FileRead | PageRead


@cache
def readers_fingerprint() -> str:
    """Digest of the code that reads articles: what it makes of a file may change with it."""
    digest = hashlib.sha256()
    folder = Path(articles.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_all(
    paths: Iterable[Path], store: Store, *, timezone: str, progress: Progress | None = None
) -> Iterator[Item]:
    """What files and folders hold, file by file; of those that have not changed one outcome."""
    intake = _Intake(store, timezone, progress)
    for path in paths:
        for found in find_files(path):
            if isinstance(found, Path):
                yield from intake.file(found)
            else:
                yield outcome_of(found, readable(path))


def outcome_of(found: Skipped | ArticleFileError, path: str) -> Outcome:
    """What is reported of something that is no article."""
    if isinstance(found, ArticleFileError):
        return Outcome(outcome="failed", path=path, reason=str(found), articles=1)
    return Outcome(
        outcome="skipped", path=found.path or path, record=found.record, reason=found.reason
    )


def located(draft: ArticleDraft, home: str, number: int, repeats: Counter[str]) -> Located:
    """The article of a draft and its place.

    Args:
        home: file or address, as it is kept.
        number: which draft of it, from 0.
        repeats: names met in this file; a feed that gives all its items one URL or id must not
            make them overwrite each other.
    """
    url = page_name(draft.url)
    name = url or (f"{home}#id={draft.external_id}" if draft.external_id else None)
    location = name or f"{home}#{number}"
    repeats[location] += 1
    own = f"{location}@{home}#{repeats[location]}" if url else location
    if repeats[location] > 1:
        location = own = own if url else f"{location}#{repeats[location]}"
    return Located(
        article=make_article(draft),
        location=location,
        own=own,
        is_name=name is not None,
        file=home,
        record=draft.record,
        notes=draft.notes,
    )


@dataclass
class _Intake:
    store: Store
    timezone: str
    progress: Progress | None
    seen: int = 0
    done: set[str] = field(default_factory=set)

    def file(self, path: Path) -> Iterator[Item]:
        home = readable(path.resolve())
        if home in self.done:
            yield Outcome(outcome="skipped", path=shown(path), reason="read already in this run")
            return
        self.done.add(home)
        reading = f"{readers_fingerprint()} {self.timezone}"
        before = _state(path)
        known = self.store.file(home)
        if known and before and known.reading == reading and _unchanged(path, before, known):
            yield from self._again(home, known)
            return
        said: list[Outcome] = []
        for item in self._read(path, home):
            if isinstance(item, Outcome):
                said.append(item)
            yield item
        if before and before == _state(path) and len(said) <= _MOST_REMEMBERED:
            size, mtime = before
            digest = _digest(path)
            if digest:
                kept = json.dumps([each.model_dump(mode="json") for each in said])
                memory = FileMemory(size, mtime, time.time_ns(), digest, reading, kept)
                yield FileRead(home, memory)

    def _again(self, home: str, known: FileMemory) -> Iterator[Item]:
        own, copies = self.store.file_articles(home)
        self.seen += own + copies
        if own or not copies:
            yield Outcome(outcome="unchanged", path=home, articles=own)
        if copies:
            yield Outcome(outcome="duplicate", path=home, articles=copies)
        for said in json.loads(known.outcomes):
            yield Outcome(**said)

    def _read(self, path: Path, home: str) -> Iterator[Item]:
        repeats: Counter[str] = Counter()
        number = 0
        for found in read_file(path, timezone=self.timezone):
            yield self._item(found, path, home, number, repeats)
            number += isinstance(found, ArticleDraft)

    def _item(
        self, found: Reading, path: Path, home: str, number: int, repeats: Counter[str]
    ) -> Item:
        if not isinstance(found, ArticleDraft):
            return outcome_of(found, readable(path))
        if self.progress:
            self.progress(self.seen, shown(path))
        self.seen += 1
        return located(found, home, number, repeats)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _unchanged(path: Path, state: tuple[int, int], known: FileMemory) -> bool:
    if state[0] != known.size:
        return False
    # A file noted long after it was written says by its time that it is the same.
    if state[1] == known.mtime and known.mtime + _TICK < known.recorded:
        return True
    return _digest(path) == known.digest


def _digest(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_READ):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()
