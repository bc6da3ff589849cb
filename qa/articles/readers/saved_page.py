"""MHTML: a page as browsers save it in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from pathlib import Path

from qa.articles.readers.compression import read_bytes
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits
from qa.articles.readers.outcomes import Reading
from qa.articles.readers.served_page import ServedPage, read_served_page
from qa.errors import ArticleFileError

_PAGES = ("text/html", "application/xhtml+xml")
_NESTING = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_DEEPEST = 50


def read_saved_page(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The articles of the page in an MHTML file; its pictures and frames are its furniture.

    Raises:
        ArticleFileError: the file cannot be read or holds no page.
    """
    data = read_bytes(path, limits)
    if len(_NESTING.findall(data)) > _DEEPEST:
        raise ArticleFileError(f"{shown(path)}: more than {_DEEPEST} parts in parts", "")
    try:
        page = _page(message_from_bytes(data))
    except (MessageError, ValueError, LookupError, RecursionError, TypeError) as error:
        raise ArticleFileError(
            f"{shown(path)}: not an MHTML file that can be read: {type(error).__name__}",
            "save the page again",
        ) from None
    if page is None:
        raise ArticleFileError(f"{shown(path)}: no page in this file", "save the page again")
    yield from read_served_page(page, path, timezone=timezone, limits=limits)


def _page(message: Message) -> ServedPage | None:
    """The first page in the file, which is the one that was saved."""
    saved = str(message.get("Snapshot-Content-Location") or "").strip()
    for part in message.walk():
        if part.get_content_type() in _PAGES and not part.is_multipart():
            content = part.get_payload(decode=True)
            address = saved or str(part.get("Content-Location") or "").strip()
            if isinstance(content, bytes) and content.strip():
                return ServedPage(content, address, str(part.get("Content-Type") or ""))
    return None
