"""Article text inside Markdown answers: shown as it is, never interpreted."""

from __future__ import annotations

import re

# An ampersand is one unless it begins an entity.
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_ESCAPED = re.compile(rf"\\{_SPECIAL.pattern}")


def plain(text: str) -> str:
    """Text that was escaped as it was, for a terminal."""
    return _ESCAPED.sub(r"\1", text).replace("&amp;", "&")


def escape(text: str) -> str:
    """Text with everything that Markdown or HTML would interpret made inert, on one line."""
    return " ".join(_ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text)).split())
