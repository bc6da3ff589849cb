"""Articles in the data that scripts hold: the state of an app, JSON-LD, single variables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.articles.lines import is_statement, key
from qa.articles.phrases import phrases

_LARGEST = 8_000_000
_MOST_NODES = 200_000
_MOST_OBJECTS = 40
_ASSIGNED = re.compile(r"[\w$.\]\"']\s*=\s*(?:JSON\.parse\()?(?=[\[{])")
_MARKUP = re.compile(r"<(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|li|figure|img)\b", re.IGNORECASE)
_VARIABLE = (
    r"\b(?:{names})[\"']?\s*[:=]\s*[\"']?(\d{{10}}(?:\d{{3}})?|\d{{4}}-\d\d?-\d\d?[T ]?[\d:.]*Z?)"
)
_LEAST_TITLE = 5


@dataclass(frozen=True)
class StateArticle:
    """An article as a script's data hold it; ``published`` as it is written there."""

    title: str
    paragraphs: tuple[str, ...]
    published: Any = None


def script_objects(tree: Any) -> Iterator[Any]:
    """The JSON of a page's scripts: whole ones, and objects that scripts assign."""
    decoder = json.JSONDecoder(strict=False)
    count = 0
    for script in tree.iter("script"):
        text = script.text or ""
        if not 2 < len(text) <= _LARGEST:
            continue
        starts = [0] if text.lstrip()[:1] in "[{" else [m.end() for m in _ASSIGNED.finditer(text)]
        reached = -1
        for start in starts:
            if start < reached:
                continue
            if count >= _MOST_OBJECTS:
                return
            count += 1
            try:
                found, reached = decoder.raw_decode(text, len(text) - len(text[start:].lstrip()))
            except (ValueError, RecursionError):
                continue
            yield found


def state_article(tree: Any, titles: Sequence[str]) -> StateArticle | None:
    """The article of a script's data that has one of the page's titles, with the most prose."""
    wanted = [key(title) for title in titles if len(key(title)) >= _LEAST_TITLE]
    best, size = None, 0
    for whole in script_objects(tree):
        for item in _dicts(whole):
            title = _title(item)
            name = key(title) if title else ""
            if len(name) < _LEAST_TITLE or not any(name in t or t in name for t in wanted):
                continue
            paragraphs = tuple(dict.fromkeys(_paragraphs(item, title)))
            length = sum(len(p) for p in paragraphs if is_statement(p))
            if length > size:
                best, size = StateArticle(title, paragraphs, _published(item)), length
    return best


def script_times(tree: Any) -> list[str]:
    """Values of variables in scripts that are named as times of publication are."""
    names = "|".join(re.escape(name) for name in phrases("state_published"))
    pattern = re.compile(_VARIABLE.format(names=names), re.IGNORECASE)
    found: list[str] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if 0 < len(text) <= _LARGEST:
            found.extend(match.group(1) for match in pattern.finditer(text))
    # A time of day before a day alone.
    return sorted(found[:20], key=lambda value: not value.isdigit() and ":" not in value)


def _dicts(whole: Any) -> Iterator[dict[str, Any]]:
    """All objects of a document, outer ones first; not by recursion, as data may be deep."""
    waiting, seen = [whole], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def _title(item: dict[str, Any]) -> str:
    for name, value in item.items():
        if name.lower() in phrases("state_title"):
            if isinstance(value, dict):
                value = next((v for v in value.values() if isinstance(v, str) and v), "")
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
    return ""


def _published(item: dict[str, Any]) -> Any:
    names = {name.lower(): value for name, value in item.items()}
    for name in phrases("state_published"):
        value = names.get(name)
        if isinstance(value, str | int | float) and value:
            return value
    return None


def _paragraphs(item: dict[str, Any], title: str) -> Iterator[str]:
    """The prose of an object in its own order, without what its keys call other things."""
    # Short forms of the text stand beside it; inside it they are its standfirst.
    short = phrases("state_short")
    waiting: list[tuple[str, Any]] = [
        (name, node)
        for name, node in reversed(item.items())
        if not any(other in name.lower() for other in short)
    ]
    seen = 0
    while waiting and seen < _MOST_NODES:
        name, node = waiting.pop()
        seen += 1
        if any(other in name.lower() for other in phrases("state_other")):
            continue
        if isinstance(node, dict):
            if any(other in str(node.get("type", "")).lower() for other in phrases("state_other")):
                continue
            waiting.extend(reversed(list(node.items())))
        elif isinstance(node, list):
            waiting.extend((name, child) for child in reversed(node))
        elif isinstance(node, str) and len(node) > 1:
            yield from _lines(node, title)


def _lines(text: str, title: str) -> Iterator[str]:
    if _MARKUP.search(text):
        from qa.articles.webpage.page import Page
        from qa.articles.webpage.tree import parse_tree

        tree = parse_tree(f"<body>{text}</body>")
        lines = [block.text for block in Page(tree).blocks] if tree is not None else []
    else:
        lines = [" ".join(line.split()) for line in text.splitlines()]
    for line in lines:
        if is_statement(line) and key(line) != key(title):
            yield line
