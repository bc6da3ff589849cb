"""Pages, feeds and site maps of the web as a stream of articles and outcomes."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.compression import inner_suffix
from qa.articles.readers.file_names import shown
from qa.articles.readers.outcomes import Skipped
from qa.articles.urls import canonical_url
from qa.errors import ArticleFileError, FetchError
from qa.fetching.client import Limits, Response, get
from qa.fetching.links import Listing, listing
from qa.fetching.robots import Robots
from qa.index.intake import Item, PageRead, located, outcome_of, readers_fingerprint
from qa.index.memory import PageMemory
from qa.index.page_formats import ending_of, has_charset, holds_one
from qa.index.reading import Made
from qa.index.report import Outcome
from qa.index.store import Store

_MOST_LINKS = 5000


class Pages:
    """Fetches addresses, and what feeds and site maps among them lead to.

    Sites are asked for their robots.txt once in the life of this object.
    """

    def __init__(self, store: Store, *, timezone: str, limits: Limits) -> None:
        self._store = store
        self._timezone = timezone
        self._limits = limits
        self._robots = Robots(limits)
        self._seen: set[str] = set()

    def read(self, url: str) -> Iterator[Item]:
        """What an address holds: the article of a page, those that a feed or site map names."""
        self._seen.clear()
        yield from self._address(url, depth=0)

    def _address(self, url: str, depth: int) -> Iterator[Item]:
        name = canonical_url(url) or url
        if name in self._seen:
            return
        self._seen.add(name)
        known = self._store.page(name)
        try:
            response = get(
                url,
                limits=self._limits,
                etag=known.etag,
                modified=known.modified,
                permit=self._robots.permit,
            )
            digest = hashlib.sha256(response.data).hexdigest()
            version = f"{digest} {readers_fingerprint()}"
            if response.status == 304 or version == known.digest:
                yield from self._unchanged(name)
                return
            found = listing(response.data, response.url, largest=self._limits.size)
        except FetchError as error:
            yield Outcome(outcome="failed", path=url, reason=str(error))
            return
        memory = PageMemory(response.etag, response.modified, version)
        if found.kind == "page":
            yield from self._page(response, name)
            yield PageRead(name, memory)
        else:
            yield from self._listed(found, url, name, memory, depth)

    def _listed(
        self, found: Listing, url: str, name: str, memory: PageMemory, depth: int
    ) -> Iterator[Item]:
        """The pages that it names; remembered only where all of them could be had."""
        if depth and found.kind != "site map":
            yield Outcome(outcome="skipped", path=url, reason=f"a {found.kind} below another list")
            return
        if not found.links:
            yield Outcome(outcome="skipped", path=url, reason=f"a {found.kind} that names no page")
        whole = True
        for link in found.links[:_MOST_LINKS]:
            for item in self._address(link, depth + 1):
                whole = whole and not (isinstance(item, Outcome) and item.outcome == "failed")
                yield item
        if len(found.links) > _MOST_LINKS:
            reason = f"{len(found.links) - _MOST_LINKS:,} more addresses in it were not fetched"
            yield Outcome(outcome="skipped", path=url, reason=reason)
        if whole:
            yield PageRead(name, memory)

    def _unchanged(self, name: str) -> Iterator[Item]:
        own, copies = self._store.file_articles(name)
        yield Outcome(outcome="unchanged", path=name, articles=own + copies)

    def _page(self, response: Response, name: str) -> Iterator[Item]:
        ending = ending_of(response.content_type, response.url, response.data)
        if not ending:
            kind = response.content_type.partition(";")[0].strip().lower()
            yield Outcome(outcome="skipped", path=response.url, reason=f"{kind} is not read")
            return
        with tempfile.TemporaryDirectory(prefix="news-qa-") as folder:
            path = Path(folder) / f"page{ending}"
            path.write_bytes(_in_utf8(response) if has_charset(ending) else response.data)
            yield from self._articles(path, response, name)

    def _articles(self, path: Path, response: Response, name: str) -> Iterator[Item]:
        made = _made if holds_one(inner_suffix(path)) else _made_of_record
        repeats: Counter[str] = Counter()
        number = 0
        for found in read_file(path, timezone=self._timezone):
            if isinstance(found, ArticleDraft):
                yield located(made(found, response.url), name, number, repeats)
                number += 1
            elif isinstance(found, Skipped):
                yield outcome_of(Skipped(found.reason, response.url, found.record), response.url)
            else:
                message = found.message.replace(shown(path), response.url)
                yield outcome_of(ArticleFileError(message, found.hint), response.url)


def _made(draft: ArticleDraft, page: str) -> Made:
    """The article of a page, in the place that the page names for itself on its own site."""
    # What a page says of itself must not put it in the place of another site's article.
    url = draft.url if draft.url and _site(draft.url) == _site(page) else page
    return Made.of(draft.model_copy(update={"url": url}))


def _made_of_record(draft: ArticleDraft, page: str) -> Made:
    """One article of a list; of another site's it has the address, and not the place."""
    made = Made.of(draft)
    return made if _site(draft.url or "") == _site(page) else replace(made, url=None)


def _site(url: str) -> str:
    return urlsplit(canonical_url(url) or "").netloc


def _in_utf8(response: Response) -> bytes:
    """The page in UTF-8 with a mark, where the server says what encoding it is in."""
    _, _, charset = response.content_type.lower().partition("charset=")
    charset = charset.partition(";")[0].strip(" \"'")
    if not charset or charset in ("iso-8859-1", "latin-1", "us-ascii"):
        return response.data  # servers say so of everything; the page knows better
    try:
        return b"\xef\xbb\xbf" + response.data.decode(charset).lstrip("\ufeff").encode()
    except (LookupError, UnicodeDecodeError):
        return response.data
