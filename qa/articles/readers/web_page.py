"""Web pages: title, dates and body of a saved page's article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.articles.lines import is_statement, key, weight
from qa.articles.model import ArticleDraft
from qa.articles.page import read_page
from qa.articles.plain import read_plain
from qa.articles.readers.compression import read_bytes
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS
from qa.articles.readers.web_metadata import WebMetadata, read_web_metadata
from qa.articles.webpage.body import article_blocks
from qa.articles.webpage.headline import Headline, find_headline, headline_above, site_in_title
from qa.articles.webpage.page import Page
from qa.articles.webpage.page_dates import (
    Moment,
    date_below,
    date_nearby,
    first_moment,
    found_by_trafilatura,
    told_by_text,
)
from qa.articles.webpage.state import script_times, state_article
from qa.articles.webpage.teasers import lists_teasers, only_links
from qa.articles.webpage.tree import parse_tree
from qa.errors import ArticleFileError

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
# Below this weight of prose an article is looked for in the scripts too.
_LITTLE = 60
_LEAST = 6


def read_web_page(path: Path, *, timezone: str) -> Iterator[ArticleDraft]:
    """The article of a saved web page.

    Raises:
        ArticleFileError: the file cannot be read or decoded, or holds no article.
    """
    data = read_bytes(path, largest=LIMITS.page)
    declared = _CHARSET.search(data[:4096])
    text = decode(data, path, declared=declared.group(1).decode("ascii") if declared else None)
    yield from read_html(text, name=shown(path), timezone=timezone)


def read_html(text: str, *, name: str, timezone: str) -> Iterator[ArticleDraft]:
    """The article of a page, or the several of one that holds whole articles.

    Args:
        text: the page's source, decoded.
        name: of the page in errors.
        timezone: IANA name of the zone of times that state none.

    Raises:
        ArticleFileError: there is no article in the page, or it only lists articles.
    """
    tree = parse_tree(text)
    if tree is None:
        raise _no_article(name)
    stated = read_web_metadata(tree)
    page = Page(tree)
    headline = find_headline(page, stated.titles, stated.source)
    chosen = article_blocks(page, headline.place)
    if lists_teasers(page):
        raise _teasers(name)
    paragraphs = [page.blocks[i].text for i in chosen]
    kept = state_article(tree, [*stated.titles, headline.text])
    if kept and _size(paragraphs) < _LITTLE and _size(kept.paragraphs) > _size(paragraphs):
        chosen, paragraphs = [], list(kept.paragraphs)
        if headline.place is None:
            # The page shows no heading: the title beside the text is the article's own.
            headline = Headline(kept.title)
    if not headline.text and chosen:
        headline = headline_above(page, chosen[0])
    if sum(map(weight, paragraphs)) < _LEAST:
        yield from _whole(page, headline.text, name, timezone)
        return
    draft = read_plain(paragraphs, timezone=timezone, title=headline.text or None)
    published, updated = _times(
        page, headline.place, chosen, stated, [kept.published] if kept else [], timezone
    )
    sites = (site_in_title(title, headline.text) for title in stated.titles)
    yield draft.model_copy(
        update={
            "url": stated.url,
            "source": stated.source or draft.source or next((s for s in sites if s), None),
            "category": stated.category or draft.category,
            "published": published or draft.published or found_by_trafilatura(tree, timezone),
            "updated": updated or draft.updated,
        }
    )


def _times(
    page: Page,
    heading: int | None,
    chosen: Sequence[int],
    stated: WebMetadata,
    kept: Sequence[Any],
    timezone: str,
) -> tuple[str | None, str | None]:
    """Publication and update: as stated, as told by the text beside the heading."""
    nearby = date_nearby(page, heading, timezone=timezone)
    if nearby.published is None and chosen:
        nearby = date_below(page, chosen[-1], timezone=timezone)
    published = first_moment(stated.published, timezone=timezone)
    if published is None or not published.timed:
        others = first_moment([*stated.times, *kept], timezone=timezone)
        if published is None or (others and others.when.date() == published.when.date()):
            published = others or published
    published = told_by_text(published, nearby.published)
    if published is None:
        published = first_moment(script_times(page.tree), timezone=timezone)
    updated = first_moment(stated.updated, timezone=timezone)
    later = updated.when if updated else nearby.updated
    return _iso(published), later.isoformat(timespec="seconds") if later else None


def _iso(moment: Moment | None) -> str | None:
    return moment.when.isoformat(timespec="seconds") if moment else None


def _whole(page: Page, title: str, name: str, timezone: str) -> Iterator[ArticleDraft]:
    """All text of a page in which no article stands out, read as a dumped page is."""
    blocks = [b for b in page.blocks if not page.elsewhere(b)]
    if only_links(blocks):
        raise _teasers(name)
    drafts = read_page("\n\n".join(block.text for block in blocks), timezone=timezone)
    drafts = [draft for draft in drafts if weight(draft.body) >= _LEAST]
    if not drafts:
        raise _no_article(name)
    if len(drafts) == 1 and title and key(title) != key(drafts[0].body):
        drafts = [drafts[0].model_copy(update={"title": title})]
    yield from drafts


def _size(paragraphs: Sequence[str]) -> int:
    return sum(weight(line) for line in paragraphs if is_statement(line))


def _no_article(name: str) -> ArticleFileError:
    return ArticleFileError(
        f"{name}: no article text in this page", "save the page itself, not only its frame"
    )


def _teasers(name: str) -> ArticleFileError:
    return ArticleFileError(
        f"{name}: this page lists other articles and holds none", "save the articles' own pages"
    )
