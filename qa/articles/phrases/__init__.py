"""What news pages write around an article, as data: one file a language, and one of HTML names.

A line of a file is a kind and a phrase (``chrome<TAB>share this article``). All files are
loaded whatever the page's language is.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qa.articles.lines import key

_FOLDER = Path(__file__).resolve().parent


@lru_cache(maxsize=64)
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of a kind in every language, in the files' order, as they are written."""
    found = tuple(phrase for name, phrase in _all() if name == kind)
    if not found:
        raise KeyError(kind)
    return found


@lru_cache(maxsize=64)
def phrase_keys(kind: str) -> frozenset[str]:
    """The same as keys (``qa.articles.lines.key``): one entry covers both Chinese scripts."""
    return frozenset(key(phrase) for phrase in phrases(kind))


@lru_cache(maxsize=1)
def _all() -> tuple[tuple[str, str], ...]:
    lines = (
        line
        for file in sorted(_FOLDER.glob("*.tsv"))
        for line in file.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return tuple((kind, phrase) for kind, _, phrase in (line.partition("\t") for line in lines))
