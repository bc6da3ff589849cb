"""What the head of a web page says of its article: meta tags and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.articles.phrases import phrases
from qa.articles.webpage.page_dates import element_times

_ARTICLE_TYPES = ("Article", "Posting", "Report")


@dataclass(frozen=True)
class WebMetadata:
    """What a page states of its article.

    Attributes:
        titles: the most trusted first; site names, dates and sections may stand with them.
        published, updated: as they are written, the most trusted first.
        times: of elements, which may be those of other articles too.
    """

    titles: tuple[str, ...] = ()
    url: str | None = None
    source: str | None = None
    category: str | None = None
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


def read_web_metadata(tree: Any) -> WebMetadata:
    """The metadata of a page, given the root element of its tree (of lxml)."""
    tags, linked = _tags(tree), _linked_article(tree)
    page = " ".join(" ".join(tree.xpath("//head/title//text() | //body/title//text()")).split())
    tagged = [tags.get(name) for name in phrases("meta_title")]
    titles = (*tagged, _text(linked.get("headline")), page)
    published = (_text(linked.get("datePublished")), *(tags.get(n) for n in phrases("published")))
    updated = (_text(linked.get("dateModified")), *(tags.get(n) for n in phrases("updated")))
    addresses = [*tree.xpath("//link[@rel='canonical']/@href"), tags.get("og:url")]
    source = [tags.get("og:site_name"), _name(linked.get("publisher"))]
    sections = [
        _text(linked.get("articleSection")),
        *(tags.get(n) for n in phrases("meta_section")),
    ]
    return WebMetadata(
        titles=tuple(dict.fromkeys(title for title in titles if title)),
        url=_first([a for a in [*addresses, _address(linked)] if _absolute(a)]),
        source=_first([*source, *(tags.get(name) for name in phrases("meta_source"))]),
        category=_first(sections),
        published=tuple(value for value in published if value),
        updated=tuple(value for value in updated if value),
        times=tuple(element_times(tree)),
    )


def _tags(tree: Any) -> dict[str, str]:
    """Content of meta tags by lower-case property, name or itemprop; the first of each."""
    tags: dict[str, str] = {}
    for element in tree.xpath("//meta[@content] | //*[@itemprop]"):
        stated = element.get("content") or element.get("datetime")
        if not stated and element.tag != "meta":
            stated = "".join(element.itertext())[:200] if len(element) < 20 else ""
        content = " ".join((stated or "").split())
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
