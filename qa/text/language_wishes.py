"""A wish for the language of the answer: "in English, please" and 請用中文回答 are no questions.

Only what can be nothing else counts: the whole text, or an end that is set off by a mark or asks
for an answer. "What is the city called in English?" asks for a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.text.folding import fold

Wished = Literal["en", "zh", "zh-Hant", "zh-Hans"]

# Folded text.
_ENGLISH_NAME = r"(?P<name>english|(?:(?:simplified|traditional) )?(?:chinese|mandarin))"
_ASKED_FOR = (
    r"(?:(?:can|could|would|will) you )?(?:please )?"
    r"(?:answer|reply|respond|write|say|tell|repeat|translate|give)"
    r"(?: me)?(?: (?:it|that|this|the answer|again))*"
)
_END = r"[\s.!?。！？)）]*$"
_CHINESE_NAME = (
    r"(?P<name>英文|英语|繁体(?:中文|字)?|正体(?:中文|字)?|简体(?:中文|字)?|中文|汉语|普通话|国语)"
)
_ANSWER = r"(?:来)?(?:回答|作答|回复|答复|解释|说明|再说|说|答|写|翻译)?(?:一[遍次下])?(?:我)?"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:{_ASKED_FOR} )?(?:in |into |to )?{_ENGLISH_NAME},?(?: please)?{_END}",
        rf"(?<=[.;:?!)—-])\s*\(?(?:{_ASKED_FOR} )?(?:in|into) {_ENGLISH_NAME},?(?: please)?{_END}",
        rf"\s\(?{_ASKED_FOR} (?:in|into) {_ENGLISH_NAME},?(?: please)?{_END}",
        rf"^(?:请|麻烦|可以|可否|能不能|能否)?(?:你|您)?(?:改)?[用以]?{_CHINESE_NAME}{_ANSWER}[吧吗呢]?{_END}",
        rf"(?:(?<=[，,。.？?；;！!])|(?=[（(请]))\s*[（(]?(?:请|麻烦)?(?:你|您)?(?:改)?[用以]"
        rf"{_CHINESE_NAME}{_ANSWER}[吧吗呢]?{_END}",
    )
)
_SCRIPTS: tuple[tuple[str, Wished], ...] = (
    ("english", "en"),
    ("英", "en"),
    ("simplified", "zh-Hans"),
    ("简", "zh-Hans"),
    ("traditional", "zh-Hant"),
    ("繁", "zh-Hant"),
    ("正体", "zh-Hant"),
)


@dataclass(frozen=True, slots=True)
class LanguageWish:
    """A wish and what it was taken from.

    Attributes:
        rest: the question without the wish; empty where there is nothing else.
        language: the language, ``zh`` where no script is said.
    """

    rest: str
    language: Wished


def language_wish(text: str) -> LanguageWish | None:
    """The wish that a text ends with, if it does."""
    folded = fold(text).rstrip()
    for pattern in _PATTERNS:
        if match := pattern.search(folded):
            return LanguageWish(text[: match.start()].strip(" (（"), _wished(match["name"]))
    return None


def _wished(name: str) -> Wished:
    return next((language for mark, language in _SCRIPTS if mark in name), "zh")
