"""The title of a page's article: its own heading, which the stated titles contain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.articles.heads import date_line, find_title
from qa.articles.lines import is_statement, key, weight
from qa.articles.phrases import phrase_keys, phrases
from qa.articles.webpage.blocks import Block
from qa.articles.webpage.page import Page
from qa.text.dates import read_date_line

_SHORTEST, _LONGEST = 4, 90
_SHORTEST_KEY = 5
_ABOVE = 12
# What a heading has of the stated title's letters, at least; less is a section or a site.
_SHARE = 0.25
_HEADING, _FIRST_HEADING, _NAMED, _IN_ARTICLE_TAG = 6, 10, 4, 2
_BREAK = re.compile(
    r"\s*(?:[|｜»›]|--+|——|\s[-–—_·•:：]\s|(?<=[\u3000-\u9fff\uff00-\uffef”’])[-_–—]"
    r"|[-_–—](?=[\u3000-\u9fff\uff00-\uffef“‘])|_)\s*"
)
_SITE_IN_FRONT = re.compile(r"^([^:：]{2,40})[:：]\s*(\S.{9,})$")
_DAY = re.compile(r"^\d{4}[-/.]?\d{2}[-/.]?\d{2}$")
_HEAVIEST_TAIL = 10


@dataclass(frozen=True)
class Headline:
    """A title, and the number of its block; None where no block shows it."""

    text: str
    place: int | None = None


def find_headline(page: Page, stated: Sequence[str], site: str | None) -> Headline:
    """The title of the page's article, ``""`` if nothing tells it.

    Args:
        stated: titles that the page states of itself, the most trusted first; site names,
            dates and sections may stand with them.
        site: the site's name, where the page states it.
    """
    wanted = [key(title) for title in stated if key(title)]
    names = {key(name) for name in (site,) if name}
    found: list[tuple[float, int]] = []
    for i, block in enumerate(page.blocks):
        if _may_be_title(block, names) and not _skipped(page, block):
            matched = _match(key(block.text), wanted)
            if matched:
                found.append((matched + _looks(block), -i))
    if found:
        place = -max(found)[1]
        return Headline(page.blocks[place].text, place)
    return _without_match(page, stated, names)


def headline_above(page: Page, first: int) -> Headline:
    """The heading of a page that states no title: the nearest above the body's first block."""
    places = [
        i
        for i in range(max(0, first - _ABOVE), first)
        if date_line(page.blocks[i].text, timezone="UTC") is None
    ]
    title = find_title([page.blocks[i].text for i in places], len(places))
    if title is None:
        return Headline("")
    return Headline(title.text, max(i for i in places if page.blocks[i].text == title.text))


def bare_title(title: str, site: str | None) -> str:
    """A stated title without site, date and section, in front or behind."""
    names = {key(site)} if site else set()
    parts = [part for part in _BREAK.split(title.strip()) if part]
    marks = [mark.group() for mark in _BREAK.finditer(title.strip())]
    if len(parts) < 2 or len(marks) != len(parts) - 1:
        return _without_front(title.strip(), names)
    first, last = 0, len(parts)
    while last - first > 1 and _no_title(parts[last - 1], names):
        last -= 1
    while last - first > 1 and _no_title(parts[first], names):
        first += 1
    if site is None and last == len(parts) and last - first > 1:
        # Behind bars and underscores the short rest is the site's, whatever its name.
        tight = marks[last - 2].strip() in ("|", "｜", "_", "»", "--")
        if tight and weight(parts[last - 1]) <= min(_HEAVIEST_TAIL, weight(parts[first])):
            last -= 1
    between = [*marks[first : last - 1], ""]
    kept = "".join(p + m for p, m in zip(parts[first:last], between, strict=True))
    return _without_front(kept.strip(), names)


def site_in_title(title: str, heading: str) -> str | None:
    """The last part of a stated title that the heading does not have: the site's name."""
    parts = [part.strip() for part in _BREAK.split(title.strip()) if part.strip()]
    if len(parts) < 2 or key(parts[-1]) in key(heading) or _DAY.match(parts[-1]):
        return None
    return parts[-1] if key(heading) in key(title) and weight(parts[-1]) <= 16 else None


def _match(text: str, wanted: Sequence[str]) -> float:
    """How much of a stated title a heading says, 0 where too little."""
    if len(text) < _SHORTEST_KEY:
        return 0
    inside = [len(text) for title in wanted if text in title and len(text) >= _SHARE * len(title)]
    # A stated title may be cut, at a quotation mark or at a length.
    around = [len(t) for t in wanted if len(t) >= _SHORTEST_KEY and text.startswith(t)]
    return max([*inside, *around], default=0)


def _looks(block: Block) -> float:
    names = f"{block.element.get('class') or ''} {block.element.get('id') or ''}".lower()
    named = any(part in names for part in phrases("part_title"))
    score = _NAMED * named + _HEADING * block.is_heading
    return score + (_FIRST_HEADING if block.tag == "h1" else 0) - 8 * (block.linked > 0.5)


def _may_be_title(block: Block, names: set[str]) -> bool:
    size = block.weight
    return (
        _SHORTEST <= size <= _LONGEST
        and not block.home
        and key(block.text) not in names
        and key(block.text) not in phrase_keys("section")
        and (block.is_heading or not is_statement(block.text) or size < 40)
    )


def _skipped(page: Page, block: Block) -> bool:
    return page.elsewhere(block) and not block.is_heading


def _without_match(page: Page, stated: Sequence[str], names: set[str]) -> Headline:
    heads = [
        i
        for i, block in enumerate(page.blocks)
        if block.tag == "h1" and _may_be_title(block, names) and not _is_site(block.text)
    ]
    site = next(iter(names), None)
    bare = next((text for text in (bare_title(s, site) for s in stated) if text), "")
    if len(heads) == 1 and (not bare or weight(page.blocks[heads[0]].text) >= 6):
        return Headline(page.blocks[heads[0]].text, heads[0])
    return Headline(bare)


def _no_title(part: str, names: set[str]) -> bool:
    name = key(part)
    if not name or name in phrase_keys("section") or _DAY.match(part.strip()):
        return True
    if any(name in other or other in name for other in names if other):
        return True
    dated = read_date_line(part, timezone="UTC")
    return bool(dated and not dated.rest) or _is_site(part)


def _is_site(text: str) -> bool:
    """Whether a short text ends as the names of news sites do."""
    text = text.strip()
    if weight(text) > _HEAVIEST_TAIL:
        return False
    name = key(text)
    return any(_ends(text, name, ending) for ending in _site_endings())


def _ends(text: str, name: str, ending: str) -> bool:
    if ending.isascii():
        words = text.lower().split()
        return 1 < len(words) <= 5 and ending in (words[-1], words[0]) and text[:1].isupper()
    return name.endswith(ending) and name != ending


def _site_endings() -> Iterator[str]:
    yield from phrase_keys("site_ending")


def _without_front(title: str, names: set[str]) -> str:
    parts = _SITE_IN_FRONT.match(title)
    if parts and (key(parts[1]) in names or _is_site(parts[1])):
        return parts[2].strip()
    return title
