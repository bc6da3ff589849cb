"""The records of a JSON document, one in memory at a time, wherever in it they stand.

A document is an array of records, an object with such an array in it (an API's answer), an
object of records by their ids, one record, or any of these after another.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping
from typing import TextIO

from qa.articles.readers.columns import key, roles
from qa.articles.readers.limits import LIMITS
from qa.articles.readers.records import has_text

_CHUNK = 1 << 20
# What one record, and what stands around the records, may hold.
LARGEST_RECORD = LIMITS.line
_MOST_AROUND = 1 << 20
# How deep the records of an answer stand: response.results, hits.hits.
_DEEPEST = 6
# What APIs and exports name their lists of records.
_LISTS = frozenset(
    "articles article items item results result docs documents data news records record rows"
    " entries entry posts stories hits value values list contents feed 文章 新闻 数据 列表".split()
)
_SPACE = " \t\n\r\ufeff"


class BrokenJSONError(ValueError):
    """The document cannot be read on; the message says why."""


def records(text: TextIO) -> Iterator[object]:
    """The records of a document in their order; what is no object stays what it is.

    Raises:
        BrokenJSONError: after the records before the place where it is broken.
    """
    document = _Document(text)
    while document.peek():
        yield from document.value()


class _Document:
    def __init__(self, text: TextIO) -> None:
        self._text, self._buffer, self._at, self._ended = text, "", 0, False
        self._decoder = json.JSONDecoder()
        self._found = self._around = 0

    def peek(self) -> str:
        """The next character that is no white space, "" at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def value(self) -> Iterator[object]:
        """The records of the next value of the document."""
        first = self.peek()
        if first == "[":
            for _ in self._members("]"):
                yield self._decoded()
        elif first == "{":
            before = self._found
            fields = yield from self._object(0)
            if self._found == before:
                yield from _pivoted(fields) or [fields]
        else:
            yield self._decoded()

    def _object(self, depth: int) -> Generator[object, None, dict[str, object]]:
        """Yields the records inside an object; returns what else it holds."""
        held: dict[str, object] = {}
        texts: list[str] = []  # names of members that are records themselves
        for _ in self._members("}"):
            name = str(self._decoded())
            self._take(":")
            first = self.peek()
            if first == "[" and not has_text(held):
                held[name] = yield from self._list(name)
            elif first == "{" and depth < _DEEPEST:
                before = self._found
                inner = yield from self._object(depth + 1)
                if self._found > before:
                    continue
                held[name] = inner
                if _is_article(inner):
                    texts.append(name)
                if len(texts) > 1 and not _is_article(held):
                    # An object of records by their ids; one alone may be part of this record.
                    for each in texts:
                        if each in held:
                            self._found += 1
                            yield held.pop(each)
            else:
                held[name] = self._decoded()
            self._spend()
        return held

    def _list(self, name: str) -> Generator[object, None, list[object]]:
        """Yields the members of a list of records; returns those of any other."""
        held: list[object] = []
        is_records = False
        for _ in self._members("]"):
            member = self._decoded()
            if not held and not is_records and isinstance(member, dict):
                is_records = key(name) in _LISTS or _is_article(member)
            if is_records:
                self._found += 1
                yield member
            else:
                held.append(member)
                self._spend()
        return held

    def _members(self, close: str) -> Iterator[None]:
        """Stops at each member of an array or object, which the caller takes."""
        self._at += 1
        if self.peek() == close:
            self._at += 1
            return
        while True:
            yield
            mark = self.peek()
            self._at += 1
            if mark == close:
                return
            if mark != ",":
                raise BrokenJSONError(
                    f"{mark!r} stands where a comma belongs" if mark else "it ends too early"
                )
            self._drop()

    def _take(self, mark: str) -> None:
        if self.peek() != mark:
            raise BrokenJSONError(f"a {mark!r} is missing")
        self._at += 1

    def _decoded(self) -> object:
        """The next value whole."""
        while True:
            if not self.peek():
                raise BrokenJSONError("it ends too early")
            try:
                found, end = self._decoder.raw_decode(self._buffer, self._at)
            except RecursionError:
                raise BrokenJSONError("it is nested too deep") from None
            except ValueError as error:
                if len(self._buffer) - self._at > LARGEST_RECORD:
                    raise BrokenJSONError(
                        f"a record is broken, or longer than {LARGEST_RECORD:,} characters"
                    ) from None
                if not self._more():
                    raise BrokenJSONError(_said(error, self._buffer)) from None
                continue
            # A number may go on behind the end of what is read.
            if end < len(self._buffer) or isinstance(found, str | list | dict) or not self._more():
                self._at = end
                return found

    def _more(self) -> bool:
        if self._ended:
            return False
        self._drop()
        more = self._text.read(max(_CHUNK, len(self._buffer)))
        self._ended = not more
        self._buffer += more
        return bool(more)

    def _drop(self) -> None:
        if self._at > _CHUNK:
            self._buffer, self._at = self._buffer[self._at :], 0

    def _spend(self) -> None:
        self._around += 1
        if self._around > _MOST_AROUND:
            raise BrokenJSONError("no records are found in it")


def _is_article(value: object) -> bool:
    if not isinstance(value, Mapping) or not has_text(value):
        return False
    return "title" in roles([str(name) for name in value])


def _pivoted(fields: Mapping[str, object]) -> list[object]:
    """The records of an object of columns, as pandas writes a table; [] for any other."""
    columns = {name: one for name, one in fields.items() if isinstance(one, Mapping) and one}
    keys = {tuple(column) for column in columns.values()}
    if len(keys) != 1 or len(columns) != len(fields) or not has_text(fields):
        return []
    (rows,) = keys
    if "0" not in rows and len(columns) < 2:
        return []
    return [{name: column[row] for name, column in columns.items()} for row in rows]


def _said(error: ValueError, buffer: str) -> str:
    at_end = not isinstance(error, json.JSONDecodeError) or error.pos >= len(buffer.rstrip())
    if at_end or str(error).startswith("Unterminated"):
        return "it ends too early"
    return str(error).split(":")[0]
