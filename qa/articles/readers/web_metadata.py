"""What the head of a web page says of its article: meta tags and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.articles.heads import strip_site, without_site
from qa.articles.lines import key
from qa.text.dates import parse_moment

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish_date", "publish-date", "parsely-pub-date", "sailthru.date",
    "article.published", "article:create_at", "dc.date.issued", "dcterms.created",
    "dcterms.issued", "dc.date", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time",
    "lastmod", "last-modified", "article.updated", "article:update_at", "dcterms.modified",
)  # fmt: skip
_SECTION = ("article:section", "articlesection", "section", "parsely-section")
_ARTICLE_TYPES = ("Article", "Posting", "Report")


@dataclass(frozen=True)
class WebMetadata:
    """The fields of an article that its page states; times are ISO 8601 with an offset."""

    title: str = ""
    url: str | None = None
    source: str | None = None
    category: str | None = None
    published: str | None = None
    updated: str | None = None


def read_web_metadata(tree: Any, *, timezone: str) -> WebMetadata:
    """The metadata of a page.

    Args:
        tree: its root element, of lxml.
        timezone: of times that state none. Times that cannot be understood are left out.
    """
    tags, linked = _tags(tree), _linked_article(tree)
    source = _first([tags.get("og:site_name"), _name(linked.get("publisher"))])
    source = _first([source, tags.get("application-name")])
    title, named = _title(tree, tags, linked, source)
    times = [element.get("datetime") for element in tree.xpath("//time[@datetime]")[:1]]
    published = [linked.get("datePublished"), *(tags.get(name) for name in _PUBLISHED), *times]
    updated = [linked.get("dateModified"), *(tags.get(name) for name in _UPDATED)]
    addresses = [*tree.xpath("//link[@rel='canonical']/@href"), tags.get("og:url")]
    return WebMetadata(
        title=title,
        url=_first([a for a in [*addresses, _address(linked)] if _absolute(a)]),
        source=source or named,
        category=_first([_text(linked.get("articleSection")), *(tags.get(n) for n in _SECTION)]),
        published=_moment(published, timezone),
        updated=_moment(updated, timezone),
    )


def _title(
    tree: Any, tags: dict[str, str], linked: dict[str, Any], site: str | None
) -> tuple[str, str | None]:
    """The title, and the site's name where the page's own title gives it away."""
    headings = [" ".join(h.text_content().split()) for h in tree.xpath("//h1")]
    headings = [heading for heading in headings if heading]
    heading = headings[0] if len(headings) == 1 else None
    page = " ".join(" ".join(tree.xpath("//head/title//text()")).split())
    named = None
    for whole in (page, tags.get("og:title") or ""):
        parts = without_site(whole)
        others = {key(text) for text in (heading, _text(linked.get("headline"))) if text}
        if parts and key(parts[0]) in others:
            named = parts[1]
    title = _first([tags.get("og:title"), _text(linked.get("headline")), heading, page]) or ""
    return strip_site(title, site or named), named


def _tags(tree: Any) -> dict[str, str]:
    """Content of meta tags by lower-case property, name or itemprop; the first of each."""
    tags: dict[str, str] = {}
    for element in tree.xpath("//meta[@content] | //*[@itemprop and (@content or @datetime)]"):
        content = " ".join((element.get("content") or element.get("datetime") or "").split())
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").lower()
            if name and content:
                tags.setdefault(name, content)
    return tags


def _linked_article(tree: Any) -> dict[str, Any]:
    """The JSON-LD object that describes the article, {} if there is none."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _objects(data):
            kind = item.get("@type")
            kinds = kind if isinstance(kind, list) else [kind]
            if any(str(one).endswith(_ARTICLE_TYPES) for one in kinds):
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _objects(item)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"))


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _address(linked: dict[str, Any]) -> str | None:
    page = linked.get("mainEntityOfPage")
    return _text(page.get("@id")) if isinstance(page, dict) else _text(linked.get("url") or page)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _absolute(address: str | None) -> bool:
    return bool(address) and str(address).startswith(("http://", "https://"))


def _first(values: Sequence[str | None]) -> str | None:
    return next((str(value) for value in values if value), None)


def _moment(values: Sequence[Any], timezone: str) -> str | None:
    for value in values:
        moment = parse_moment(value, timezone=timezone) if isinstance(value, str) else None
        if moment:
            return moment.isoformat(timespec="seconds")
    return None
