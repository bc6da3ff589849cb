"""Text files of news: a dumped web page with one or several articles, or a plain article.

A dump gives itself away: menus and notices, doubled lines, photo credits, separators before
other articles. It is cut into sections at separators and at heads (a title above a date
line); each section is an article, the continuation of the one before, or a teaser list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.articles.body import clean_lines
from qa.articles.boilerplate import Separator, is_chrome, separator
from qa.articles.captions import credit
from qa.articles.heads import (
    Meta,
    Title,
    category_name,
    date_line,
    find_title,
    plain_meta,
    read_meta,
    with_category,
    with_times,
    without_site,
)
from qa.articles.lines import ends_sentence, is_statement, key, unwrap, weight
from qa.articles.model import ArticleDraft
from qa.articles.plain import read_plain
from qa.articles.sections import Section, find_heads, split_sections

# Weight of prose that makes an article: after a heading such as "Related", where teasers
# with a sentence each are likely, and anywhere else.
_ARTICLE_AFTER_RELATED = 120
_ARTICLE_WITHOUT_DATE = 30
_CONTINUATION = 40
_PREFACE = 60
_SHORTEST_SUBTITLE = 10


@dataclass
class _Found:
    """An article while its page is read; ``body`` may grow by continuations."""

    title: str
    meta: Meta
    body: list[str]


def read_page(text: str, *, timezone: str) -> list[ArticleDraft]:
    """The articles of a text file in page order; at least one if there is any text.

    Args:
        text: the decoded file.
        timezone: IANA name of the zone of dates that state none.
    """
    lines = unwrap(text)
    if not lines:
        return []
    if not is_dump(lines, timezone=timezone):
        return [read_plain(lines, timezone=timezone)]
    drafts = [_draft(found) for found in _articles(lines, timezone)]
    # Never lose an article: what could not be taken apart is taken whole.
    return drafts or [read_plain(lines, timezone=timezone)]


def is_dump(lines: Sequence[str], *, timezone: str) -> bool:
    """Whether the lines of a file are a dumped web page and not one plain article.

    Full sentences alone prove little: an article may speak of cookies, or repeat a phrase.
    """
    fragments = [line for line in lines if not is_statement(line)]
    if any(is_chrome(line) or separator(line) for line in fragments):
        return True
    if any(credit(line) == "photo" for line in lines):
        return True
    doubled = [a for a, b in pairwise(lines) if key(a) == key(b) and weight(a) >= 4]
    if any(not ends_sentence(line) or credit(line) for line in doubled):
        return True
    title = key(lines[0])
    if weight(lines[0]) >= 4 and any(key(line) == title for line in lines[2:]):
        return not is_statement(lines[0])
    heads = len(find_heads(lines, timezone))
    notices = sum(is_chrome(line) for line in lines)
    return heads > 1 or notices > 1 or bool(heads and doubled)


def _articles(lines: Sequence[str], timezone: str) -> list[_Found]:
    found: list[_Found] = []
    after: Separator | None = None
    for section in split_sections(lines, timezone):
        # What a separator announces holds until an article or more of one has come.
        after = section.after or after
        article = _read_section(lines, section, timezone)
        if article is None:
            continue
        if _starts_article(lines, section, after, article, found):
            found.append(article)
        elif found and _continues(lines, section):
            found[-1].body.extend(_prose_on(lines, section))
        else:
            continue
        after = None
    return found


def _read_section(lines: Sequence[str], section: Section, timezone: str) -> _Found | None:
    """The section as an article, None if there is no prose in it."""
    part = lines[section.start : section.end]
    first = next((i for i, line in enumerate(part) if _is_prose(line)), None)
    if first is None:
        return None
    if section.head:
        title, meta = section.head.title, section.head.meta
        start = section.head.end - section.start
        standfirst = _standfirst(part, title, start)
    else:
        found = find_title(part, first)
        title = found or Title("", 0)
        meta, start, standfirst = Meta(), first, []
        if found:
            after_title = _after(part, found, first)
            meta, start = read_meta(part, after_title, timezone=timezone)
    before = lines[max(0, section.start - 1) : section.start]
    meta = with_category(meta, _category(part, title, start, before))
    if title.site and not meta.source:
        meta = meta.merged(Meta(source=title.site))
    meta, body = _tail_date(meta, list(part[start:]), timezone)
    names = {key(title.text), key(meta.category or ""), *_site_forms(part[:start], title)}
    return _Found(title.text, meta, clean_lines([*standfirst, *body], drop=names))


def _standfirst(part: Sequence[str], title: Title, end: int) -> list[str]:
    """Sentences and subtitles between a title and its date line: the article's own words."""
    first = _after(part, title, end)
    return [
        line
        for line in part[first:end]
        if weight(line) >= _SHORTEST_SUBTITLE
        and plain_meta(line) is None
        and date_line(line, timezone="UTC") is None
    ]


def _is_prose(line: str) -> bool:
    return is_statement(line) and not is_chrome(line) and credit(line) != "photo"


def _after(part: Sequence[str], title: Title, first: int) -> int:
    """The line after the last mention of a title before ``first``."""
    same = [i for i in range(first) if key(part[i]) == key(title.text)]
    return max(same, default=0) + 1


def _site_forms(head: Sequence[str], title: Title) -> set[str]:
    forms = ((line, without_site(line)) for line in head)
    return {key(line) for line, bare in forms if bare and key(bare[0]) == key(title.text)}


def _category(part: Sequence[str], title: Title, start: int, before: Sequence[str]) -> str | None:
    """The category that stands between the mentions of a title, or right above it."""
    if not title.text:
        return None
    top = next((i for i, line in enumerate(part) if key(line) == key(title.text)), 0)
    head = [line for line in part[top:start] if key(line) != key(title.text)]
    counts = Counter(key(line) for line in head)
    for line in head:
        if plain_meta(line) is None or key(line) == "":
            name = category_name(line, repeated=counts[key(line)] > 1)
            if name:
                return name
    above = [*before, *part[:top]]
    if above and len([line for line in above[-3:] if weight(line) <= 8]) < 3:
        return category_name(above[-1], repeated=False)
    return None


def _tail_date(meta: Meta, body: list[str], timezone: str) -> tuple[Meta, list[str]]:
    """A date line at the end of an article that has none at its head."""
    if meta.published or meta.updated:
        return meta, body
    for i in range(len(body) - 1, max(0, len(body) - 4), -1):
        said = date_line(body[i], timezone=timezone)
        if said and said.published:
            return meta.merged(said), body[:i] + body[i + 1 :]
    return meta, body


def _starts_article(
    lines: Sequence[str],
    section: Section,
    after: Separator | None,
    article: _Found,
    found: Sequence[_Found],
) -> bool:
    """Whether a section with prose, announced by ``after``, is an article of its own."""
    prose = [line for line in article.body if is_statement(line)]
    total = sum(weight(line) for line in prose)
    if after == "related" and found:
        full = len(prose) >= 2 or total >= _ARTICLE_AFTER_RELATED
        if section.head:
            return full
        undated = found[-1].meta.published is None and not found[-1].meta.exact
        return undated and full and bool(article.title) and not _teasers(lines, section)
    if section.head:
        return bool(prose)
    if after == "next":
        return bool(article.title) and total >= _ARTICLE_WITHOUT_DATE
    before_head = section.end < len(lines) and separator(lines[section.end]) is None
    return bool(prose) and (not before_head or (len(prose) >= 2 and total >= _PREFACE))


def _continues(lines: Sequence[str], section: Section) -> bool:
    """Whether an article goes on after a heading such as "Read more" in its middle."""
    if section.head or _teasers(lines, section):
        return False
    prose = [line for line in lines[section.start : section.end] if _is_prose(line)]
    return sum(weight(line) for line in prose) >= _CONTINUATION


def _teasers(lines: Sequence[str], section: Section) -> bool:
    """Whether titles alternate with a sentence each, as in a list of teasers."""
    kinds = "".join(
        "p" if is_statement(line) else "t"
        for line in lines[section.start : section.end]
        if not is_chrome(line)
    )
    return kinds.count("tp") >= 2 and "pp" not in kinds


def _prose_on(lines: Sequence[str], section: Section) -> list[str]:
    part = lines[section.start : section.end]
    first = next(i for i, line in enumerate(part) if _is_prose(line))
    return clean_lines(part[first:], drop=set())


def _draft(found: _Found) -> ArticleDraft:
    published, updated = with_times(found.meta)
    return ArticleDraft(
        title=found.title,
        body="\n\n".join(found.body),
        source=found.meta.source,
        category=found.meta.category,
        published=published,
        updated=updated,
    )
