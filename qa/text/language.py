"""Which language a text is in: English, Traditional or Simplified Chinese, or another one."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qa.text.courtesies import courtesy_abroad
from qa.text.folding import simplified, traditional
from qa.text.foreign import foreign_language
from qa.text.scripts import HAN_RANGE

# The languages that questions are understood in, and answers given.
Language = Literal["en", "zh-Hant", "zh-Hans"]
# Those of texts: what is in another language than ours is found by its words alone.
TextLanguage = Literal["en", "zh-Hant", "zh-Hans", "other"]
# Languages whose texts word a question alike.
Family = Literal["en", "zh", "other"]

# Bump when texts would be found to be in another language: that of stored articles is told anew.
LANGUAGE_VERSION = 2

HAN = re.compile(f"[{HAN_RANGE}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z]+)*")
# A Chinese word has about 1.7 characters in news text, so this compares words with words.
_CHARACTERS_PER_WORD = 1.7


# What only a sentence in English has; in titles of films and companies these are rare.
_ENGLISH_GRAMMAR = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had)\b"
)
_CHINESE_QUESTION = re.compile(
    "[谁誰哪吗嗎呢几幾啥]|[什甚][么麼]|多少|怎|如何|何[时時地人处處]|[为為]何|是否|是不是|有[没沒]有"
)
_CHINESE_GRAMMAR = re.compile("[的了在被把与與和跟对對将將让讓从從]|有|是")
_CHINESE_END = re.compile(rf"\w(?<!{HAN.pattern})(?:{HAN.pattern})+\W*$")
_LOWER_CASE_WORD = re.compile(r"(?<![^\W\d_])[a-z]{2,}(?![^\W\d_])")


def family(language: TextLanguage) -> Family:
    """The language without its script."""
    return "zh" if is_chinese(language) else "other" if language == "other" else "en"


def is_chinese(language: TextLanguage) -> bool:
    """Whether the language is Chinese, in either script."""
    return language in ("zh-Hant", "zh-Hans")


def detect_language(text: str, *, undecided: Language = "zh-Hant") -> TextLanguage:
    """The language of an article; that of a question is told by ``question_language``.

    Chinese where Chinese words outnumber Latin ones; the script by which of the two has
    more characters of its own. ``undecided`` is the answer for Chinese text whose
    characters are the same in both scripts.
    """
    if foreign_language(text, prose=True):
        return "other"
    han = HAN.findall(text)
    return _script(han, undecided) if _is_mostly_chinese(text, han) else "en"


def question_language(text: str, *, undecided: Language = "zh-Hant") -> TextLanguage:
    """The language that a question is asked in, whatever the names in it are written in.

    A question is short, and its names may outnumber its words: iPhone 15 Pro Max售價多少 is
    Chinese and "Who is 習近平?" is English. So its grammar is looked at first.
    """
    if foreign_question(text):
        return "other"
    han = HAN.findall(text)
    return _script(han, undecided) if han and _asks_in_chinese(text, han) else "en"


def foreign_question(text: str) -> str | None:
    """The ISO 639 code of the language of a question, or None where it is one of ours."""
    if code := courtesy_abroad(text):
        return code
    if _asks_in_english(text):
        return foreign_language(text, asks_in="en")
    return foreign_language(text, asks_in="zh" if _CHINESE_QUESTION.search(text) else None)


def _asks_in_chinese(text: str, han: list[str]) -> bool:
    if _CHINESE_QUESTION.search(text) or _is_mostly_chinese(text, han):
        return True
    if _asks_in_english(text):
        return False
    if _CHINESE_GRAMMAR.search("".join(han)):
        return True
    # Neither has any: names alone, or a phrase, which in Chinese ends with what it is about.
    return not _LOWER_CASE_WORD.search(text) or bool(_CHINESE_END.search(text))


def _asks_in_english(text: str) -> bool:
    # WHO and IS are names beside Chinese.
    return bool(_ENGLISH_GRAMMAR.search(text[:1].lower() + text[1:]))


def _is_mostly_chinese(text: str, han: list[str]) -> bool:
    return len(han) / _CHARACTERS_PER_WORD > len(_LATIN_WORD.findall(text))


def _script(han: list[str], undecided: Language) -> Language:
    characters = "".join(han)
    traditional_only = _changed(characters, simplified(characters))
    simplified_only = _changed(characters, traditional(characters))
    if traditional_only == simplified_only:
        return undecided
    return "zh-Hant" if traditional_only > simplified_only else "zh-Hans"


def _changed(before: str, after: str) -> int:
    return int((_codes(before) != _codes(after)).sum())


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.dtype("<u4"))
