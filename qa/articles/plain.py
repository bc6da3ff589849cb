"""A plain article: perhaps a title, perhaps a date line, then paragraphs; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

from qa.articles.heads import Meta, date_line, plain_meta, with_times
from qa.articles.lines import is_statement, is_title_like, key, weight
from qa.articles.model import ArticleDraft

_HEAD_LINES = 3
_LEDE = 20


def read_plain(
    paragraphs: Sequence[str], *, timezone: str, title: str | None = None
) -> ArticleDraft:
    """The draft of a plain article.

    Args:
        paragraphs: non-empty lines; the first may be the title.
        timezone: of date lines that state none.
        title: where it is known already; a first line that repeats it is dropped.
    """
    body = list(paragraphs)
    if title is None:
        title = body.pop(0).strip() if has_title(body, timezone=timezone) else ""
    elif body and key(body[0]) == key(title) and key(title):
        body.pop(0)
    meta = Meta()
    for _ in range(_HEAD_LINES):
        said = _metadata(body[0], timezone, meta) if len(body) > 1 else None
        if said is None:
            break
        meta = meta.merged(said)
        body.pop(0)
    if len(body) > 1 and weight(body[0]) >= _LEDE:
        # A lede that the page repeats verbatim says nothing new; other repetitions may be meant.
        body = [body[0], *(line for line in body[1:] if line != body[0])]
    published, updated = with_times(meta)
    return ArticleDraft(
        title=title,
        body="\n\n".join(body),
        source=meta.source,
        category=meta.category,
        published=published,
        updated=updated,
    )


def has_title(lines: Sequence[str], *, timezone: str) -> bool:
    """Whether the first line is a title: shaped like one, above a date line or heavier prose."""
    if len(lines) < 2 or not is_title_like(lines[0]) or date_line(lines[0], timezone=timezone):
        return False
    following = next((line for line in lines[1:] if not _metadata(line, timezone, Meta())), "")
    return (
        date_line(lines[1], timezone=timezone) is not None
        or is_statement(following)
        or weight(following) > weight(lines[0])
    )


def _metadata(line: str, timezone: str, meta: Meta) -> Meta | None:
    """A date, source or category line; a byline stays in the body, as nothing else holds it."""
    said = date_line(line, timezone=timezone, base=meta.published)
    if said is None:
        said = plain_meta(line)
        return said if said and (said.source or said.category) else None
    return said
