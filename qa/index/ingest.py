"""Ingestion: files to articles in the index, never lost and never twice.

Articles are committed to the store batch by batch, so a run that is killed goes on where it
stopped; the derived sides are brought up once at the end (or at the next open).
"""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from qa.articles.model import Article
from qa.articles.readers.file_names import exists
from qa.articles.urls import page_name
from qa.index import contents
from qa.index.copies import Links
from qa.index.index import Index
from qa.index.intake import FileRead, Item, Located, PageRead, Progress, Step, read_all
from qa.index.report import IngestReport, Listener, Outcome, Result, Tally
from qa.index.store import Contents, Store
from qa.processes import Processes, Work, default_count
from qa.settings import DEFAULT_SETTINGS, Settings
from qa.text.terms import terms

# Two texts at one place are editions of one article where they share this part of their terms.
_SAME_ARTICLE = 0.5


def ingest_paths(
    folder: Path,
    paths: Iterable[Path],
    *,
    progress: Progress | None = None,
    listener: Listener | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> IngestReport:
    """Read files and folders into the index in ``folder``, which is made where missing.

    Files that cannot be read are reported and passed over; those that are as they were when they
    were last read are not read again. Without an article no index is made. ``progress`` is called
    with the number of articles seen and the file at hand, ``listener`` with what became of each
    file and record once it is on disk. Of the settings, the embedding model and the time zone of
    dates that state none matter here.

    Raises:
        IndexBusyError: another process is writing to this index.
        StorageError: the disk is full, or the folder must not be written to.
    """
    started = time.perf_counter()
    with index_to_write(folder, settings) as index, processes_of(settings) as processes:
        items = read_all(
            paths,
            index.store,
            timezone=settings.timezone,
            processes=processes,
            progress=progress,
        )
        return ingest_items(
            index, items, processes, listener=listener, progress=progress, started=started
        )


def ingest_articles(
    folder: Path, articles: Iterable[Article], *, settings: Settings = DEFAULT_SETTINGS
) -> IngestReport:
    """Put articles that are already in memory (or a stream of them) into the index."""
    started = time.perf_counter()
    with index_to_write(folder, settings) as index, processes_of(settings) as processes:
        return ingest_items(index, map(_from_memory, articles), processes, started=started)


@contextmanager
def index_to_write(folder: Path, settings: Settings) -> Iterator[Index]:
    """An index, made where missing; one that got no article is not left behind.

    Raises:
        IndexBusyError, StorageError: as ``ingest_paths``.
    """
    new = not folder.exists()
    index = Index(folder, create=True, settings=settings)
    try:
        yield index
        empty = new and not index.store.count("articles")
    finally:
        index.close()
    if empty:
        shutil.rmtree(folder)


def processes_of(settings: Settings) -> Processes:
    """Those that ingestion works with."""
    return Processes(settings.ingest_workers or default_count())


def _from_memory(article: Article) -> Located:
    location = page_name(article.url) or article.url or f"article:{article.id}"
    return Located(article=article, location=location, own=location, is_name=True)


def ingest_items(
    index: Index,
    items: Iterable[Item],
    processes: Processes,
    *,
    listener: Listener | None = None,
    progress: Progress | None = None,
    started: float | None = None,
) -> IngestReport:
    """Write a stream of articles and outcomes; ``started`` is of ``time.perf_counter``.

    Others read, cut and embed ahead; this process alone writes, in the order of the items.
    """
    started = time.perf_counter() if started is None else started
    tally = Tally(listener)
    indexed = 0

    def tell(chunks: int) -> None:
        nonlocal indexed
        indexed += chunks
        if progress:
            progress(Step("indexing", indexed, index.store.last_chunk() - before, tally.seen))

    with index.writing():
        before = index.store.last_chunk()
        links = cache(lambda: Links(index.store))  # of no use where nothing is new
        for batch, prepared in _prepared(index, items, processes):
            for outcome in _write(index, batch, prepared, links):
                tally.add(outcome)
        index.bring_up(processes, tell)
    return tally.report(
        articles=index.store.count("articles"),
        chunks=index.store.count("chunks"),
        seconds=time.perf_counter() - started,
    )


def _prepared(
    index: Index, items: Iterable[Item], processes: Processes
) -> Iterator[tuple[list[Item], dict[str, Contents]]]:
    """Batches, each with the contents of those of its articles that are new."""
    waiting: deque[tuple[list[Item], list[Article]]] = deque()

    def work() -> Iterator[Work]:
        for batch in contents.batches(items, contents.BATCH):
            articles = {i.article.id: i.article for i in batch if isinstance(i, Located)}
            known = index.store.known(list(articles))
            fresh = [article for name, article in articles.items() if name not in known]
            waiting.append((batch, fresh))
            yield (contents.cut, fresh) if fresh else (None, [])

    for made in processes.map(work()):
        batch, fresh = waiting.popleft()
        ready = contents.embedded(fresh, made, index.model)
        yield batch, {article.id: one for article, one in zip(fresh, ready, strict=True)}


def _write(
    index: Index, batch: list[Item], prepared: dict[str, Contents], links: Callable[[], Links]
) -> list[Outcome]:
    """One batch, in one transaction: chunked and embedded before anything is touched."""
    store = index.store
    if all(isinstance(item, Outcome) for item in batch):
        return [item for item in batch if isinstance(item, Outcome)]
    outcomes: list[Outcome] = []
    with store.transaction():
        for item in batch:
            if isinstance(item, FileRead):
                store.remember_file(item.path, item.memory)
            elif isinstance(item, PageRead):
                store.remember_page(item.url, item.memory)
            elif isinstance(item, Outcome):
                outcomes.append(item)
            else:
                result = _put(index, item, prepared)
                new = result in ("added", "updated")
                copies = links().link(item.article) if new else ()
                outcomes.append(_outcome(item, result, copies))
        if prepared:
            contents.stamp(store, index.model)
    return outcomes


def _outcome(item: Located, result: Result, copies: tuple[str, ...]) -> Outcome:
    return Outcome(
        outcome=result,
        path=item.file or item.location,
        record=item.record,
        article_id=item.article.id,
        title=item.article.title,
        notes=item.notes,
        copies=copies,
    )


def _put(index: Index, item: Located, prepared: dict[str, Contents]) -> Result:
    store, new = index.store, item.article
    file = store.file_number(item.file) if item.file else None
    location = _location(index, item)
    if store.article(new.id) is not None:
        return _seen_again(index, item, location, file)
    replaced = _edition_before(index, item, location)
    if replaced and _is_earlier_edition(index, item, replaced, location):
        return "unchanged"
    # An article known before this batch may have been replaced inside it.
    ready = prepared.get(new.id) or contents.prepare([new], index.model)[0]
    store.add(new, location, ready)
    store.add_location(location, new.id, file)
    return "updated" if replaced and _retire(index, replaced, item, location) else "added"


def _location(index: Index, item: Located) -> str:
    """Where the article stands: at its name, unless another file's article holds that by right.

    A name that two files give is one page where their texts are editions of each other, and no
    more than a careless address (of the feed, say) where they are not.
    """
    store = index.store
    if item.own == item.location or store.article_at(item.own):
        return item.own
    found = store.place(item.location)
    if found is None:
        return item.location
    held, file = found
    if file in (item.file, None) or not exists(file or ""):
        return item.location
    previous = store.article(held)
    if previous is None:
        return item.location
    return item.location if _alike(previous, item.article) else item.own


def _is_earlier_edition(index: Index, item: Located, current: str, location: str) -> bool:
    """Whether a later edition from another file stands in the place of this text already."""
    found = index.store.place(location)
    if not item.file or found is None or found[1] == item.file:
        return False
    return any(v.article.id == item.article.id for v in index.store.versions(current))


def _seen_again(index: Index, item: Located, location: str, file: int | None) -> Result:
    """The text is known: from here (unchanged, or with other metadata) or from elsewhere."""
    store, new = index.store, item.article
    home = store.location(new.id)
    found = store.place(location)
    copied = bool(found and item.file and found[1] not in (item.file, None) and exists(found[1]))
    if home == location and copied:
        # The same page saved in two files.
        store.add_location(item.own, new.id, file)
        return "duplicate"
    if found != (new.id, item.file or None):
        store.add_location(location, new.id, file)
    if home != location:
        if home and store.article_at(home) == new.id and _still_there(store, home):
            return "duplicate"
        store.move(new.id, location)
    if store.article(new.id) == new:
        return "unchanged"
    store.replace(new, contents.prepare([new], index.model)[0])
    return "updated"


def _retire(index: Index, article_id: str, item: Located, location: str) -> bool:
    """Make an earlier edition a version of the new one, unless it still stands somewhere else.

    Another saved copy of the same page is not somewhere else: the page has changed.
    """
    store = index.store
    elsewhere = store.any_location(article_id, besides=f"{location}@")
    if elsewhere:
        store.move(article_id, elsewhere)
        return False
    earlier = store.article(article_id)
    if earlier:
        store.keep_version(earlier, item.article.id)
    return store.remove(article_id)


def _still_there(store: Store, location: str) -> bool:
    """Whether the file of a location exists; of a page that was fetched nothing else is known."""
    found = store.place(location)
    file = (found[1] if found else None) or location.rpartition("#")[0]
    return not file.startswith("/") or exists(file)


def _edition_before(index: Index, item: Located, location: str) -> str | None:
    """The id of the article that this one replaces, where it is an edit of it."""
    previous_id = index.store.article_at(location)
    if previous_id is None or index.store.location(previous_id) != location:
        return None
    previous = index.store.article(previous_id)
    if previous is None:
        return None
    return previous_id if item.is_name or _alike(previous, item.article) else None


def _alike(one: Article, other: Article) -> bool:
    """Whether two texts are editions of one article."""
    if one.title == other.title:
        return True
    before, after = set(terms(one.body)), set(terms(other.body))
    return len(before & after) / max(1, len(before | after)) >= _SAME_ARTICLE
