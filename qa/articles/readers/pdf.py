"""PDF: the text of all pages as one article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from qa.articles.heads import date_line
from qa.articles.lines import (
    columns,
    ends_sentence,
    is_list_item,
    is_title_like,
    join_wrapped,
    key,
    weight,
)
from qa.articles.plain import read_plain
from qa.articles.readers.compression import read_bytes
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits
from qa.articles.readers.outcomes import Reading
from qa.articles.readers.pdf_garbled import is_garbled
from qa.articles.readers.pdf_heads import body_size, without_running_heads
from qa.articles.readers.pdf_layout import Line, reading_order
from qa.articles.readers.pdf_pages import Document, read_pages
from qa.articles.readers.stated_title import is_stated_title
from qa.errors import ArticleFileError

# Against the type of the text: a title, and another kind of text.
_TITLE_SIZE, _OTHER_SIZE = 1.15, 1.12
# A wider distance to the line above than this many usual ones parts paragraphs.
_WIDER, _INDENT = 1.3, 0.8
# Room at a line's end beyond the next word, in sizes; and below a title, of the column's width.
_SLACK, _TITLE_ROOM = 1.0, 0.35
_HEAVIEST_TITLE = 90
_MOST_BAD = 0.1


@dataclass(frozen=True)
class _Paragraph:
    text: str
    size: float
    page: int


def read_pdf(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The article of a PDF, with a note of pages that hold no text.

    Raises:
        ArticleFileError: the file cannot be read, asks for a password, has no text, or does not
            say which characters it draws.
    """
    document = read_pages(read_bytes(path, limits), path, limits)
    size = body_size([piece for page in document.pages for piece in page.pieces])
    pages, imprint = without_running_heads(document.pages, timezone=timezone)
    lines = [line for number, page in enumerate(pages, 1) for line in reading_order(page, number)]
    if not lines:
        raise ArticleFileError(
            f"{shown(path)}: this PDF has no text, only pictures of it", "run it through OCR first"
        )
    _check_decoded(document, " ".join(line.text for line in lines), path)
    paragraphs = join_lines(lines)
    title, rest = _title(paragraphs, size, document.title)
    draft = read_plain(rest, timezone=timezone, title=title)
    yield draft.model_copy(
        update={
            "published": draft.published or imprint.published,
            "source": draft.source or imprint.source,
            "notes": tuple(_notes(document)),
        }
    )


def _check_decoded(document: Document, text: str, path: Path) -> None:
    bad = sum(page.bad for page in document.pages)
    total = sum(page.characters for page in document.pages)
    if bad > _MOST_BAD * max(total, 1) or is_garbled(text):
        raise ArticleFileError(
            f"{shown(path)}: its text cannot be decoded: its fonts do not say which characters "
            "they draw",
            "run it through OCR, or export it again with fonts embedded",
        )


def _notes(document: Document) -> Iterator[str]:
    count = len(document.pages)
    empty = [
        number
        for number, page in enumerate(document.pages, 1)
        if not page.pieces and number not in document.damaged
    ]
    if empty:
        yield f"{len(empty)} of {count} pages hold no text, only pictures: {_ranges(empty)}"
    if document.damaged:
        yield f"damaged pages not read: {_ranges(document.damaged)}"
    if document.left_out:
        yield f"the last {document.left_out} of {count + document.left_out} pages are not read"
    bad = sum(page.bad for page in document.pages)
    if bad:
        yield f"{bad} characters could not be decoded"


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order as people write them: 2-4, 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def join_lines(lines: Sequence[Line]) -> list[_Paragraph]:
    """Paragraphs out of printed lines: wraps and hyphenation undone."""
    text = "\n".join(line.text for line in lines)
    leading = _leading(lines)
    paragraphs: list[_Paragraph] = []
    previous: Line | None = None
    for line in lines:
        if previous is None or _starts_paragraph(previous, line, leading):
            paragraphs.append(_Paragraph(line.text, line.size, line.page))
        else:
            last = paragraphs[-1]
            joined = _join(last.text, line.text, text)
            paragraphs[-1] = _Paragraph(joined, max(last.size, line.size), last.page)
        previous = line
    return paragraphs


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from line to line, in sizes of the type."""
    steps = [
        (first.bottom - second.bottom) / max(second.size, 1)
        for first, second in pairwise(lines)
        if _same_column(first, second) and first.bottom > second.bottom
    ]
    return median(steps) if steps else 1.2


def _same_column(first: Line, second: Line) -> bool:
    return (first.page, first.column) == (second.page, second.column)


def _starts_paragraph(previous: Line, line: Line, leading: float) -> bool:
    larger, smaller = max(previous.size, line.size), max(min(previous.size, line.size), 1)
    if larger > _OTHER_SIZE * smaller or is_list_item(line.text):
        return True
    if any(date_line(each.text, timezone="UTC") for each in (previous, line)):
        return True
    if previous.page != line.page and ends_sentence(previous.text):
        return True
    room = previous.column_right - previous.right
    short = room > _first_word(line) + _SLACK * line.size
    if _same_column(previous, line):
        gap = (previous.bottom - line.bottom) / smaller
        if gap > _WIDER * leading:
            return True
        indented = line.left - line.column_left > _INDENT * line.size
        before = previous.left - previous.column_left > _INDENT * line.size
        if indented and not before and (ends_sentence(previous.text) or short):
            return True
    if not short:
        return False
    width = previous.column_right - previous.column_left
    return ends_sentence(previous.text) or (
        room > _TITLE_ROOM * width and is_title_like(previous.text)
    )


def _first_word(line: Line) -> float:
    """How wide the first word of a line is, in points; of Chinese a character and a mark."""
    word = line.text.split()[0]
    if columns(word[0]) == 2:
        return 2 * line.size
    return (line.right - line.left) * len(word) / len(line.text)


def _join(first: str, second: str, text: str) -> str:
    """Two printed lines as one; a hyphen at the end goes unless the text has it elsewhere."""
    match = re.search(r"([A-Za-z\u00c0-\u024f]+)[-\u2010\u00ad]$", first)
    rest = re.match(r"[a-z\u00df-\u024f]+", second)
    if not match or not rest:
        return join_wrapped(first, second)
    hyphenated = f"{match[1]}-{rest[0]}"
    return first + second if hyphenated in text else first[:-1] + second


def _title(paragraphs: list[_Paragraph], size: float, stated: str) -> tuple[str | None, list[str]]:
    """The title, None where only its words may tell it, and the paragraphs without it.

    The largest type of the first page with text is the title. Programs write what they like
    into a file's metadata, so a title there counts only where nothing on the page is one.
    """
    first = [p for p in paragraphs if p.page == paragraphs[0].page]
    large = [p for p in first if p.size > _TITLE_SIZE * size and weight(p.text) >= 2]
    if large:
        largest = max(p.size for p in large)
        start = next(i for i, p in enumerate(paragraphs) if p.size == largest)
        end = start + 1
        while end < len(first) and paragraphs[end].size > largest / _OTHER_SIZE:
            end += 1
        text = ""
        for paragraph in paragraphs[start:end]:
            text = join_wrapped(text, paragraph.text)
        if weight(text) <= _HEAVIEST_TITLE and len(paragraphs) > end - start:
            return text, [p.text for p in [*paragraphs[:start], *paragraphs[end:]]]
    texts = [p.text for p in paragraphs]
    if is_stated_title(stated):
        for count in (1, 2, 3):
            if key("".join(texts[:count])) == key(stated) and len(texts) > count:
                return stated, texts[count:]
        if not is_title_like(texts[0]) or key(stated) in key("".join(texts[:3])):
            return stated, texts
    return None, texts
