"""JSON Lines, one article a line; corpora in BEIR layout are such files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers.compression import open_bytes
from qa.articles.readers.encoding import detect_encoding
from qa.articles.readers.file_names import shown
from qa.articles.readers.records import draft_of
from qa.errors import ArticleFileError

_SAMPLE = 1 << 20


def read_json_lines(path: Path, *, timezone: str) -> Iterator[ArticleDraft | ArticleFileError]:
    """The articles of the file, one line in memory at a time; a bad line is yielded as its error.

    Raises:
        ArticleFileError: the file as a whole cannot be read, or is empty.
    """
    empty = True
    with open_bytes(path) as stream:
        for number, line in _lines(stream, path):
            if isinstance(line, ArticleFileError):
                empty = False
                yield line
            elif line.strip():
                empty = False
                yield _record(line, f"{shown(path)}, line {number}", timezone)
    if empty:
        raise ArticleFileError(f"{shown(path)}: the file is empty", "put text in it or remove it")


def _record(line: str, where: str, timezone: str) -> ArticleDraft | ArticleFileError:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return ArticleFileError(f"{where}: not valid JSON", "write one JSON object on each line")
    if not isinstance(fields, dict):
        return ArticleFileError(
            f"{where}: {type(fields).__name__} instead of an object",
            'write each line as {"title": "...", "text": "..."}',
        )
    try:
        return draft_of(fields, where, timezone=timezone)
    except ArticleFileError as error:
        return error


def _lines(stream: io.BufferedReader, path: Path) -> Iterator[tuple[int, str | ArticleFileError]]:
    """The lines with their numbers; lines that do not decode as their errors."""
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    encoding = detect_encoding(sample, path, partial=True)
    if encoding.startswith(("utf-16", "utf-32")):
        try:
            yield from enumerate(io.TextIOWrapper(stream, encoding=encoding), 1)
        except UnicodeDecodeError:
            raise ArticleFileError(
                f"{shown(path)}: not valid {encoding}", "save it as UTF-8"
            ) from None
        return
    for number, raw in enumerate(stream, 1):
        try:
            yield number, raw.decode(encoding if number == 1 else encoding.removesuffix("-sig"))
        except UnicodeDecodeError:
            yield (
                number,
                ArticleFileError(
                    f"{shown(path)}, line {number}: not valid {encoding}", "save the file as UTF-8"
                ),
            )
