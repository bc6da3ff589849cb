"""Learns how names are written in Chinese: letters and characters that go together.

A joint model of letters and characters (Li, Zhang and Su, "A Joint Source-Channel Model for
Machine Transliteration", 2004), without context: it finds names in other spellings as well as
with the start or the end of a name told apart, or with a model of character pairs on top.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from qa.text.sounds import LONGEST_PIECE, letters

LOG = logging.getLogger(__name__)
_SPELLING = re.compile("[\u4e00-\u9fff]{2,8}")
_MOST_LETTERS = 14
_MOST_LETTERS_A_CHARACTER = 4.5
# What is not expected more often than this is dropped after each round; in the end no reading
# rests on one name alone.
_DROPPED = (0.3, 0.3, 0.3, 1.0, 2.0)
_NEGLIGIBLE = 1e-3
_READINGS_A_PIECE = 12

Piece = tuple[str, str]  # letters, character
Step = tuple[int, int, int, float]  # letters before and after, characters before, chance


def spellings(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The distinct names among words and their folded spellings, as plain letters, sorted.

    Left out is what cannot be a spelling by sound, such as more characters than letters.
    """
    found = {(letters(word), spelling) for word, spelling in pairs}
    return sorted(
        (word, spelling)
        for word, spelling in found
        if word
        and len(word) <= _MOST_LETTERS
        and _SPELLING.fullmatch(spelling)
        and len(spelling) <= len(word) <= _MOST_LETTERS_A_CHARACTER * len(spelling)
    )


def learn_sounds(names: Sequence[tuple[str, str]]) -> dict[Piece, float]:
    """Joint probabilities of letters and a character, by expectation maximisation.

    Args:
        names: plain letters and folded spelling of each name.

    Returns:
        The readings expected more than twice in the names, with probabilities that sum to 1.
    """
    chances: dict[Piece, float] | None = None
    for dropped in _DROPPED:
        expected: dict[Piece, float] = defaultdict(float)
        for name, spelling in names:
            for piece, count in _expected(name, spelling, chances):
                expected[piece] += count
        kept = {piece: count for piece, count in expected.items() if count > dropped}
        total = sum(kept.values())
        chances = {piece: count / total for piece, count in kept.items()}
        LOG.info("sounds: %d readings", len(chances))
    return chances or {}


def _expected(
    name: str, spelling: str, chances: Mapping[Piece, float] | None
) -> Iterator[tuple[Piece, float]]:
    """How often each reading is expected in one spelling of a name."""
    steps, before = _steps(name, spelling, chances)
    total = before[len(spelling)][len(name)]
    if total <= 0.0:
        return
    after = [[0.0] * (len(name) + 1) for _ in range(len(spelling) + 1)]
    after[len(spelling)][len(name)] = 1.0
    for start, end, place, chance in reversed(steps):
        after[place][start] += chance * after[place + 1][end]
    for start, end, place, chance in steps:
        count = before[place][start] * chance * after[place + 1][end] / total
        if count > _NEGLIGIBLE:
            yield (name[start:end], spelling[place]), count


def _steps(
    name: str, spelling: str, chances: Mapping[Piece, float] | None
) -> tuple[list[Step], list[list[float]]]:
    """Ways to read one character at a time, and the sum of all ways up to each point."""
    before = [[0.0] * (len(name) + 1) for _ in range(len(spelling) + 1)]
    before[0][0] = 1.0
    steps: list[Step] = []
    for place, character in enumerate(spelling):
        left = len(spelling) - place - 1  # characters that need a letter yet
        for start in range(place, len(name) - left):
            if before[place][start] == 0.0:
                continue
            for end in range(start + 1, min(start + LONGEST_PIECE, len(name) - left) + 1):
                chance = _chance(name[start:end], character, chances)
                if chance > 0.0:
                    before[place + 1][end] += before[place][start] * chance
                    steps.append((start, end, place, chance))
    return steps, before


def _chance(piece: str, character: str, chances: Mapping[Piece, float] | None) -> float:
    # At first nothing is known but that a character takes few letters.
    return 1.0 / (len(piece) ** 2 + 1) if chances is None else chances.get((piece, character), 0.0)


class Sounds:
    """How well a spelling goes with a name."""

    def __init__(self, chances: Mapping[Piece, float]) -> None:
        self._chances = chances
        self._pieces: dict[str, float] = defaultdict(float)
        for (piece, _), chance in chances.items():
            self._pieces[piece] += chance

    def fit(self, name: str, spelling: str) -> float:
        """The probability of a spelling given the plain letters of a name, a character.

        The geometric mean over the characters, 0 to 1, so that long names can be compared with
        short ones. 0 where a part of the name has no known sound.
        """
        ways = [1.0] + [0.0] * len(name)
        for end in range(1, len(name) + 1):
            ways[end] = sum(
                ways[start] * self._pieces.get(name[start:end], 0.0)
                for start in range(max(0, end - LONGEST_PIECE), end)
            )
        if not spelling or ways[-1] <= 0.0:
            return 0.0
        _, before = _steps(name, spelling, self._chances)
        joint = before[len(spelling)][len(name)]
        return float((joint / ways[-1]) ** (1 / len(spelling)))


def write_sounds(path: Path, chances: Mapping[Piece, float]) -> None:
    """Write the likeliest 12 characters of each piece, as ``qa.text.sounds`` reads them."""
    readings: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (piece, character), chance in chances.items():
        readings[piece].append((-chance, character))
    pieces = sorted(readings)
    best = [sorted(readings[piece])[:_READINGS_A_PIECE] for piece in pieces]
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            pieces=np.frombuffer("\n".join(pieces).encode("ascii"), np.uint8),
            counts=np.asarray([len(known) for known in best], np.uint8),
            characters=np.asarray([ord(c) for known in best for _, c in known], np.uint16),
            chances=np.log([-chance for known in best for chance, _ in known]).astype(np.float16),
        )
