"""Values of fields as text: what is nothing, lists, objects, HTML and entities."""

from __future__ import annotations

import ast
import html
import json
import math
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from qa.articles.readers.columns import key
from qa.articles.readers.markup import text_of_html, text_of_line

# JSON can write half of a surrogate pair, which no encoding can store.
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
# What programs write for a missing value, in lower case.
_NOTHING = frozenset(
    "nan nat none null nil n/a na n.a. <na> #n/a #na undefined missing - -- — \\n [] {} () \"\" ''"
    " 無 无 暫無 暂无 未知".split()
)
# The members of an object that say what it is, by role; the first that has a value counts.
_MEMBERS = {
    "text": ("rendered", "html", "text", "plain", "raw", "value", "content", "body", "t", "cdata"),
    "title": ("rendered", "main", "text", "value", "title", "name", "headline", "t", "default"),
    "url": ("href", "url", "link", "web", "canonical", "id", "value", "text"),
    "id": ("oid", "id", "value", "text"),
    "when": ("date", "datetime", "iso", "numberlong", "seconds", "value", "text"),
    "name": ("name", "title", "label", "term", "text", "value", "domain", "url", "slug", "id"),
}
_LITERAL = re.compile(r"\s*(?:\[.*\]|\{.*\})\s*", re.DOTALL)
_LONGEST_LITERAL = 5_000
_DEEPEST = 8
# Tags of HTML by name: <IBM> in a text is a ticker.
_HTML = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|small|sub|sup|font|center|ul|ol|li|dl|dt|dd|h[1-6]|hr"
    r"|img|table|tbody|thead|tr|td|th|blockquote|figure|figcaption|section|article|aside|header"
    r"|footer|main|nav|pre|code|script|style|iframe|video|audio|source|picture|html|body|form"
    r"|button|input|noscript|template|svg)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"<(?:p|br|div|ul|ol|li|h[1-6]|table|tr|blockquote|section|article)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def is_nothing(value: object) -> bool:
    """Whether a value says that there is none: null, blank, NaN, and how tables write these."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return True
    if isinstance(value, str):
        text = value.strip()
        return not text or (len(text) <= 9 and text.lower() in _NOTHING)
    return isinstance(value, list | dict | tuple) and not value


def body_text(value: object) -> str | None:
    """The text of an article: paragraphs of a list joined, HTML and entities undone."""
    text = _joined(value, "text", "\n\n", 0)
    return _unmarked(text) if text else None


def line_text(value: object, role: str) -> str | None:
    """A title, name or address on one line; of a list the first, of an object its name.

    None where there is none; ``is_nothing`` tells whether the field is blank or not understood.
    """
    found = _joined(_unwritten(value), role, " " if role == "title" else None, 0)
    return (text_of_line(found) if _HTML.search(found) else _entities(found)) if found else None


def moment_value(value: object) -> object:
    """What a date field holds: of a list the first, of an object its date."""
    value = _unwritten(value)
    for _ in range(_DEEPEST):
        if isinstance(value, list | tuple):
            value = next((one for one in value if not is_nothing(one)), None)
        elif isinstance(value, Mapping):
            value = _member(value, "when")
        else:
            break
    return value


def address(text: str) -> str | None:
    """A URL or another name of a place, None for what is neither."""
    try:
        parts = urlsplit(text)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    wrong = any(c.isspace() for c in text) or parts.scheme in ("javascript", "data", "vbscript")
    return None if wrong or not text.isprintable() else text


def site(text: str) -> str:
    """The name of a source, of an address its host."""
    if re.match(r"https?://\S+$", text):
        try:
            return (urlsplit(text).hostname or text).removeprefix("www.")
        except ValueError:
            return text
    return text


def _joined(value: object, role: str, between: str | None, depth: int) -> str | None:
    """A value as text; of a list the members with ``between``, or the first without it."""
    if is_nothing(value) or depth > _DEEPEST or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _HALF_CHARACTER.sub("\ufffd", value).strip() or None
    if isinstance(value, int | float):
        return str(value) if abs(value) < 1e100 else None
    if isinstance(value, list | tuple):
        parts = (_joined(one, role, between, depth + 1) for one in value)
        if between is None:
            return next((part for part in parts if part), None)
        return between.join(part for part in parts if part) or None
    if isinstance(value, Mapping):
        return _joined(_member(value, role), role, between, depth + 1)
    return None


def _member(value: Mapping[str, object], role: str) -> object:
    by_key = {key(name): one for name, one in value.items() if not is_nothing(one)}
    wanted = _MEMBERS.get(role, _MEMBERS["name"])
    return next((by_key[name] for name in wanted if name in by_key), None)


def _unwritten(value: object) -> object:
    """A list or an object that a table holds as text: "['World']", {'id': None, 'name': 'A'}."""
    if not isinstance(value, str) or len(value) > _LONGEST_LITERAL or not _LITERAL.fullmatch(value):
        return value
    for read in (json.loads, ast.literal_eval):
        try:
            found: object = read(value.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        return found if isinstance(found, list | dict) else value
    inner = value.strip()[1:-1]
    if value.strip().startswith("[") and not set(inner) & set("[]{}"):
        return [part.strip(" '\"") for part in inner.split(",")]
    return value


def _entities(text: str) -> str:
    if "&" not in text:
        return text
    once = html.unescape(text)
    return html.unescape(once).strip() if once != text else text


def _unmarked(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    if not _HTML.search(text):
        text = _entities(text)
        if not _HTML.search(text):
            return text
    if not _BLOCK.search(text):
        # Its paragraphs are lines then.
        text = re.sub(r"\r?\n", "<br>", text)
    return text_of_html(text)
