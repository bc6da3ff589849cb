"""Which column or field of a record holds what, by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from qa.text.folding import fold

_FILE = Path(__file__).resolve().parent / "columns.tsv"
_NOT_KEY = re.compile(r"[\W_]+")
_SHOWN = 12
# What an example of a file names its columns.
EXAMPLE = "id,title,text,url,published,updated,category,source"


def roles(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each role (a row of ``columns.tsv``) the names that have it, the best first.

    The order of ``names`` does not matter. Names without a role are in none.
    """
    return _roles(frozenset(names))


def listed(names: Iterable[str]) -> str:
    """The names that a file has, for a message."""
    found = [name.strip()[:40] for name in names if name.strip()]
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more if found else "none"


@lru_cache(maxsize=1024)
def _roles(names: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    by_key: dict[str, list[str]] = {}
    for name in sorted(names):
        by_key.setdefault(key(name), []).append(name)
    found: dict[str, tuple[str, ...]] = {}
    for role, known in _table().items():
        mine = [one for one in known if one in by_key]
        # What may be another role's is taken only for want of a name of one's own.
        own = [one for one in mine if one not in _shared()] or mine
        if own:
            found[role] = tuple(name for one in own for name in by_key[one])
        for one in own:
            del by_key[one]
    return MappingProxyType(found)


def key(name: str) -> str:
    """A column's name as it is compared: case, white space, marks and Chinese script folded."""
    return _NOT_KEY.sub("", fold(name))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    lines = _FILE.read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {role: tuple(key(name) for name in names.split()) for role, names in rows}


@cache
def _shared() -> frozenset[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for names in _table().values():
        twice |= seen & set(names)
        seen |= set(names)
    return frozenset(twice)
