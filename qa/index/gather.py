"""Ingestion from files and from the web, once or again and again."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.articles.readers import find_files
from qa.errors import IndexBusyError, StorageError
from qa.fetching.client import Limits
from qa.index.index import Index
from qa.index.ingest import index_to_write, ingest_items, processes_of
from qa.index.intake import Item, Progress, read_all
from qa.index.pages import Pages
from qa.index.report import IngestReport, Listener
from qa.index.spooling import spooled
from qa.processes import Processes
from qa.settings import DEFAULT_SETTINGS, Settings

log = logging.getLogger(__name__)
_LOOK_EVERY = 1.0
_State = dict[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Where articles come from: files and folders, and addresses of pages, feeds, site maps."""

    paths: tuple[Path, ...] = ()
    urls: tuple[str, ...] = ()


def gather(
    folder: Path,
    sources: Sources,
    *,
    progress: Progress | None = None,
    listener: Listener | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> IngestReport:
    """Read all sources into the index in ``folder``, which is made where missing.

    Raises:
        IndexBusyError: another process is writing to this index.
        StorageError: the disk is full, or the folder must not be written to.
    """
    started = time.perf_counter()
    with index_to_write(folder, settings) as index, processes_of(settings) as processes:
        items = _items(index, sources, _pages(index, settings), settings, processes, progress)
        return ingest_items(
            index, items, processes, listener=listener, progress=progress, started=started
        )


def watch(
    folder: Path,
    sources: Sources,
    *,
    every: float,
    stop: threading.Event,
    report: Callable[[IngestReport], None],
    listener: Listener | None = None,
    look_every: float = _LOOK_EVERY,
    settings: Settings = DEFAULT_SETTINGS,
) -> None:
    """Take in what is new until ``stop`` is set; whoever has the index open finds it there.

    Files are taken once they have stood still from one look to the next, so that none is read
    while it is being copied. What is deleted from a folder stays in the index.

    Args:
        every: seconds from one visit of the addresses to the next.
        report: called after each round in which there was something to do.
        look_every: seconds from one look at the folders to the next.

    Raises:
        StorageError, IndexDamagedError: the index cannot be opened.
    """
    index = Index(folder, create=True, settings=settings)
    pages = _pages(index, settings)
    done: _State | None = None
    seen: _State = {}
    visited = float("-inf")
    try:
        while True:
            before, seen = seen, _state(sources.paths)
            due = bool(sources.urls) and time.monotonic() >= visited + every
            changed = bool(sources.paths) and seen != done and seen == before
            if due or changed:
                ready = Sources(sources.paths if changed else (), sources.urls if due else ())
                try:
                    with processes_of(settings) as processes:
                        items = _items(index, ready, pages, settings, processes)
                        done_now = ingest_items(index, items, processes, listener=listener)
                    report(done_now)
                except (IndexBusyError, StorageError) as error:
                    log.warning("%s", error)
                else:
                    done = seen if changed else done
                    visited = time.monotonic() if due else visited
            if stop.wait(look_every):
                return
    finally:
        index.close()


def _items(
    index: Index,
    sources: Sources,
    pages: Pages,
    settings: Settings,
    processes: Processes,
    progress: Progress | None = None,
) -> Iterator[Item]:
    # Fetched before the write lock is taken: a slow server must not keep others from writing.
    fetched = spooled(item for url in sources.urls for item in pages.read(url))
    read = read_all(
        sources.paths,
        index.store,
        timezone=settings.timezone,
        processes=processes,
        progress=progress,
    )
    return itertools.chain(read, fetched)


def _pages(index: Index, settings: Settings) -> Pages:
    allowed = frozenset(host.strip() for host in settings.fetch_hosts.split(",") if host.strip())
    return Pages(index.store, timezone=settings.timezone, limits=Limits(allowed=allowed))


def _state(paths: tuple[Path, ...]) -> _State:
    """Size and time of every article file."""
    state: _State = {}
    for path in paths:
        for found in find_files(path):
            if isinstance(found, Path):
                try:
                    status = found.stat()
                except OSError:
                    continue
                state[found] = (status.st_size, status.st_mtime_ns)
    return state
