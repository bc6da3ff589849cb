"""Excel workbooks: each sheet with a header row is a table of articles, read row by row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.articles.readers.columns import listed, roles
from qa.articles.readers.compression import open_bytes, read_bytes
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.readers.records import draft_of
from qa.articles.readers.tables import names_of, require_text
from qa.articles.readers.values import is_nothing
from qa.errors import ArticleFileError

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# Cells repeat more than texts do.
_LARGEST_RATIO = 400
_SMALL = 1 << 24
_MOST_EMPTY_ROWS = 100_000
_MOST_COLUMNS = 1_000


def read_workbook(path: Path, *, timezone: str) -> Iterator[Reading]:
    """The articles of all sheets that have a column of texts; the other sheets as skipped.

    Raises:
        ArticleFileError: no workbook, damaged, larger unpacked than any is, or without such a
            sheet.
    """
    with _opened(path) as book:
        tables: list[tuple[str, list[str]]] = []
        for sheet in book.worksheets:
            header = next(_rows(sheet), None)
            tables.append(
                (sheet.title, names_of([_name(cell) for cell in header[1]] if header else []))
            )
        if not any("text" in roles(names) for _, names in tables):
            require_text([name for _, names in tables for name in names], shown(path))
        for sheet, (title, names) in zip(book.worksheets, tables, strict=True):
            if "text" in roles(names):
                yield from _articles(sheet, names, path, timezone)
            elif names:
                yield Skipped(
                    f"no column for the text; the columns found are {listed(names)}",
                    record=f"sheet {title}",
                )


def _articles(
    sheet: ReadOnlyWorksheet, names: list[str], path: Path, timezone: str
) -> Iterator[Reading]:
    rows = _rows(sheet)
    next(rows)
    for number, row in rows:
        where = f"sheet {sheet.title}, row {number}"
        try:
            fields = dict(zip(names, row, strict=False))
            yield draft_of(fields, shown(path), where, timezone=timezone)
        except ArticleFileError as error:
            yield error


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows that are not empty, with their numbers; a sheet may say that it has millions."""
    sheet.reset_dimensions()
    empty = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), 1):
        if all(is_nothing(cell) for cell in row):
            empty += 1
            if empty > _MOST_EMPTY_ROWS:
                return
            continue
        empty = 0
        yield number, row


def _name(cell: object) -> str:
    return "" if cell is None else str(cell)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook, its rows read as they are asked for.

    Raises:
        ArticleFileError: as ``read_workbook``, also while it is read.
    """
    from xml.etree.ElementTree import ParseError

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (
        InvalidFileException, zipfile.BadZipFile, zipfile.LargeZipFile, ParseError, KeyError,
        ValueError, TypeError, AttributeError, IndexError, NotImplementedError, EOFError,
    )  # fmt: skip
    with open_bytes(path) as stream:
        packed = path.suffix.lower() in (".gz", ".xz")
        if not packed and not stream.peek(1):
            raise ArticleFileError(
                f"{shown(path)}: the file is empty", "put text in it or remove it"
            )
        source = io.BytesIO(read_bytes(path)) if packed else stream
        try:
            _check_size(source, path)
            # Values and not the formulas behind them; links to other books are not followed.
            book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
            try:
                yield book
            finally:
                book.close()
        except broken as error:
            raise ArticleFileError(
                f"{shown(path)}: not a valid workbook: {' '.join(str(error).split())[:80]}",
                "save it again as .xlsx or as .csv",
            ) from None


def _check_size(source: Any, path: Path) -> None:
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            shared = not entry.filename.startswith("xl/worksheets/")
            # Texts that cells share are held in memory; sheets are not.
            most = LIMITS.document if shared else LIMITS.member
            ratio = entry.file_size / max(1, entry.compress_size)
            if entry.file_size > most or (entry.file_size > _SMALL and ratio > _LARGEST_RATIO):
                size = f"{entry.file_size >> 20} MiB"
                raise ArticleFileError(
                    f"{shown(path)}: {entry.filename} would be {size} unpacked",
                    "save its table as .csv",
                )
    source.seek(0)
