"""A dumped page cut into sections: at heads (a title above a date line) and at separators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.articles.boilerplate import Separator, separator
from qa.articles.heads import Meta, Title, date_line, find_title, read_meta
from qa.articles.lines import is_statement


@dataclass(frozen=True)
class Head:
    """A title above a date line: ``start`` to ``end`` are its lines."""

    title: Title
    start: int
    end: int
    meta: Meta


@dataclass(frozen=True)
class Section:
    """Lines ``start`` to ``end`` between separators and heads."""

    start: int
    end: int
    after: Separator | None
    head: Head | None = None


def split_sections(lines: Sequence[str], timezone: str) -> list[Section]:
    """The lines of a page as sections, in order and without the separators."""
    heads = {head.start: head for head in find_heads(lines, timezone)}
    inside = {i for head in heads.values() for i in range(head.start, head.end)}
    sections: list[Section] = []
    start, after, head = 0, None, None
    for i, line in enumerate(lines):
        kind = separator(line) if i not in inside else None
        if kind is None and i not in heads:
            continue
        sections.append(Section(start, i, after, head))
        after = kind
        start, head = (i + 1, None) if kind else (i, heads[i])
    sections.append(Section(start, len(lines), after, head))
    return sections


def find_heads(lines: Sequence[str], timezone: str) -> list[Head]:
    """Titles above date lines. Later heads must be dated as exactly as the first, or exactly."""
    heads: list[Head] = []
    floor = 0
    i = 0
    while i < len(lines):
        said = date_line(lines[i], timezone=timezone)
        if said is None or not (said.published or said.updated or said.exact):
            i += 1
            continue
        meta, end = read_meta(lines, i, timezone=timezone)
        title = _title_above(lines, i, floor)
        if title and (not heads or meta.exact or meta.exact == heads[0].meta.exact):
            heads.append(Head(title, title.start, end, meta))
            floor = end
        i = max(end, i + 1)
    return heads


def _title_above(lines: Sequence[str], date: int, floor: int) -> Title | None:
    """The title above a date line; one sentence, a standfirst, may stand between."""
    title = find_title(lines, date, floor=floor)
    if title or date == floor or not is_statement(lines[date - 1]):
        return title
    title = find_title(lines, date - 1, floor=floor)
    # In the middle of a page only a separator tells a standfirst from the body's last line.
    at_top = title and not any(is_statement(line) for line in lines[floor : title.start])
    fresh = floor == 0 or (title and title.start and separator(lines[title.start - 1]))
    return title if at_top and fresh else None
