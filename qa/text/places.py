"""Countries and cities as both languages write them, to compare a sentence with its source.

A capital stands with its country, because news uses one for the other ("Beijing said").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from qa.text.folding import fold
from qa.text.sounds import spelling_characters

_FILE = Path(__file__).resolve().parent / "places.tsv"
# What follows an abbreviation that means the place: 俄方, 美军, 英媒.
_AFTER = "方军媒企国籍式语文"
_ENGLISH = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Place:
    """The folded names of one place.

    Attributes:
        english, chinese: names that can hardly mean anything else.
        short: Chinese abbreviations (俄, 沪), which mean the place only beside others.
    """

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    short: tuple[str, ...]


@cache
def places() -> tuple[Place, ...]:
    """All places that are known."""
    rows = (line.split("\t") for line in _FILE.read_text("utf-8").splitlines() if line)
    return tuple(
        Place(
            tuple("".join(pair) for pair in _ENGLISH.findall(english)),
            tuple(chinese.split(",")),
            tuple(short.split(",")),
        )
        for english, chinese, short in rows
    )


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place in a text, ``fold(text)[start:end]``, by its name ``name``."""

    start: int
    end: int
    name: str
    place: int


# A millisecond a passage, which is asked several times for one answer.
@lru_cache(maxsize=1024)
def named_places(text: str) -> tuple[NamedPlace, ...]:
    """Where a text names places, in order, the longest name first where two overlap."""
    known = _by_name()
    return tuple(
        NamedPlace(match.start(), match.end(), match.group(), known[match.group()])
        for match in _pattern().finditer(fold(text))
    )


def stands(name: str, text: str) -> bool:
    """Whether a place that ``named_places`` found is named in another text, in any language."""
    number = _by_name()[name]
    if any(found.place == number for found in named_places(text)):
        return True
    folded = fold(text)
    # 東京 holds no 京.
    for found in named_places(text):
        folded = folded[: found.start] + "\0" * (found.end - found.start) + folded[found.end :]
    for short in places()[number].short:
        for match in re.finditer(re.escape(short), folded):
            if len(short) > 1 or _is_abbreviation(folded, match.start()):
                return True
    return False


def _is_abbreviation(folded: str, place: int) -> bool:
    """Whether a character that is short for a place means it: 中俄 names both, 其中 none.

    It does beside another one, or before 方, 国 and such; but 斯 is of a name in 米舒斯京.
    """
    others = {short for each in places() for short in each.short if len(short) == 1}
    before, after = folded[:place][-2:], folded[place + 1 :][:1]
    spelled = len(before) > 1 and before[0] in spelling_characters() - others
    return (before[-1:] in others and not spelled) or (bool(after) and after in {*others, *_AFTER})


@cache
def _by_name() -> dict[str, int]:
    return {
        name: number
        for number, place in reversed(list(enumerate(places())))
        for name in (*place.chinese, *place.english)
    }


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_by_name(), key=len, reverse=True)
    return re.compile(
        "|".join(rf"\b{re.escape(n)}\b" if n.isascii() else re.escape(n) for n in names)
    )
