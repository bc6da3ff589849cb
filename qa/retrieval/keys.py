"""Under which keys words are looked up in the table of renderings, and learned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.terms import is_stop_word, stem

ENGLISH_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
_LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Key:
    """One word of a text.

    Attributes:
        text: what it is learned and looked up as.
        form: the word as it stands, folded.
    """

    text: str
    form: str


def english_keys(word: str) -> list[Key]:
    """The parts of an English word, by their stems, function words left out.

    An acronym keeps its capitals and loses its dots: ``U.S.`` and ``WHO`` are no pronouns.
    """
    if _DOTTED.fullmatch(word):
        word = word.replace(".", "").upper()
    if is_acronym(word):
        return [Key(word, word.lower())]
    folded = _HAN_RUN.sub(" ", fold(word))
    parts = (part for part in _PART.findall(folded) if len(part) > 1 and not is_stop_word(part))
    return [Key(stem(part), part) for part in parts]


def chinese_keys(word: str) -> list[Key]:
    """The runs of Han characters in a word, folded, function words left out."""
    return [Key(run, run) for run in _HAN_RUN.findall(fold(word)) if not is_stop_word(run)]


def is_acronym(word: str) -> bool:
    """Whether a word is one in capitals and short enough, such as WHO."""
    return 2 <= len(word) <= _LONGEST_ACRONYM and word.isascii() and word.isupper()
