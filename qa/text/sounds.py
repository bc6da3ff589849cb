"""Names by sound: how Chinese newspapers may write a Latin name.

A name that no dictionary holds is written in Chinese by its sound, a few letters to one
character, and each newsroom chooses characters of its own. A joint model of letters and
characters (Li, Zhang and Su, "A Joint Source-Channel Model for Machine Transliteration",
2004; here without context) says how likely each reading is. What is looked for are pairs of
neighbouring characters: of a long name, one newspaper's spelling shares some with another's.

The probabilities (``sounds.npz``) are learned by ``python -m training lexicon``.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from io import BytesIO
from itertools import chain

import numpy as np

from qa.models.artefact import artefact

SOUNDS_FILE = "sounds.npz"
FEWEST_LETTERS, MOST_LETTERS = 3, 16
LONGEST_PIECE = 5  # letters to one character
# Latin letters that are no plain letter with an accent.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
_APOSTROPHES = str.maketrans("", "", "'’-")
# A power below 1 of how often a pair is expected: a rare spelling that a text does hold says
# nearly as much as the common one. 0.3 finds more held-out names than 0.5.
_POWER = 0.3
# Readings with a smaller share of their place are left out: they cannot reach the best.
_NEGLIGIBLE = 0.004
# Of all places in names, those that the characters of names fill: some 200 are enough.
_MOST_NAMES = 0.97

Readings = dict[str, tuple[tuple[str, float], ...]]
Shares = dict[str, float]


def letters(name: str) -> str:
    """The plain letters a to z of a name, accents, hyphens and apostrophes taken off.

    Empty for what is no Latin name: anything with digits or other scripts, fewer than 3
    letters, or more than 16.
    """
    plain = unicodedata.normalize("NFKD", name.lower().translate(_PLAIN)).translate(_APOSTROPHES)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    fits = FEWEST_LETTERS <= len(plain) <= MOST_LETTERS
    return plain if fits and plain.isascii() and plain.isalpha() else ""


@lru_cache(maxsize=4096)
def sounds(name: str, limit: int = 20) -> tuple[tuple[str, float], ...]:
    """Pairs of Han characters that a Latin name may be written with, best first.

    Args:
        name: one word as it stands, such as ``Mishustin``.
        limit: the most pairs to give.

    Returns:
        Pairs of folded (Simplified) characters that stand side by side in Chinese spellings of
        the name, each with a weight above 0 up to 1 that grows with how often a spelling is
        expected to have it. Empty for what is no Latin name, or has no known sound.

    Raises:
        ModelError: the file of probabilities is missing or damaged.
    """
    found = _pairs(plain) if (plain := letters(name)) else {}
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return tuple((pair, min(1.0, count) ** _POWER) for pair, count in best)


@cache
def spelling_characters() -> frozenset[str]:
    """The Han characters that nearly all Latin names are written with; other words have them too.

    Raises:
        ModelError: the file of probabilities is missing or damaged.
    """
    shares: Shares = defaultdict(float)
    for character, chance in chain.from_iterable(_readings().values()):
        shares[character] += chance
    least = _MOST_NAMES * sum(shares.values())
    found: set[str] = set()
    reached = 0.0
    for character, chance in sorted(shares.items(), key=lambda item: -item[1]):
        found.add(character)
        reached += chance
        if reached >= least:
            break
    return frozenset(found)


def _pairs(name: str) -> Shares:
    """How often each pair of characters is expected in a spelling of the name."""
    readings = _readings()
    length = len(name)
    # The sum over all spellings of the letters up to each place, and from it to the end.
    before, after = [1.0] + [0.0] * length, [0.0] * length + [1.0]
    spans = [
        (start, end, known)
        for start in range(length)
        for end in range(start + 1, min(start + LONGEST_PIECE, length) + 1)
        if (known := readings.get(name[start:end]))
    ]
    for start, end, known in spans:
        before[end] += before[start] * sum(chance for _, chance in known)
    for start, end, known in reversed(spans):
        after[start] += after[end] * sum(chance for _, chance in known)
    total = before[length]
    if total <= 0.0:
        return {}
    ending: list[Shares] = [defaultdict(float) for _ in range(length + 1)]
    beginning: list[Shares] = [defaultdict(float) for _ in range(length + 1)]
    for start, end, known in spans:
        to_end, to_start = before[start], after[end]
        for character, chance in known:
            ending[end][character] += to_end * chance
            beginning[start][character] += to_start * chance
    pairs: Shares = defaultdict(float)
    for place in range(1, length):
        left = _telling(ending[place], after[place] / total)
        right = _telling(beginning[place], before[place] / total)
        for one, its in left:
            for two, chance in right:
                pairs[one + two] += its * chance / total
    return pairs


def _telling(shares: Shares, rest: float) -> list[tuple[str, float]]:
    """The characters at a place that are not negligible."""
    return [(character, its) for character, its in shares.items() if its * rest > _NEGLIGIBLE]


@cache
def _readings() -> Readings:
    """For each piece of up to 5 letters, characters and the probability of both together."""
    content = artefact("lexicon").read(SOUNDS_FILE)
    with np.load(BytesIO(content), allow_pickle=False) as file:
        pieces = file["pieces"].tobytes().decode("ascii").split("\n")
        ends = np.cumsum(file["counts"], dtype=np.int64).tolist()
        characters = map(chr, file["characters"].tolist())
        chances = np.exp(file["chances"].astype(np.float64)).tolist()
    known = list(zip(characters, chances, strict=True))
    starts = [0, *ends[:-1]]
    return {
        piece: tuple(known[start:end])
        for piece, start, end in zip(pieces, starts, ends, strict=True)
    }
