"""Running heads and feet of a PDF: read for the date and the paper's name, then taken off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.articles.lines import is_statement, key, weight
from qa.articles.readers.pdf_pages import Page, Piece
from qa.text.dates import read_date_line

_PAGE_NUMBER = re.compile(
    r"^[-–—·|\s]*(?:page|p\.|第)?\s*[A-Z]{0,2}\s?\d{1,4}\s*(?:[/／]|of|页|頁|版)?"
    r"\s*(?:共?\s*\d{1,4}\s*[页頁]?)?[-–—·|\s]*$",
    re.IGNORECASE,
)
# Rows from the edge, and the parts of the page that are its margins.
_EDGE_ROWS = 3
_TOP, _FOOT = 0.92, 0.07
_HEAD_ZONE, _FOOT_ZONE = 0.85, 0.15
_HEAVIEST_HEAD = 24
_CAPITALS = re.compile(r"[^a-z]*[A-Z]{2}[^a-z]*")
# Short words of names that are no initials.
_WORDS = frozenset("THE AND FOR NEW SUN DAY BAY SEA".split())
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Imprint:
    """What running heads say: ISO 8601 with an offset, and the name of the paper."""

    published: str | None = None
    source: str | None = None


def without_running_heads(pages: Sequence[Page], *, timezone: str) -> tuple[list[Page], Imprint]:
    """Pages without their running heads, feet and numbers, and what these say.

    A head is what most pages repeat near an edge, numbers aside; on a single page, type smaller
    than the text's in the margin that is a date or a page number, with what stands beside it.
    """
    filled = [page for page in pages if page.pieces]
    counts = Counter(
        name for page in filled for name in {_running(piece) for piece in _edges(page)} if name
    )
    enough = max(2, (len(filled) + 1) // 2)
    repeated = {name for name, count in counts.items() if count >= enough}
    text_size = body_size([piece for page in pages for piece in page.pieces])
    kept: list[Page] = []
    heads: list[Piece] = []
    for page in pages:
        edges = set(_edges(page))
        marginal = _marginal(page, text_size, timezone) if page.pieces else set()
        off = {
            piece
            for piece in edges
            if _running(piece) in repeated or _is_number(piece, page) or piece in marginal
        }
        heads += sorted(off, key=lambda piece: (-piece.bottom, piece.left))
        kept.append(replace(page, pieces=tuple(p for p in page.pieces if p not in off)))
    return kept, _imprint(heads, timezone)


def body_size(pieces: Sequence[Piece]) -> float:
    """The size of the type that most of the text is set in, in points; 0 without text."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[round(piece.size * 2) / 2] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _edges(page: Page) -> list[Piece]:
    """What stands in the first and the last rows of a page, near its edge, and is no prose."""
    heights = sorted({round(piece.bottom) for piece in page.pieces})
    rows = {*heights[:_EDGE_ROWS], *heights[-_EDGE_ROWS:]}
    return [
        piece
        for piece in page.pieces
        if round(piece.bottom) in rows
        and not _FOOT_ZONE * page.height < piece.bottom < _HEAD_ZONE * page.height
        and weight(piece.text) <= _HEAVIEST_HEAD
        and not is_statement(piece.text)
    ]


def _marginal(page: Page, text_size: float, timezone: str) -> set[Piece]:
    """Small type above or below all text of which a part is a date or a page number."""
    found: set[Piece] = set()
    for in_margin in (
        [p for p in page.pieces if p.bottom > _TOP * page.height],
        [p for p in page.pieces if p.top < _FOOT * page.height],
    ):
        small = [piece for piece in in_margin if piece.size < 0.95 * text_size]
        told = any(_PAGE_NUMBER.match(piece.text) or _date(piece.text, timezone) for piece in small)
        if told and len(small) == len(in_margin):
            found.update(small)
    return found


def _is_number(piece: Piece, page: Page) -> bool:
    """Whether this is a page's number, alone in its row."""
    row = [p for p in page.pieces if abs(p.bottom - piece.bottom) < 0.5 * piece.size]
    return len(row) == 1 and bool(_PAGE_NUMBER.match(piece.text))


def _running(piece: Piece) -> str:
    """The key of a piece with its numbers made equal, as running lines count pages."""
    return re.sub(r"\d+", "0", key(piece.text))


def _date(text: str, timezone: str) -> tuple[str, str] | None:
    """The moment that a head states, and its other words."""
    said = read_date_line(text, timezone=timezone)
    if said is None or said.published is None:
        return None
    return said.published.isoformat(timespec="seconds"), said.rest


def _imprint(heads: Sequence[Piece], timezone: str) -> Imprint:
    dates: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for piece in heads:
        said = _date(piece.text, timezone)
        if said:
            dates[said[0]] += 1
        name = _name(said[1] if said else piece.text)
        if name:
            names[name] += 2 if said else 1
    return Imprint(
        published=dates.most_common(1)[0][0] if dates else None,
        source=names.most_common(1)[0][0] if names and dates else None,
    )


def _name(text: str) -> str:
    """The name of a paper as people write it, "" for what is none."""
    text = re.sub(r"\s+", " ", text).strip(" |·•-–—,，、:：")
    if _PAGE_NUMBER.match(text) or len(text) > _LONGEST_NAME or not re.search(r"[^\W\d_]{2}", text):
        return ""
    if re.search(r"https?:|www\.|@|©", text):
        return ""
    if _CAPITALS.fullmatch(text):
        words = text.split()
        text = " ".join(w.capitalize() if len(w) > 3 or w in _WORDS else w for w in words)
    return text
