"""CSV and TSV with a header line; commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from qa.articles.readers.columns import EXAMPLE, listed, roles
from qa.articles.readers.compression import open_bytes
from qa.articles.readers.encoding import decode_line, detect_encoding
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS
from qa.articles.readers.outcomes import Reading
from qa.articles.readers.records import draft_of
from qa.errors import ArticleFileError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 20
# The first line by which Excel names the delimiter.
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


def read_table(path: Path, *, timezone: str) -> Iterator[Reading]:
    """The articles of the file, row by row; a bad row is yielded as its error.

    Raises:
        ArticleFileError: the file as a whole cannot be read: empty, no known columns, broken.
    """
    # The module's limit is global; raising it to what a long article needs hurts nobody.
    csv.field_size_limit(LIMITS.line)
    with open_bytes(path) as stream:
        sample = stream.peek(_SAMPLE)[:_SAMPLE]
        encoding = detect_encoding(sample, path, partial=True)
        text = sample.decode(encoding, errors="replace")
        yield from _rows(_lines(stream, encoding, text), text, path, timezone)


def names_of(header: Sequence[str]) -> list[str]:
    """The columns' names; of two of one name the second is not taken for the first."""
    names = [name.strip().strip("\ufeff").strip() for name in header]
    return [name if name not in names[:i] else f"{name} #{i}" for i, name in enumerate(names)]


def require_text(names: Sequence[str], where: str) -> None:
    """Refuses a table without a column of texts.

    Raises:
        ArticleFileError: says which columns there are.
    """
    if "text" not in roles(names):
        raise ArticleFileError(
            f"{where}: no column for the text; the columns found are {listed(names)}",
            f"name the columns {EXAMPLE}, or as corpus/README.md lists them",
        )


def _rows(lines: Iterator[str], sample: str, path: Path, timezone: str) -> Iterator[Reading]:
    top, header = next(((n, line) for n, line in enumerate(lines, 1) if line.strip()), (0, ""))
    if top and (separator := _SEPARATOR_LINE.match(header.lstrip("\ufeff"))):
        top, header = top + 1, next(lines, "")
        delimiter = separator[1]
    else:
        delimiter = max(_DELIMITERS, key=lambda mark: _known(header, mark))
    if not top or not header.strip():
        raise ArticleFileError(f"{shown(path)}: the file is empty", "put text in it or remove it")
    names = names_of(_cells(header, delimiter))
    require_text(names, shown(path))
    quoted = _quotes(sample, delimiter)
    # The reader starts afresh after an error, at the line that follows.
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        strict=True,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    while True:
        where = f"line {top + reader.line_num + 1}"
        try:
            row = next(reader)
            if any(cell.strip() for cell in row):
                fields = _fields(names, row, f"{shown(path)}, {where}")
                yield draft_of(fields, shown(path), where, timezone=timezone)
        except StopIteration:
            return
        except csv.Error as error:
            yield ArticleFileError(
                f"{shown(path)}, {where}: not valid CSV: {error}", "mend its quotes"
            )
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


def _cells(header: str, delimiter: str) -> list[str]:
    return next(csv.reader([header.strip("\r\n\ufeff")], delimiter=delimiter), [])


def _known(header: str, delimiter: str) -> int:
    return sum(len(names) for names in roles(_cells(header, delimiter)).values())


def _quotes(sample: str, delimiter: str) -> bool:
    """Whether quotation marks at the edges of cells are the table's; in TSV they may be text's."""
    if delimiter != "\t":
        return True
    opened = len(re.findall(r'(?:^|\t)"', sample, re.MULTILINE))
    closed = len(re.findall(r'"(?=\t|\r?$)', sample, re.MULTILINE))
    return opened > 0 and abs(opened - closed) <= opened // 10


def _lines(stream: io.BufferedReader, encoding: str, sample: str) -> Iterator[str]:
    """The lines with their ends, which may stand inside cells."""
    old_mac = "\r" in sample and "\n" not in sample
    if old_mac or encoding.startswith(("utf-16", "utf-32")):
        whole = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        yield from iter(partial(whole.readline, LIMITS.line), "")
        return
    more = partial(stream.readline, LIMITS.line)
    first = decode_line(more(), encoding)
    rest = encoding.removesuffix("-sig")
    yield from chain([first], (decode_line(line, rest) for line in iter(more, b"")))
