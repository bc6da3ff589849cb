"""Which characters a syllable of pinyin may be, for names in Latin letters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from qa.text.folding import fold
from qa.text.language import HAN
from training.embedding.data import DictionaryEntry

_NO_LETTER = re.compile(r"[^a-z]")


def characters_by_reading(
    entries: Iterable[DictionaryEntry], names: Iterable[str]
) -> dict[str, str]:
    """For each syllable without its tone its characters, folded, the most frequent in names first.

    Those that no name has are left out.
    """
    seen = Counter(character for name in names for character in fold(name))
    read: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        word = fold(entry.word)
        if len(word) == 1 and HAN.match(word) and seen[word]:
            read[_syllable(entry.reading)].add(word)
    return {
        syllable: "".join(sorted(found, key=lambda one: (-seen[one], one)))
        for syllable, found in sorted(read.items())
        if syllable
    }


def write_readings(path: Path, readings: dict[str, str]) -> None:
    """Write the table, a line a syllable."""
    rows = (f"{syllable}\t{found}" for syllable, found in readings.items())
    path.write_text("\n".join(rows) + "\n", "utf-8")


def _syllable(reading: str) -> str:
    """As passports and newspapers write it: nü and lü are nu and lu."""
    return _NO_LETTER.sub("", reading.lower().replace("u:", "u"))
