"""CSV with a header line; commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers.compression import open_bytes
from qa.articles.readers.encoding import detect_encoding
from qa.articles.readers.file_names import shown
from qa.articles.readers.records import FIELDS, draft_of
from qa.errors import ArticleFileError

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 1 << 20
_LARGEST_CELL = 1 << 26


def read_table(path: Path, *, timezone: str) -> Iterator[ArticleDraft | ArticleFileError]:
    """The articles of the file, row by row; a bad row is yielded as its error.

    Raises:
        ArticleFileError: the file as a whole cannot be read: empty, no known columns, broken.
    """
    # The module's limit is global; raising it to what a long article needs hurts nobody.
    csv.field_size_limit(_LARGEST_CELL)
    with open_bytes(path) as stream:
        text = _text(stream, path)
        try:
            yield from _rows(text, path, timezone)
        except UnicodeDecodeError as error:
            raise ArticleFileError(
                f"{shown(path)}: not valid {error.encoding}", "save the file as UTF-8"
            ) from None


def _rows(
    text: io.TextIOWrapper, path: Path, timezone: str
) -> Iterator[ArticleDraft | ArticleFileError]:
    top, header = next(((n, line) for n, line in enumerate(text, 1) if line.strip()), (0, ""))
    if not top:
        raise ArticleFileError(f"{shown(path)}: the file is empty", "put text in it or remove it")
    delimiter = max(_DELIMITERS, key=lambda mark: len(_known(header, mark)))
    names = _columns(header, delimiter)
    if not {"text", "body"} & set(names):
        raise ArticleFileError(
            f"{shown(path)}: no column named text or body in the first line",
            f"name the columns {','.join(name for name in FIELDS if name not in ('_id', 'body'))}",
        )
    # The reader starts afresh after an error, at the line that follows.
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        where = f"{shown(path)}, line {top + reader.line_num + 1}"
        try:
            row = next(reader)
            if any(cell.strip() for cell in row):
                yield draft_of(_fields(names, row, where), where, timezone=timezone)
        except StopIteration:
            return
        except csv.Error as error:
            yield ArticleFileError(f"{where}: not valid CSV: {error}", "mend its quotes")
        except ArticleFileError as error:
            yield error


def _fields(names: list[str], row: list[str], where: str) -> dict[str, object]:
    """The cells of a row by column; cells beyond the header would be text lost."""
    if any(cell.strip() for cell in row[len(names) :]):
        raise ArticleFileError(
            f"{where}: {len(row)} cells under {len(names)} columns",
            "put cells that hold the delimiter in double quotes",
        )
    return dict(zip(names, row, strict=False))


def _columns(header: str, delimiter: str) -> list[str]:
    row = next(csv.reader([header], delimiter=delimiter), [])
    return [name.strip().strip("\ufeff").lower() for name in row]


def _known(header: str, delimiter: str) -> set[str]:
    return set(_columns(header, delimiter)) & set(FIELDS)


def _text(stream: io.BufferedReader, path: Path) -> io.TextIOWrapper:
    encoding = detect_encoding(stream.peek(_SAMPLE)[:_SAMPLE], path, partial=True)
    return io.TextIOWrapper(stream, encoding=encoding, newline="")
