"""Questions about the newest state of things: "the latest on the bridge", 大橋的最新消息."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.text.cutting import flat, tidied, without

_SO_MUCH = r"(?:的|这)?[\d一二两三四五六七八九十百半数]+ ?个?(?:小时|天|日|周|星期|礼拜|月|年)"
_NEAREST = re.compile(r"[离距][^,。?!]{0,15}最近")
_NEWEST = re.compile(
    r"(?<!\bat )(?<!\bat the )(?<!\bat the very )\blatest\b(?! (?:possible|date|time|by)\b)"
    r"|\b(?:newest|most recent|currently|right now|at the moment)\b"
    r"|\bcurrent (?=(?:state|status|situation)\b)|最新"
    rf"|最近(?!{_SO_MUCH}|几个?[月年]|的?(?:地铁|车站|医院|机场|距离|邻))"
    r"|近况|(?<![出发呈表体实显])现状|(?<![附将接临靠])近[日期](?!限)"
    r"|(?<![项节题栏科])目前(?![往景来])|(?<![适相])当前|现在的?(?=情况|进展|怎么?样|如何)",
    re.ASCII,
)
# What the newest of is asked for: nothing that an article would say.
_OF_NEWS = re.compile(
    r" ?(?:news|status|state|situation|developments?|updates?|information|reports?|progress"
    r"|headlines?|stories|story)\b(?: (?:on|about|of|regarding|concerning|with|in)\b)?"
    r"|的? ?(?:消息|新闻|情况|进展|动态|状况|形势|局势|状态|发展|资讯|报道)"
    r"| (?:on|about|regarding)\b",
    re.ASCII,
)
_THE = re.compile(r"\b(?:the|any) (?:very )?$", re.ASCII)


def asks_for_latest(question: str) -> bool:
    """Whether a question asks, by its wording, for the newest that is known."""
    return next(newest_words(flat(question)), None) is not None


def without_newest(question: str) -> str:
    """The question without the words that ask for the newest, and "news" or 消息 after them.

    Unchanged where it does not ask for the newest.
    """
    text = flat(question)
    spans = [(_start(text, start), _end(text, end)) for start, end in newest_words(text)]
    return without(tidied(question), spans) if spans else question


def newest_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the words that ask for the newest stand in a text as ``flat`` makes it."""
    hidden = _NEAREST.sub(lambda match: " " * len(match.group()), text)
    return (match.span() for match in _NEWEST.finditer(hidden))


def _start(text: str, start: int) -> int:
    the = _THE.search(text, 0, start)
    return the.start() if the else start


def _end(text: str, end: int) -> int:
    noun = _OF_NEWS.match(text, end)
    return noun.end() if noun else end
