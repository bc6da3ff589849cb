"""The lines around a title: date, byline, source, category; and which line is the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from qa.articles.boilerplate import is_chrome, separator
from qa.articles.captions import credit
from qa.articles.lines import ends_sentence, is_statement, is_title_like, key, weight
from qa.articles.phrases import phrase_keys
from qa.text.dates import read_date_line

_BYLINE = re.compile(
    r"^(?:By|BY|by|Written by|Words by) [A-Z\u00c0-\u00de].{1,60}$"
    r"|^(?:author|reporter|editor|writer)s?\s*[:：].{1,60}$"
    r"|^[（(【\[]?(?:文|撰文|作者|記者|记者|本報記者|本报记者|特約記者|特约记者|編譯|编译|採訪|采访|整理|撰稿)"
    r"\s*[/／:：|]?\s*[^\s，。,].{0,24}$|^.{0,16}(?:綜合報道|综合报道|記者.{1,8}報道|记者.{1,8}报道)$"
)
_SOURCE = re.compile(
    r"^[（(]?(?:文章|消息|新聞|新闻|稿件|資料|资料)?(?:來源|来源|稿源|出處|出处|source)\s*[:：]\s*([^|｜\s][^|｜]*)",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"^(?:分類|分类|類別|类别|欄目|栏目|版面|頻道|频道|category|section)\s*[:：]\s*(\S.{0,30})$",
    re.IGNORECASE,
)
_SITE_SUFFIX = re.compile(r"^(.+\S)\s*(?:\s[-–—]\s|[|｜_»])\s*(\S[^|｜_»]{1,40})$")
_CRUMB = re.compile(r"\s*(?:[>›»]|&gt;)\s*")
_HEAVIEST_CATEGORY = 8
_HEAVIEST_REST = 8
_LIKELY_TITLE = 8
_FARTHEST_TITLE = 14


@dataclass(frozen=True)
class Meta:
    """What metadata lines say; None where they do not."""

    published: datetime | None = None
    updated: datetime | None = None
    exact: bool = False
    source: str | None = None
    category: str | None = None

    def merged(self, other: Meta) -> Meta:
        """This, completed by another line's statements."""
        return Meta(
            self.published or other.published,
            self.updated or other.updated,
            self.exact or other.exact,
            self.source or other.source,
            self.category or other.category,
        )


@dataclass(frozen=True)
class Title:
    """A title, its site if it names one, and where its first mention stands."""

    text: str
    start: int
    site: str | None = None


def date_line(line: str, *, timezone: str, base: datetime | None = None) -> Meta | None:
    """What a line that consists of dates and other metadata says, None for any other line."""
    if is_statement(line) and weight(line) > 60:
        return None
    dates = read_date_line(line, timezone=timezone, base=base)
    if dates is None or (ends_sentence(line) and weight(dates.rest) > 4):
        return None
    meta, unknown = Meta(dates.published, dates.updated, dates.exact), 0
    for part in re.split(r"\s*[|｜·•]\s*|\s{2,}|(?<=[^:：])\s+(?=來源|来源|Source)", dates.rest):
        known = plain_meta(part) if part else Meta()
        if known is None:
            unknown += 0 if key(part) in phrase_keys("section") else weight(part)
        else:
            meta = meta.merged(known)
    allowed = _HEAVIEST_REST if dates.exact else _HEAVIEST_REST // 2
    return meta if unknown <= allowed else None


def plain_meta(line: str) -> Meta | None:
    """What a byline, source, category or chrome line says; None for any other line."""
    line = line.strip()
    if source := _SOURCE.match(line):
        name = source.group(1).strip(" ）)]】")
        return Meta(source=name) if weight(line) <= 40 and not is_statement(line) else None
    if category := _CATEGORY.match(line):
        return Meta(category=category.group(1).strip())
    if weight(line) <= 40 and not is_statement(line) and _BYLINE.match(line):
        return Meta()
    return Meta() if is_chrome(line) else None


def category_name(line: str, *, repeated: bool) -> str | None:
    """The category that a short line by the title names: a known one, or a repeated one."""
    crumbs = [crumb for crumb in _CRUMB.split(line.strip()) if crumb]
    if len(crumbs) > 1:
        named = [crumb for crumb in crumbs if key(crumb) in phrase_keys("section")]
        return named[-1] if named else None
    short = 0 < weight(line) <= _HEAVIEST_CATEGORY and not ends_sentence(line)
    if key(line) in phrase_keys("section") or (
        short and repeated and not any(c.isdigit() for c in line)
    ):
        return line.strip()
    return None


def find_title(lines: Sequence[str], stop: int, *, floor: int = 0) -> Title | None:
    """The title among the lines before ``stop`` (a date line or the first sentence).

    One that the head repeats, with other lines between or with the site's name behind it,
    is preferred; then the nearest of a title's length.
    """
    places: list[int] = []
    for i in range(stop - 1, max(floor, stop - _FARTHEST_TITLE) - 1, -1):
        if separator(lines[i]) or (is_statement(lines[i]) and places):
            break
        if is_title_like(lines[i]) and plain_meta(lines[i]) is None and credit(lines[i]) != "photo":
            places.append(i)
    if not places:
        return None
    for i in places:
        if found := _repeated(lines, i, places):
            return found
    likely = next((i for i in places if weight(lines[i]) >= _LIKELY_TITLE), None)
    if likely is None:
        likely = max(places, key=lambda i: weight(lines[i]))
    start = likely
    while start - 1 in places and key(lines[start - 1]) == key(lines[likely]):
        start -= 1
    return Title(lines[likely].strip(), start)


def _repeated(lines: Sequence[str], i: int, places: Sequence[int]) -> Title | None:
    """The title at ``i`` if another candidate says the same, possibly with a site's name."""
    if weight(lines[i]) < _LIKELY_TITLE:
        return None
    same = [j for j in places if key(lines[j]) == key(lines[i])]
    for j in places:
        bare = without_site(lines[j])
        if bare and key(bare[0]) == key(lines[i]):
            return Title(lines[i].strip(), min([*same, j]), bare[1])
    spread = len(same) > 1 and max(same) - min(same) >= len(same)
    return Title(lines[i].strip(), min(same)) if spread else None


def without_site(title: str) -> tuple[str, str] | None:
    """A title and the site's name behind its last dash or bar, None if there is none."""
    match = _SITE_SUFFIX.match(title.strip())
    return (match.group(1).strip(), match.group(2).strip()) if match else None


def with_times(meta: Meta) -> tuple[str | None, str | None]:
    """Publication and update as ISO 8601."""
    return (
        meta.published.isoformat(timespec="seconds") if meta.published else None,
        meta.updated.isoformat(timespec="seconds") if meta.updated else None,
    )


def read_meta(
    lines: Sequence[str], start: int, *, timezone: str, meta: Meta | None = None
) -> tuple[Meta, int]:
    """What the metadata lines from ``start`` on say, and the index of the first other line."""
    meta = meta or Meta()
    for i in range(start, len(lines)):
        said = date_line(lines[i], timezone=timezone, base=meta.published) or plain_meta(lines[i])
        if said is None or separator(lines[i]):
            return meta, i
        meta = meta.merged(said)
    return meta, len(lines)


def with_category(meta: Meta, category: str | None) -> Meta:
    """The same with a category, where none was stated."""
    return replace(meta, category=meta.category or category)
