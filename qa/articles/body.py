"""The body of one article out of its stretch of a dumped page."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qa.articles.boilerplate import is_chrome, separator
from qa.articles.captions import caption_indexes
from qa.articles.heads import plain_meta
from qa.articles.lines import is_list_item, is_statement, key, weight

# So many short lines in a row after the last sentence are a list of teasers or a menu.
_TEASERS = 3
_HEAVIEST_TITLE_REPEAT = 72


def clean_lines(lines: Sequence[str], *, drop: Collection[str]) -> list[str]:
    """The lines that are the article's own text, in order, each repeated sentence once.

    Args:
        lines: from below the head to the next separator or head.
        drop: keys (``qa.articles.lines.key``) of title and category, which pages repeat.
    """
    captions = caption_indexes(lines)
    kept: list[str] = []
    seen: set[str] = set()
    for i, line in enumerate(lines):
        if i in captions or separator(line) or is_chrome(line) or _repeats_head(line, drop):
            continue
        name = key(line)
        if is_statement(line) and name:
            if name in seen:
                continue
            seen.add(name)
        kept.append(line.strip())
    return _without_tail(kept)


def _repeats_head(line: str, drop: Collection[str]) -> bool:
    return weight(line) <= _HEAVIEST_TITLE_REPEAT and key(line) in drop and bool(key(line))


def _without_tail(lines: list[str]) -> list[str]:
    """Without the menus, source lines and teasers below the last sentence."""
    last = max((i for i, line in enumerate(lines) if is_statement(line)), default=len(lines) - 1)
    tail = [line for line in lines[last + 1 :] if plain_meta(line) is None]
    teasers = [line for line in tail if not is_list_item(line) and not line.startswith(("（", "("))]
    if len(teasers) >= _TEASERS:
        tail = [line for line in tail if line not in teasers]
    return lines[: last + 1] + tail
