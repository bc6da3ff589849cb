"""A question's words in the language of a passage, as they stand in it where they do.

An encoder that learned its languages apart finds an answer across them far better with the
question's words written out in the passage's own: the translation lexicon has several for each,
and the one that the passage holds is the one that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import question_words
from qa.retrieval.translation import to_chinese, to_english
from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.sounds import sounds

_NAME = re.compile(r"\b[A-Z][^\W\d_]{2,}")
_LIKELY_PAIRS = 20
_FEWEST_PAIRS = 2  # one pair of characters alone also stands in other words


@dataclass(frozen=True)
class Rendering:
    """The content words of a question, each with what may stand for it, likeliest first."""

    words: tuple[str, ...]
    candidates: tuple[tuple[str, ...], ...]

    @classmethod
    def into_chinese(cls, question: str) -> Rendering:
        """For a question in English."""
        return cls._of(question, chinese=True)

    @classmethod
    def into_english(cls, question: str) -> Rendering:
        """For a question in Chinese; candidates are stems."""
        return cls._of(question, chinese=False)

    @classmethod
    def _of(cls, question: str, *, chinese: bool) -> Rendering:
        words = question_words(question, shipped_model())
        # A word that is in the passage's language already stays as it is.
        foreign = [word for word in words if bool(HAN.search(word)) != chinese]
        found = dict(zip(foreign, (to_chinese if chinese else to_english)(foreign), strict=True))
        candidates = [tuple(each.text for each in found.get(word, ())) for word in words]
        return cls(words, tuple(candidates))

    def for_passage(self, passage: str) -> str:
        """The words as they stand in a passage, or the likeliest where none does."""
        folded = fold(passage)
        pairs = zip(self.words, self.candidates, strict=True)
        found = (
            _standing(folded, options) or _heard(word, passage, folded) or _likeliest(word, options)
            for word, options in pairs
        )
        return " ".join(dict.fromkeys(found))


def _likeliest(word: str, options: Sequence[str]) -> str:
    return options[0] if options else fold(word)


def _standing(folded: str, options: Sequence[str]) -> str | None:
    """The first of the candidates that a text holds; of a stem, the whole word there."""
    for option in options:
        if HAN.search(option):
            if option in folded:
                return option
        elif match := re.search(rf"\b{re.escape(option)}\w*", folded):
            return match.group()
    return None


def _heard(word: str, passage: str, folded: str) -> str | None:
    """A name as the passage writes it by its sound."""
    if HAN.search(word):
        name = fold(word)
        return next((each for each in _names(passage) if _sounds_like(each, name)), None)
    return _spelled(word, folded) if word[:1].isupper() else None


@lru_cache(maxsize=64)
def _names(passage: str) -> tuple[str, ...]:
    found = dict.fromkeys(_NAME.findall(passage))
    return tuple(name for name in found if not name.isupper())


def _sounds_like(name: str, chinese: str) -> bool:
    held = sum(pair in chinese for pair, _ in sounds(name, _LIKELY_PAIRS))
    return held >= min(_FEWEST_PAIRS, len(chinese) - 1)


def _spelled(word: str, folded: str) -> str | None:
    """The longest run of neighbouring characters that spell a Latin name."""
    pairs = {pair for pair, _ in sounds(word, _LIKELY_PAIRS)}
    best, start = "", 0
    while pairs and start < len(folded) - 1:
        end = start
        while folded[end : end + 2] in pairs:
            end += 1
        if end > start and end + 1 - start > len(best):
            best = folded[start : end + 1]
        start = max(end, start + 1)
    return best if len(best) > _FEWEST_PAIRS else None
