"""A web page together with what its server said of it: its address and its encoding."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import Limits, too_large
from qa.articles.readers.nested import read_nested
from qa.articles.readers.outcomes import Reading
from qa.errors import ArticleFileError


@dataclass(frozen=True)
class ServedPage:
    """The bytes of a page, its address and its Content-Type; the latter two may be empty."""

    content: bytes
    address: str
    content_type: str


def read_served_page(
    page: ServedPage, container: Path, *, timezone: str, limits: Limits
) -> Iterator[Reading]:
    """The articles of a page that stands in a file (a web archive, a saved page)."""
    name = page.address or "a page without address"
    if len(page.content) > limits.page:
        yield too_large(f"{shown(container)}, {shown(name)}", limits.page)
        return
    charset, content = _charset(page.content_type), page.content
    if charset and content.strip():
        # What the server says comes before what the page says of itself.
        try:
            text = decode(content, container, declared=charset)
        except ArticleFileError:
            pass
        else:
            content = text.encode("utf-8-sig", errors="replace")
    for found in read_nested(
        io.BytesIO(content), name, container, timezone=timezone, limits=limits, ending=".html"
    ):
        if isinstance(found, ArticleDraft) and not found.url and _is_web(page.address):
            yield found.model_copy(update={"url": page.address})
        else:
            yield found


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _charset(content_type: str) -> str:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return ""
