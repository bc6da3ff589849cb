"""Which of our three languages a text is in: English, Traditional or Simplified Chinese."""

from __future__ import annotations

import re
from typing import Literal

from qa.text.folding import simplified, traditional

Language = Literal["en", "zh-Hant", "zh-Hans"]

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z]+)*")
# A Chinese word has about 1.7 characters in news text, so this compares words with words.
_CHARACTERS_PER_WORD = 1.7


def is_chinese(language: Language) -> bool:
    """Whether the language is Chinese, in either script."""
    return language != "en"


def detect_language(text: str, *, undecided: Language = "zh-Hant") -> Language:
    """The language of a question or an article.

    Chinese where Chinese words outnumber Latin ones; the script by which of the two has
    more characters of its own. ``undecided`` is the answer for Chinese text whose
    characters are the same in both scripts.
    """
    han = HAN.findall(text)
    if len(han) / _CHARACTERS_PER_WORD <= len(_LATIN_WORD.findall(text)):
        return "en"
    characters = "".join(han)
    traditional_only = _changed(characters, simplified(characters))
    simplified_only = _changed(characters, traditional(characters))
    if traditional_only == simplified_only:
        return undecided
    return "zh-Hant" if traditional_only > simplified_only else "zh-Hans"


def _changed(before: str, after: str) -> int:
    return sum(a != b for a, b in zip(before, after, strict=True))
