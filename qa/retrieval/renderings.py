"""The table of learned renderings: words, and what stands for them in the other language.

One compressed file. Words are numbered by their places in two lists, of English keys and of
Chinese words; the renderings of a word are a run of such numbers with weights in 15ths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

MOST = 8
# Renderings less likely than this, against the likeliest, are left out.
_LEAST_SHARE = 0.01
# A power below 1 of the likelihood: a rare rendering that a text does hold says nearly as much
# as the common one. 0.3 finds more held-out translations than 0.5 or 0.2.
_POWER = 0.3
_LEVELS = 15
_ABSENT = -1

Kind = Literal["to_chinese", "to_english", "variants"]
# Which list the words of each kind are in, and which one their renderings.
_LISTS: Mapping[Kind, tuple[str, str]] = {
    "to_chinese": ("english", "chinese"),
    "to_english": ("chinese", "english"),
    "variants": ("chinese", "chinese"),
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a word may stand as in a text.

    Attributes:
        text: folded Chinese of one or more characters, or an English stem as in
            ``qa.text.terms.stem``.
        weight: above 0 to 1, 1 for the likeliest.
    """

    text: str
    weight: float


Found = tuple[Rendering, ...]
Entries = Mapping[str, Found]


def weighted(shares: Mapping[str, float]) -> Found:
    """The likeliest renderings, at most 8, best first, by shares on any scale."""
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    least = ranked[0][1] * _LEAST_SHARE if ranked else 0.0
    return tuple(
        Rendering(text, (share / ranked[0][1]) ** _POWER)
        for text, share in ranked
        if share > 0.0 and share >= least
    )


class Table:
    """The renderings in the content of a file that ``write_table`` wrote."""

    def __init__(self, content: bytes) -> None:
        with np.load(BytesIO(content), allow_pickle=False) as file:
            arrays: dict[str, NDArray[Any]] = {name: file[name] for name in file.files}
        self._words = {name: _split(arrays[name]) for name in ("english", "chinese")}
        self._places = {
            name: {word: place for place, word in enumerate(words)}
            for name, words in self._words.items()
        }
        self._runs = {kind: _Runs.of(arrays, kind) for kind in _LISTS}

    def get(self, kind: Kind, word: str) -> Found | None:
        """The renderings of a word, best first: none if it means nothing, None if not known."""
        of, into = _LISTS[kind]
        place = self._places[of].get(word)
        run = None if place is None else self._runs[kind].run(place)
        if run is None:
            return None
        texts = self._words[into]
        return tuple(Rendering(texts[number], level / _LEVELS) for number, level in run)


@dataclass(frozen=True)
class _Runs:
    """Renderings of one kind by number: where the run of each word ends, and its members."""

    counts: NDArray[np.int8]
    ends: NDArray[np.int64]
    targets: NDArray[np.unsignedinteger[Any]]
    levels: NDArray[np.uint8]

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], kind: Kind) -> _Runs:
        counts = arrays[f"{kind}_counts"]
        ends = np.cumsum(np.maximum(counts, 0), dtype=np.int64)
        return cls(counts, ends, arrays[f"{kind}_targets"], arrays[f"{kind}_levels"])

    def run(self, place: int) -> list[tuple[int, int]] | None:
        count, end = int(self.counts[place]), int(self.ends[place])
        if count == _ABSENT:
            return None
        run = slice(end - count, end)
        return list(zip(self.targets[run].tolist(), self.levels[run].tolist(), strict=True))


def write_table(path: Path, entries: Mapping[Kind, Entries]) -> None:
    """Write the renderings of words; the same entries give the same bytes.

    An entry without renderings is kept: a word that is known to mean nothing by itself.
    """
    words = _lists(entries)
    places = {name: {word: i for i, word in enumerate(found)} for name, found in words.items()}
    arrays: dict[str, NDArray[Any]] = {name: _joined(found) for name, found in words.items()}
    for kind, (of, into) in _LISTS.items():
        known = entries[kind]
        counts = [len(known[word]) if word in known else _ABSENT for word in words[of]]
        run = [each for word in words[of] for each in known.get(word, ())]
        numbers = [places[into][rendering.text] for rendering in run]
        smallest = np.min_scalar_type(max(numbers, default=0))
        levels = [max(1, round(rendering.weight * _LEVELS)) for rendering in run]
        arrays[f"{kind}_counts"] = np.asarray(counts, np.int8)
        arrays[f"{kind}_targets"] = np.asarray(numbers, smallest)
        arrays[f"{kind}_levels"] = np.asarray(levels, np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _lists(entries: Mapping[Kind, Entries]) -> dict[str, list[str]]:
    """All words of both languages, sorted."""
    lists: dict[str, set[str]] = {"english": set(), "chinese": set()}
    for kind, (of, into) in _LISTS.items():
        lists[of].update(entries[kind])
        lists[into].update(each.text for found in entries[kind].values() for each in found)
    return {name: sorted(found) for name, found in lists.items()}


def _joined(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _split(joined: NDArray[np.uint8]) -> list[str]:
    return joined.tobytes().decode("utf-8").split("\n")
