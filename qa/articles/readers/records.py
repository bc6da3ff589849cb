"""One record of a structured file (JSON Lines, CSV, front matter) as a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qa.articles.model import ArticleDraft
from qa.errors import ArticleFileError
from qa.text.dates import parse_moment

FIELDS = (
    "_id", "id", "title", "text", "body", "url", "published", "updated", "category", "source"
)  # fmt: skip
# JSON can write half of a surrogate pair, which no encoding can store.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_EXAMPLE = "2023-03-21T20:00:00+08:00"


def draft_of(fields: Mapping[str, object], where: str, *, timezone: str) -> ArticleDraft:
    """The draft that a record describes; fields may be missing, null or blank but for the text.

    Args:
        fields: values by the names in ``FIELDS``; others are ignored.
        where: file and line, for messages.
        timezone: of times that state none.

    Raises:
        ArticleFileError: no text, or a field that cannot be understood.
    """
    body = _text(fields, "text", where) or _text(fields, "body", where)
    if not body:
        raise ArticleFileError(f"{where}: no text", 'give each record a "text" (or "body")')
    return ArticleDraft(
        title=_text(fields, "title", where) or "",
        body=body,
        url=_text(fields, "url", where),
        source=_text(fields, "source", where),
        category=_text(fields, "category", where),
        published=moment_field(fields, "published", where, timezone=timezone),
        updated=moment_field(fields, "updated", where, timezone=timezone),
        external_id=_text(fields, "_id", where) or _text(fields, "id", where),
    )


def moment_field(
    fields: Mapping[str, object], name: str, where: str, *, timezone: str
) -> str | None:
    """A date field as ISO 8601 with an offset, None where it is missing or blank.

    Raises:
        ArticleFileError: a value that is no date; a bare number is none.
    """
    value = fields.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    moment = parse_moment(value.strip(), timezone=timezone) if isinstance(value, str) else None
    if moment is None:
        shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:40] + "..."
        raise ArticleFileError(
            f"{where}: {name} {shown} is not a date", f"write it as {_EXAMPLE} or 2023-03-21"
        )
    return moment.isoformat(timespec="seconds")


def _text(fields: Mapping[str, object], name: str, where: str) -> str | None:
    """A field as text; numbers are ids or titles such as 1984."""
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return _HALF_CHARACTER.sub("\ufffd", value or "").strip() or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ArticleFileError(
        f"{where}: {name} is {type(value).__name__}, not text", f'write "{name}" as a string'
    )
