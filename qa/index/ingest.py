"""Ingestion: files to articles in the index, never lost and never twice.

Articles are committed to the store batch by batch, so a run that is killed goes on where it
stopped; the derived sides are brought up once at the end (or at the next open).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.articles.readers import find_files, read_file
from qa.articles.readers.file_names import exists, readable, shown
from qa.articles.readers.outcomes import Skipped
from qa.errors import ArticleFileError
from qa.index import contents
from qa.index.index import Index
from qa.settings import DEFAULT_SETTINGS, Settings
from qa.text.terms import terms

# Two texts at one place are editions of one article where they share this part of their terms.
_SAME_ARTICLE = 0.5
Outcome = Literal["added", "updated", "unchanged", "duplicates"]


class FailedFile(BaseModel):
    """A file, folder or record that could not be read, and why."""

    model_config = ConfigDict(frozen=True)

    path: str
    error: str


class IngestReport(BaseModel):
    """What an ingestion did.

    Attributes:
        added, updated, unchanged: articles by what happened to them.
        duplicates: articles whose text is already in the index from another place.
        articles, chunks: what the index holds now.
    """

    model_config = ConfigDict(frozen=True)

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: tuple[FailedFile, ...] = ()
    articles: int = 0
    chunks: int = 0
    seconds: float = 0.0


class _Located(BaseModel):
    """An article and the place it was read from: what tells an edit from a new article."""

    model_config = ConfigDict(frozen=True)

    article: Article
    location: str
    # At a place that names one article (its URL, its id in a feed) any new text is an edit.
    is_name: bool


Progress = Callable[[int, str], None]


def ingest_paths(
    folder: Path,
    paths: Iterable[Path],
    *,
    progress: Progress | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> IngestReport:
    """Read files and folders into the index in ``folder``, which is made where missing.

    Files that cannot be read are reported and passed over. ``progress`` is called with the
    number of articles seen and the file at hand. Of the settings, the embedding model and the
    time zone of dates that state none matter here.

    Raises:
        IndexBusyError: another process is writing to this index.
    """
    failed: list[FailedFile] = []
    located = _read_all(paths, failed, progress, settings.timezone)
    return _ingest(folder, located, failed, settings)


def ingest_articles(
    folder: Path, articles: Iterable[Article], *, settings: Settings = DEFAULT_SETTINGS
) -> IngestReport:
    """Put articles that are already in memory (or a stream of them) into the index."""
    located = (
        _Located(article=a, location=a.url or f"article:{a.id}", is_name=True) for a in articles
    )
    return _ingest(folder, located, [], settings)


def _ingest(
    folder: Path,
    located: Iterable[_Located],
    failed: list[FailedFile],
    settings: Settings,
) -> IngestReport:
    started = time.perf_counter()
    index = Index(folder, create=True, settings=settings)
    tally: Counter[Outcome] = Counter()
    try:
        with index.writing():
            for batch in contents.batches(located, contents.BATCH):
                tally.update(_write(index, batch))
            index.bring_up()
        return IngestReport(
            **{str(outcome): count for outcome, count in tally.items()},
            failed=tuple(failed),
            articles=index.store.count("articles"),
            chunks=index.store.count("chunks"),
            seconds=round(time.perf_counter() - started, 3),
        )
    finally:
        index.close()


def _write(index: Index, batch: list[_Located]) -> list[Outcome]:
    """One batch, in one transaction: chunked and embedded before anything is touched."""
    store = index.store
    known = store.articles([item.article.id for item in batch])
    fresh = {item.article.id: item.article for item in batch if item.article.id not in known}
    made = contents.prepare(list(fresh.values()), index.model)
    prepared = dict(zip(fresh, made, strict=True))
    outcomes: list[Outcome] = []
    with store.transaction():
        for item in batch:
            if store.article(item.article.id) is not None:
                outcomes.append(_seen_again(index, item))
                continue
            replaced = _edition_before(index, item)
            # An article known before this batch may have been replaced inside it.
            ready = (
                prepared.get(item.article.id) or contents.prepare([item.article], index.model)[0]
            )
            store.add(item.article, item.location, ready)
            store.add_location(item.location, item.article.id)
            outcomes.append("updated" if replaced and _retire(index, replaced) else "added")
        if outcomes:
            contents.stamp(store, index.model)
    return outcomes


def _seen_again(index: Index, item: _Located) -> Outcome:
    """The text is known: from here (unchanged, or with other metadata) or from elsewhere."""
    store, new = index.store, item.article
    home = store.location(new.id)
    if home != item.location:
        store.add_location(item.location, new.id)
        if home and store.article_at(home) == new.id and _still_there(home):
            return "duplicates"
        store.move(new.id, item.location)
    if store.article(new.id) == new:
        return "unchanged"
    store.remove(new.id)
    store.add(new, item.location, contents.prepare([new], index.model)[0])
    store.add_location(item.location, new.id)
    return "updated"


def _retire(index: Index, article_id: str) -> bool:
    """Remove an earlier edition, unless the same text still stands somewhere else."""
    elsewhere = index.store.any_location(article_id)
    if elsewhere:
        index.store.move(article_id, elsewhere)
        return False
    return index.store.remove(article_id)


def _still_there(location: str) -> bool:
    """Whether the file of a location exists; of a URL nothing else is known."""
    file = location.rpartition("#")[0]
    return not file.startswith("/") or exists(file)


def _edition_before(index: Index, item: _Located) -> str | None:
    """The id of the article that this one replaces, where it is an edit of it."""
    previous_id = index.store.article_at(item.location)
    if previous_id is None or index.store.location(previous_id) != item.location:
        return None
    previous = index.store.article(previous_id)
    if previous is None:
        return None
    if item.is_name or previous.title == item.article.title:
        return previous_id
    before, after = set(terms(previous.body)), set(terms(item.article.body))
    shared = len(before & after) / max(1, len(before | after))
    return previous_id if shared >= _SAME_ARTICLE else None


def _read_all(
    paths: Iterable[Path], failed: list[FailedFile], progress: Progress | None, timezone: str
) -> Iterator[_Located]:
    names: Counter[str] = Counter()
    for path in paths:
        for file in find_files(path):
            if isinstance(file, Skipped):
                continue
            if isinstance(file, ArticleFileError):
                failed.append(FailedFile(path=readable(path), error=str(file)))
                continue
            for number, draft in enumerate(read_file(file, timezone=timezone)):
                if isinstance(draft, Skipped):
                    continue
                if isinstance(draft, ArticleFileError):
                    failed.append(FailedFile(path=readable(file), error=str(draft)))
                    continue
                if progress:
                    progress(names.total(), shown(file))
                yield _located(draft, file, number, names)


def _page(url: str | None) -> str | None:
    """The URL where it names one page; a site's front page is no article's name."""
    parts = urlsplit(url or "")
    return url if parts.path.strip("/") or parts.query else None


def _located(draft: ArticleDraft, file: Path, number: int, names: Counter[str]) -> _Located:
    home = readable(file.resolve())
    name = _page(draft.url) or (f"{home}#id={draft.external_id}" if draft.external_id else None)
    location = name or f"{home}#{number}"
    names[location] += 1
    if names[location] > 1:
        # A feed that gives all its items one URL or id must not make them overwrite each other.
        location = f"{location}#{names[location]}"
    return _Located(article=make_article(draft), location=location, is_name=name is not None)
