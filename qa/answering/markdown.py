"""Article text inside Markdown answers: shown as it is, never interpreted."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")


def escape(text: str) -> str:
    """Text with everything that Markdown or HTML would interpret made inert, on one line."""
    return " ".join(_SPECIAL.sub(r"\\\1", text).replace("&", "&amp;").split())
