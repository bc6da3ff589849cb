"""Pieces of text on a page as lines in the order in which people read them.

Columns are found as in recursive X-Y cuts (Nagy and Seth 1984), by the white strips between
them: where many rows in a row leave the same strip free and both its sides hold text, the left
side is read whole, then the right one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.articles.lines import columns, join_wrapped
from qa.articles.readers.pdf_pages import Page, Piece

# Of the size of the type.
_SAME_ROW, _STRIP = 0.5, 0.75
_OTHER_SIZE = 1.12
# Of the width of the page: narrower than this a column is a table's or a list's.
_NARROWEST = 0.12
_LEAST_ROWS = 3
# Columns of fixed-width type (see qa.articles.lines.columns): cells of tables say less.
_LEAST_TEXT = 10
_MOST_STRIPS, _DEEPEST = 40, 8

_Row = list[Piece]


@dataclass(frozen=True)
class Line:
    """A printed line; ``left`` and ``right`` in points, and those of its column.

    Attributes:
        bottom: of its letters, in points above the foot of the page.
        size: of the type.
        column: which of the page's columns, counted in reading order.
        page: from 1.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    column_left: float
    column_right: float
    column: int
    page: int


def reading_order(page: Page, number: int) -> list[Line]:
    """The lines of a page, column by column; text printed over itself counts once."""
    lines: list[Line] = []
    for column, rows in enumerate(_columns(_rows(_once(page.pieces)), page.width, 0)):
        edges = _edges(rows)
        for row in rows:
            left, right = edges[row[0].size]
            text = ""
            for piece in row:
                text = join_wrapped(text, piece.text)
            lines.append(
                Line(
                    text,
                    row[0].left,
                    max(piece.right for piece in row),
                    min(piece.bottom for piece in row),
                    max(piece.size for piece in row),
                    left,
                    right,
                    column,
                    number,
                )
            )
    return lines


def _edges(rows: list[_Row]) -> dict[float, tuple[float, float]]:
    """Left and right edge of a column for each size of type: a title is wider than its text."""
    pieces = sorted((piece for row in rows for piece in row), key=lambda piece: piece.size)
    edges: dict[float, tuple[float, float]] = {}
    alike: list[Piece] = []
    for piece in [*pieces, None]:
        if piece is None or (alike and piece.size > _OTHER_SIZE * alike[0].size):
            edge = (min(p.left for p in alike), max(p.right for p in alike))
            edges.update(dict.fromkeys((p.size for p in alike), edge))
            alike = []
        if piece is not None:
            alike.append(piece)
    return edges


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those that are printed over themselves, as for bold type."""
    kept: list[Piece] = []
    places: dict[str, list[Piece]] = {}
    for piece in pieces:
        near = 0.35 * piece.size
        same = places.setdefault(piece.text, [])
        if not any(
            abs(a.left - piece.left) < near and abs(a.bottom - piece.bottom) < near for a in same
        ):
            same.append(piece)
            kept.append(piece)
    return kept


def _rows(pieces: Sequence[Piece]) -> list[_Row]:
    """The pieces by rows from top to bottom, those of one row from left to right."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda each: (-each.bottom, each.left)):
        last = rows[-1][0] if rows else None
        if last and last.bottom - piece.bottom < _SAME_ROW * min(last.size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.left) for row in rows]


def _columns(rows: list[_Row], width: float, depth: int) -> list[list[_Row]]:
    """The rows column by column, in reading order."""
    found = _widest_split(rows, width) if depth < _DEEPEST else None
    if found is None:
        return [rows] if rows else []
    strip, start, end = found
    left = [[piece for piece in row if piece.left < strip] for row in rows[start:end]]
    right = [[piece for piece in row if piece.left >= strip] for row in rows[start:end]]
    parts = (
        rows[:start],
        [row for row in left if row],
        [row for row in right if row],
        rows[end:],
    )
    return [column for part in parts for column in _columns(part, width, depth + 1)]


def _widest_split(rows: list[_Row], width: float) -> tuple[float, int, int] | None:
    """Where text stands in two columns: the strip's right edge, and the rows from and to."""
    starts = Counter(round(piece.left) for row in rows for piece in row)
    best: tuple[int, float, int, int] | None = None
    for strip, count in starts.most_common(_MOST_STRIPS):
        if count < _LEAST_ROWS:
            break
        for start, end in _free_runs(rows, strip):
            size = _both_sides(rows[start:end], strip, width)
            if size and (best is None or size > best[0]):
                best = (size, strip - 0.5, start, end)
    return best[1:] if best else None


def _free_runs(rows: list[_Row], strip: float) -> list[tuple[int, int]]:
    """From where to where rows follow each other in which no text stands in the strip."""
    runs: list[tuple[int, int]] = []
    start = None
    for number, row in enumerate([*rows, []]):
        free = bool(row) and not any(
            piece.left < strip - 0.5 and piece.right > strip - _STRIP * piece.size for piece in row
        )
        if free and start is None:
            start = number
        elif not free and start is not None:
            runs.append((start, number))
            start = None
    return runs


def _both_sides(rows: list[_Row], strip: float, width: float) -> int:
    """How many rows hold columns on either side of a strip, 0 where these are none."""
    sides = (
        [piece for row in rows for piece in row if piece.left < strip - 0.5],
        [piece for row in rows for piece in row if piece.left >= strip - 0.5],
    )
    for pieces in sides:
        if len(pieces) < _LEAST_ROWS:
            return 0
        if max(p.right for p in pieces) - min(p.left for p in pieces) < _NARROWEST * width:
            return 0
        if sum(columns(piece.text) for piece in pieces) < _LEAST_TEXT * len(pieces):
            return 0
    return len(rows)
