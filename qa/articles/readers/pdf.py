"""PDF: the text of all pages as one article."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.articles.heads import date_line
from qa.articles.lines import columns, ends_sentence, is_list_item, is_title_like, join_wrapped, key
from qa.articles.model import ArticleDraft
from qa.articles.plain import read_plain
from qa.articles.readers.compression import read_bytes
from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError

_PAGE_NUMBER = re.compile(
    r"^[-–—\s]*(?:page|p\.|第)?\s*(\d{1,4})\s*(?:[/／]|of|页|頁)?"
    r"\s*(?:共?\s*\d{1,4}\s*[页頁]?)?[-–—\s]*$",
    re.IGNORECASE,
)
_BAD_TITLE = re.compile(
    r"^(?:untitled|無標題|无标题|document\d*|microsoft word)\b"
    r"|\.(?:docx?|pdf|indd|qxd|pages|tex|txt)$|^\(?(?:anonymous|unspecified)\)?$",
    re.IGNORECASE,
)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": "-"})
_EDGE = 2
_SHORT_LINE = 0.8


def read_pdf(path: Path, *, timezone: str) -> Iterator[ArticleDraft]:
    """The article of a PDF.

    Raises:
        ArticleFileError: the file cannot be read, asks for a password, or has no text.
    """
    pages, title = _pages(path)
    lines = [line for page in without_running_lines(pages) for line in page]
    if not any(line.strip() for line in lines):
        raise ArticleFileError(
            f"{shown(path)}: this PDF has no text, only pictures of it", "run it through OCR first"
        )
    paragraphs = join_lines(lines)
    if title and is_title_like(paragraphs[0]) and key(title) not in key("".join(paragraphs[:3])):
        # Programs write what they like into the metadata; the page itself has a title.
        title = None
    yield read_plain(_from_title(paragraphs, title), timezone=timezone, title=title)


def _pages(path: Path) -> tuple[list[list[str]], str | None]:
    """The lines of each page, and the title of the metadata if it can be one."""
    from pypdf import PdfReader

    data = read_bytes(path)
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleFileError(
                f"{shown(path)}: this PDF asks for a password", "save a copy without one"
            )
        pages = [_lines(page) for page in reader.pages]
        title = str((reader.metadata and reader.metadata.title) or "").strip()
    except ArticleFileError:
        raise
    except Exception as error:  # noqa: BLE001 - pypdf raises nearly anything on damaged files
        raise ArticleFileError(
            f"{shown(path)}: not a PDF that can be read: {type(error).__name__}", "export it again"
        ) from None
    return pages, None if not title or _BAD_TITLE.search(title) else title


def _lines(page: Any) -> list[str]:
    text = str(page.extract_text()).translate(_LIGATURES).replace("\x00", "")
    return [line.strip() for line in text.split("\n")]


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Pages without page numbers and without what most of them repeat at top or bottom."""
    filled = [[line for line in page if line] for page in pages]
    edges = Counter(
        name for page in filled for name in {_running(line) for line in _edges(page)} if name
    )
    enough = max(2, (len(filled) + 1) // 2)
    repeated = {name for name, count in edges.items() if count >= enough}
    result: list[list[str]] = []
    for page in pages:
        kept = [*page]
        for _ in range(2 * _EDGE):
            places = [i for i, line in enumerate(kept) if line]
            if not places:
                break
            for i in (places[0], places[-1]):
                if i < len(kept) and (_running(kept[i]) in repeated or _PAGE_NUMBER.match(kept[i])):
                    kept[i] = ""
        result.append(kept)
    return result


def _edges(page: Sequence[str]) -> list[str]:
    return [*page[:_EDGE], *page[-_EDGE:]]


def _running(line: str) -> str:
    """The key of a line with its numbers made equal, as running lines count pages."""
    return re.sub(r"\d+", "0", key(line))


def join_lines(lines: Sequence[str]) -> list[str]:
    """Paragraphs out of printed lines: wraps and hyphenation undone."""
    text = "\n".join(lines)
    width = _line_width([line for line in lines if line])
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if line and previous and not _starts_paragraph(previous, line, width):
            paragraphs[-1] = _join(paragraphs[-1], line, text)
        elif line:
            paragraphs.append(line)
        if line or not paragraphs or ends_sentence(previous) or columns(previous) < width / 2:
            previous = line
    return paragraphs


def _line_width(lines: Sequence[str]) -> float:
    """Columns of a full line: nine in ten are no wider."""
    widths = sorted(columns(line) for line in lines)
    return float(widths[int(0.9 * (len(widths) - 1))]) if widths else 0.0


def _starts_paragraph(previous: str, line: str, width: float) -> bool:
    if is_list_item(line) or date_line(line, timezone="UTC") or date_line(previous, timezone="UTC"):
        return True
    if columns(previous) >= _SHORT_LINE * width:
        return False
    return ends_sentence(previous) or is_title_like(previous)


def _join(first: str, second: str, text: str) -> str:
    """Two printed lines as one; a hyphen at the end goes unless the text has it elsewhere."""
    match = re.search(r"([A-Za-z\u00c0-\u024f]+)-$", first)
    rest = re.match(r"[a-z\u00df-\u024f]+", second)
    if not match or not rest:
        return join_wrapped(first, second)
    hyphenated = f"{match[1]}-{rest[0]}"
    return first + second if hyphenated in text else first[:-1] + second


def _from_title(paragraphs: list[str], title: str | None) -> list[str]:
    """The paragraphs without a title that runs over several of them."""
    for count in (1, 2, 3):
        if title and key("".join(paragraphs[:count])) == key(title):
            return paragraphs[count:]
    return paragraphs
