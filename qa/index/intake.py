"""From paths to a stream of articles with their places, and outcomes of all that is none."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from qa import articles, text
from qa.articles.model import Article
from qa.articles.readers import find_files
from qa.articles.readers.compression import bytes_read
from qa.articles.readers.file_names import readable, shown
from qa.articles.readers.outcomes import Skipped
from qa.articles.urls import page_name
from qa.errors import ArticleFileError
from qa.index.memory import FileMemory, PageMemory
from qa.index.reading import Made, Read, in_parts, is_small, make_all, read_whole
from qa.index.report import Outcome
from qa.index.store import Store
from qa.processes import Processes, Work

# A file written in the same moment as it was read may change again within one tick of its clock.
_TICK = 2_000_000_000
_READ = 1 << 20
# Beyond that many, what was said of a file is said again by reading it again.
_MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """How far ingestion is.

    Attributes:
        stage: files are read, or what is new is put into the sides that are searched.
        done, total: bytes of the files, or chunks; of these, what is there so far.
        articles: seen so far.
        file: at hand; empty where there is none.
    """

    stage: Literal["reading", "indexing"]
    done: int
    total: int
    articles: int
    file: str = ""


Progress = Callable[[Step], None]


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
    """Digest of the code and data that read articles: with them changes what a file gives."""
    digest = hashlib.sha256()
    for package in (articles, text):
        for path in sorted(Path(str(package.__file__)).parent.rglob("*")):
            if path.suffix in (".py", ".tsv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_all(
    paths: Iterable[Path],
    store: Store,
    *,
    timezone: str,
    processes: Processes,
    progress: Progress | None = None,
) -> Iterator[Item]:
    """What files and folders hold, file by file; of those that have not changed one outcome."""
    intake = _Intake(store, timezone, progress)
    if progress:
        paths = list(paths)
        intake.total = sum(map(_size, paths))
    # What is done elsewhere, and what is done here with its result, go in step.
    waiting: deque[_Then] = deque()

    def work() -> Iterator[Work]:
        for job, argument, then in intake.parts(paths):
            waiting.append(then)
            yield job, argument

    for result in processes.map(work()):
        yield from waiting.popleft()(result)


def outcome_of(found: Skipped | ArticleFileError, path: str) -> Outcome:
    """What is reported of something that is no article."""
    if isinstance(found, ArticleFileError):
        return Outcome(outcome="failed", path=path, reason=str(found), articles=1)
    return Outcome(
        outcome="skipped", path=found.path or path, record=found.record, reason=found.reason
    )


def located(made: Made, home: str, number: int, repeats: Counter[str]) -> Located:
    """An article and its place.

    Args:
        home: file or address, as it is kept.
        number: which article of it, from 0.
        repeats: names met in this file; a feed that gives all its items one URL or id must not
            make them overwrite each other.
    """
    url = page_name(made.url)
    name = url or (f"{home}#id={made.external_id}" if made.external_id else None)
    location = name or f"{home}#{number}"
    repeats[location] += 1
    own = f"{location}@{home}#{repeats[location]}" if url else location
    if repeats[location] > 1:
        location = own = own if url else f"{location}#{repeats[location]}"
    return Located(
        article=made.article,
        location=location,
        own=own,
        is_name=name is not None,
        file=home,
        record=made.record,
        notes=made.notes,
    )


_Then = Callable[[Any], Iterator[Item]]
# A function for any process, what it is given, and what is done here with what it returns.
_Part = tuple[Callable[[Any], Any] | None, Any, _Then]


@dataclass
class _Intake:
    store: Store
    timezone: str
    progress: Progress | None
    total: int = 0
    read: int = 0
    seen: int = 0
    done: set[str] = field(default_factory=set)

    def parts(self, paths: Iterable[Path]) -> Iterator[_Part]:
        for path in paths:
            for found in find_files(path):
                if isinstance(found, Path):
                    yield from self._file(found)
                else:
                    yield None, [outcome_of(found, readable(path))], iter

    def _file(self, path: Path) -> Iterator[_Part]:
        home = readable(path.resolve())
        if home in self.done:
            again = Outcome(outcome="skipped", path=shown(path), reason="read already in this run")
            yield None, [again], iter
            return
        self.done.add(home)
        reading = f"{readers_fingerprint()} {self.timezone}"
        before = _state(path)
        known = self.store.file(home)
        if known and before and known.reading == reading and _unchanged(path, before, known):
            yield None, self._again(home, known), self._counted(path)
            return
        file = _File(self, path, home, before, reading)
        if before and is_small(path, before[0]):
            yield read_whole, (path, self.timezone), file.last
            return
        first, start = bytes_read(), self.read
        for part in in_parts(path, self.timezone):
            self.read = start + min(bytes_read() - first, before[0] if before else 0)
            yield make_all, part, file.items
        self.read = start
        yield None, [], file.last

    def _again(self, home: str, known: FileMemory) -> list[Item]:
        own, copies = self.store.file_articles(home)
        self.seen += own + copies
        items: list[Item] = []
        if own or not copies:
            items.append(Outcome(outcome="unchanged", path=home, articles=own))
        if copies:
            items.append(Outcome(outcome="duplicate", path=home, articles=copies))
        return items + [Outcome(**said) for said in json.loads(known.outcomes)]

    def _counted(self, path: Path) -> _Then:
        def then(items: list[Item]) -> Iterator[Item]:
            self.read += _size(path)
            yield from items

        return then

    def show(self, path: Path) -> None:
        """Tell how far this is."""
        if self.progress:
            self.progress(Step("reading", self.read, self.total, self.seen, shown(path)))


@dataclass
class _File:
    """A file on its way into the index.

    Attributes:
        before: its size and time before it was read.
        reading: fingerprint of readers and settings.
        number: how many articles were found in it so far.
        said: what was reported of it beside those.
    """

    intake: _Intake
    path: Path
    home: str
    before: tuple[int, int] | None
    reading: str
    number: int = 0
    repeats: Counter[str] = field(default_factory=Counter)
    said: list[Outcome] = field(default_factory=list)

    def items(self, read: Iterable[Read]) -> Iterator[Item]:
        """What was read, with its places, in order."""
        for found in read:
            if isinstance(found, Made):
                self.intake.seen += 1
                yield located(found, self.home, self.number, self.repeats)
                self.number += 1
            else:
                self.said.append(outcome_of(found, readable(self.path)))
                yield self.said[-1]
        self.intake.show(self.path)

    def last(self, read: Iterable[Read]) -> Iterator[Item]:
        """The same of the last that was read, and what is to be remembered of the file."""
        yield from self.items(read)
        self.intake.read += _size(self.path)
        if self.before and self.before == _state(self.path) and len(self.said) <= _MOST_REMEMBERED:
            size, mtime = self.before
            digest = _digest(self.path)
            if digest:
                kept = json.dumps([each.model_dump(mode="json") for each in self.said])
                memory = FileMemory(size, mtime, time.time_ns(), digest, self.reading, kept)
                yield FileRead(self.home, memory)


def _size(path: Path) -> int:
    """Bytes of a file, or of the files that are read of a folder."""
    try:
        if path.is_dir():
            return sum(_size(found) for found in find_files(path) if isinstance(found, Path))
        return path.stat().st_size
    except OSError:
        return 0


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
