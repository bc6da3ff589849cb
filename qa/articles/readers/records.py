"""One record of a structured file (JSON, a table, front matter) as a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, time

from qa.articles.model import ArticleDraft
from qa.articles.moments import NotADateError, field_moment
from qa.articles.readers.columns import key, listed, roles
from qa.articles.readers.values import (
    address,
    body_text,
    is_nothing,
    line_text,
    moment_value,
    site,
)
from qa.errors import ArticleFileError
from qa.text.dates import parse_moment

# Objects whose members belong to the record, though they are not its text.
_PARTS = frozenset({"metadata", "meta", "fields", "attributes", "properties"})
# NewsAPI cuts texts off and says how much is missing.
_CUT_OFF = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(\d+) chars\]\s*$")
_ONLY_ADDRESS = re.compile(r"https?://\S+")
_CLOCK = re.compile(r".{0,3}\d{1,2}\s*[:時时點点].{0,20}")
_LONGEST_SHOWN = 40


def draft_of(
    fields: Mapping[str, object], file: str, record: str, *, timezone: str
) -> ArticleDraft:
    """The draft that a record describes; its notes say which fields were not understood.

    Args:
        fields: values by the names that the file gives them (see ``columns.tsv``); names that
            are not known are ignored.
        file, record: where it stands, for messages: "news.csv" and "line 7".
        timezone: of times that state none.

    Raises:
        ArticleFileError: no text.
    """
    read = _Record(whole(fields), timezone)
    body = read.body()
    if not body:
        raise ArticleFileError(
            f"{file}, {record}: no text (its fields are {listed(fields)})",
            'give each record a "text" (or "body", "content", 正文)',
        )
    url, source = read.line("url"), read.line("source")
    if url and not address(url):
        read.note("url", url, "is no address")
        url = None
    return ArticleDraft(
        title=read.line("title") or "",
        body=body,
        url=url,
        source=site(source) if source else None,
        category=read.line("category"),
        published=read.moment("published"),
        updated=read.moment("updated"),
        external_id=read.line("id"),
        notes=tuple(read.notes),
        record=record,
    )


def has_text(fields: Mapping[str, object]) -> bool:
    """Whether a record has a field with the name of a text, blank or not."""
    return "text" in roles(whole(fields))


def whole(fields: Mapping[str, object]) -> Mapping[str, object]:
    """A record with the members of the objects that hold its text or its metadata."""
    inner: dict[str, object] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping) and value:
            named = roles([str(one) for one in value])
            if key(name) in _PARTS or ("text" in named and "title" in named):
                inner.update(value)
    if not inner:
        return fields
    # The record's own members count before those of its parts.
    kept = {name: value for name, value in fields.items() if not _holds(value, inner)}
    return {**inner, **kept}


def _holds(value: object, inner: Mapping[str, object]) -> bool:
    return isinstance(value, Mapping) and bool(value) and value.keys() <= inner.keys()


class _Record:
    """The values of one record by role, and notes on those that are not understood."""

    def __init__(self, fields: Mapping[str, object], timezone: str) -> None:
        self.notes: list[str] = []
        self._fields, self._timezone = fields, timezone
        self._roles = roles(fields)

    def body(self) -> str | None:
        """The first text that is one; addresses of texts are none."""
        for _, value in self._values("text"):
            text = body_text(value)
            if text and (cut := _CUT_OFF.search(text)):
                text = text[: cut.start()].rstrip()
                self.notes.append(
                    f"text: its source cut it off, {cut[1]} characters before its end"
                )
            if text and not _ONLY_ADDRESS.fullmatch(text):
                return text
        return None

    def line(self, role: str) -> str | None:
        """The first value of a role that is understood as one line."""
        odd: list[tuple[str, object]] = []
        for name, value in self._values(role):
            if text := line_text(value, role):
                return text
            odd.append((name, value))
        for name, value in odd[:1]:
            self.note(name, value, f"is {type(value).__name__}, not text")
        return None

    def moment(self, role: str) -> str | None:
        """The first value of a role that is a date, with the time of day of another field."""
        values = [(name, moment_value(value)) for name, value in self._values(role)]
        seen, first = self._seen() if values else None, ""
        for name, value in values:
            try:
                found = field_moment(value, timezone=self._timezone, seen=seen)
            except NotADateError as error:
                first = first or self._said(name, value, str(error))
            else:
                return self._with_clock(found, [other for _, other in values])
        if first:
            self.notes.append(first)
        return None

    def note(self, name: str, value: object, why: str) -> None:
        """A note on a field that is left out."""
        self.notes.append(self._said(name, value, why))

    def _values(self, role: str) -> Iterator[tuple[str, object]]:
        for name in self._roles.get(role, ()):
            value = self._fields[name]
            if not is_nothing(value):
                yield name, value

    def _seen(self) -> datetime | None:
        for _, value in self._values("seen"):
            try:
                return datetime.fromisoformat(
                    field_moment(moment_value(value), timezone=self._timezone)
                )
            except NotADateError:
                continue
        return None

    def _with_clock(self, found: str, others: list[object]) -> str:
        """A day with the time that a column of its own states."""
        day = datetime.fromisoformat(found)
        if day.time() != time():
            return found
        for other in others:
            if isinstance(other, time):
                return datetime.combine(day.date(), other, tzinfo=day.tzinfo).isoformat(
                    timespec="seconds"
                )
            if isinstance(other, str) and _CLOCK.fullmatch(other.strip()):
                moment = parse_moment(other, timezone=self._timezone, base=day)
                if moment:
                    return moment.isoformat(timespec="seconds")
        return found

    @staticmethod
    def _said(name: str, value: object, why: str) -> str:
        try:
            shown = " ".join(repr(value)[: 4 * _LONGEST_SHOWN].split())
        except (ValueError, RecursionError):
            shown = type(value).__name__
        if len(shown) > _LONGEST_SHOWN:
            shown = shown[:_LONGEST_SHOWN] + "..."
        return f"{name} {shown} {why}: kept without it"
