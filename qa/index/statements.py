"""Parts of the store's SQL statements, and what is made of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.index.filters import Filters
from qa.text.folding import fold


def marks(values: Sequence[object]) -> str:
    """A question mark for each value."""
    return ", ".join("?" * len(values))


def choice_key(name: str | None) -> str | None:
    """A category or source as filters compare it."""
    return fold(name).strip() or None if name else None


def conditions_of(filters: Filters) -> tuple[str, list[str]]:
    """The conditions on an article ``a`` that the filters let through, and their values."""
    conditions, values = ["1"], list[str]()
    low, high = filters.bounds()
    for value, condition in (
        (low, "substr(a.published, 1, 19) >= ?"),
        (high, "substr(a.published, 1, 19) <= ?"),
        (choice_key(filters.category), "trim(a.category_key) = ?"),
        (choice_key(filters.source), "trim(a.source_key) = ?"),
    ):
        if value:
            conditions.append(condition)
            values.append(value)
    if languages := filters.languages():
        conditions.append(f"a.language IN ({marks(languages)})")
        values.extend(languages)
    return " AND ".join(conditions), values


def most_frequent(rows: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """Counts by key under the first spelling of each, most first.

    Args:
        rows: key, spelling and count; those of a key with the highest count first.
    """
    spellings: dict[str, str] = {}
    counts: dict[str, int] = {}
    for key, spelling, count in rows:
        spellings.setdefault(key, spelling.strip())
        counts[key] = counts.get(key, 0) + count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], spellings[item[0]]))
    return {spellings[key]: count for key, count in ranked}
