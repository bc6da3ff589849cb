"""Keeps development questions and passages out of the training text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from qa.text.folding import fold

_UNIT = re.compile(r"[a-z0-9\u00c0-\u024f]+|[^\W\d_a-z]", re.UNICODE)
# Any run of this many units in common (Han characters, Latin words) counts as a copy.
RUN = 13
_STRIDE = 3
# The development files, under the data folder, that hold text to keep out. The articles of
# crud-news-zh are the training news itself: only its questions are kept out.
_FIELDS = ("text", "query", "input", "passages", "positive", "positive_wrong", "negative")


class Overlap:
    """Knows every run of 13 units of the development sets.

    Training text is probed at every third place, so copies of 15 units or more are found
    for certain. Short texts (questions below 13 units) are compared whole.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[int] = set()
        for text in texts:
            units = _units(text)
            if len(units) < RUN:
                self._runs.add(hash(tuple(units)))
            for start in range(len(units) - RUN + 1):
                self._runs.add(hash(tuple(units[start : start + RUN])))

    @classmethod
    def from_folder(cls, dev: Path) -> Overlap:
        """All questions and passages below a folder of development sets."""
        return cls(text for path in sorted(dev.rglob("*.jsonl")) for text in _texts(path))

    def __len__(self) -> int:
        return len(self._runs)

    def __contains__(self, text: str) -> bool:
        units = _units(text)
        if len(units) <= RUN:
            return hash(tuple(units)) in self._runs
        return any(
            hash(tuple(units[start : start + RUN])) in self._runs
            for start in range(0, len(units) - RUN + 1, _STRIDE)
        )


def _units(text: str) -> list[str]:
    return _UNIT.findall(fold(text))


def _texts(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield from texts_of(json.loads(line))


def texts_of(row: Mapping[str, object]) -> Iterator[str]:
    """The questions and passages that a line of a development file holds."""
    for field in _FIELDS:
        yield from _strings(row.get(field))


def _strings(value: object) -> Iterator[str]:
    """The texts of a field: one, or lists of them, or passages that hold them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        yield from _strings(value.get("text"))
