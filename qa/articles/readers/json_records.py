"""JSON: one record a line, or a document with records in it, pretty-printed or not."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, AnyStr

from qa.articles.readers.columns import roles
from qa.articles.readers.compression import open_bytes
from qa.articles.readers.encoding import decode_line, detect_encoding
from qa.articles.readers.file_names import shown
from qa.articles.readers.json_stream import LARGEST_RECORD, BrokenJSONError, records
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.readers.records import draft_of
from qa.errors import ArticleFileError

_SAMPLE = 1 << 20
_LINES_LOOKED_AT = 50
_EMPTY_HINT = "put text in it or remove it"


def read_json(path: Path, *, timezone: str) -> Iterator[Reading]:
    """The articles of the file, one record in memory at a time; a bad one as its error.

    JSON Lines where each line is a value of its own; otherwise a document, or several.

    Raises:
        ArticleFileError: the file as a whole cannot be read, or is empty.
    """
    with open_bytes(path) as stream:
        sample = stream.peek(_SAMPLE)[:_SAMPLE]
        if not sample.strip():
            raise ArticleFileError(f"{shown(path)}: the file is empty", _EMPTY_HINT)
        encoding = detect_encoding(sample, path, partial=True)
        reader = _Reader(shown(path), timezone)
        if _is_lines(sample.decode(encoding, errors="replace").lstrip("\ufeff")):
            yield from reader.lines(_lines(stream, encoding))
        else:
            text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
            yield from reader.document(text)


class _Reader:
    def __init__(self, file: str, timezone: str) -> None:
        self._file, self._timezone = file, timezone

    def lines(self, lines: Iterator[tuple[int, str]]) -> Iterator[Reading]:
        for number, line in lines:
            where = f"line {number}"
            try:
                fields = json.loads(line)
            except (ValueError, RecursionError):
                yield ArticleFileError(
                    f"{self._file}, {where}: {_broken(line)}", "write one JSON object on each line"
                )
                continue
            if isinstance(fields, dict) and _is_record(fields):
                yield self._reading(fields, where)
            else:
                yield from self._inside(line, fields, where)

    def document(self, text: io.TextIOWrapper) -> Iterator[Reading]:
        number, found = 0, records(text)
        while True:
            try:
                value = next(found)
            except StopIteration:
                return
            except BrokenJSONError as error:
                where = f"after item {number}" if number else "at its start"
                yield ArticleFileError(
                    f"{self._file}: not valid JSON {where}: {error}; the rest is not read",
                    "mend it there, or write one JSON object on each line",
                )
                return
            number += 1
            yield self._reading(value, f"item {number}")

    def _inside(self, line: str, value: object, where: str) -> Iterator[Reading]:
        """The records of an API's answer that stands on one line."""
        inside = list(records(io.StringIO(line))) if isinstance(value, dict) else [value]
        for number, one in enumerate(inside, 1):
            yield self._reading(one, where if one == value else f"{where}, item {number}")

    def _reading(self, value: object, where: str) -> Reading:
        if not isinstance(value, dict):
            return ArticleFileError(
                f"{self._file}, {where}: {type(value).__name__} instead of an object",
                'write each record as {"title": "...", "text": "..."}',
            )
        if _is_empty_answer(value):
            return Skipped("an answer without articles", record=where)
        try:
            return draft_of(value, self._file, where, timezone=self._timezone)
        except ArticleFileError as error:
            return error


def _is_record(value: dict[str, object]) -> bool:
    """Whether an object has a text of its own; others may hold records."""
    return any(not isinstance(value[name], dict) for name in roles(value).get("text", ()))


def _is_empty_answer(value: dict[str, object]) -> bool:
    """Whether an API says here that it found nothing."""
    return any(value.get(name) == [] for name in ("articles", "results", "items", "docs", "hits"))


def _is_lines(sample: str) -> bool:
    """Whether each line is a value of its own, by the beginning of a file."""
    text = sample.lstrip()
    if not text or text[0] == "[":
        return not text
    lines = [line for line in text.split("\n") if line.strip()][:_LINES_LOOKED_AT]
    if _complete(lines[0]):
        return True
    head = "\n".join(lines)
    try:
        json.loads(head)
    except json.JSONDecodeError as error:
        # Broken inside the first line, or where another line begins that is whole by itself.
        if error.pos < len(lines[0].rstrip()):
            return len(lines) > 1
        after = head[error.pos :].split("\n")[0]
        before = head[: error.pos].rstrip(" \t\r")
        return before.endswith("\n") and after.startswith("{") and _complete(after)
    except (ValueError, RecursionError):
        return False
    return False


def _complete(line: str) -> bool:
    try:
        json.loads(line)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _broken(line: str) -> str:
    if len(line) >= LARGEST_RECORD:
        return f"longer than {LARGEST_RECORD:,} characters"
    return "not valid JSON"


def _lines(stream: io.BufferedReader, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers; of one that is too long the beginning."""
    if encoding.startswith(("utf-16", "utf-32")):
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="\n")
        for number, line in enumerate(iter(lambda: _limited(text), ""), 1):
            if line.strip():
                yield number, line
        return
    for number, raw in enumerate(iter(lambda: _limited(stream), b""), 1):
        line = decode_line(raw, encoding if number == 1 else encoding.removesuffix("-sig"))
        if line.strip():
            yield number, line


def _limited(stream: IO[AnyStr]) -> AnyStr:
    """The next line; of one that is longer than any record, the beginning."""
    line = stream.readline(LARGEST_RECORD)
    rest = line
    while len(rest) == LARGEST_RECORD and rest[-1:] not in ("\n", b"\n"):
        rest = stream.readline(LARGEST_RECORD)
    return line
