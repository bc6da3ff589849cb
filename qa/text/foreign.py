"""Which other language a text is in, where it is in neither English nor Chinese.

Without a model: by its script where English and Chinese do not use it, by function words where
it is Latin. In doubt a text is one of ours: names, titles and quotations stand in every script.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from qa.text.scripts import HAN_RANGE, HANGUL_RANGE

_FILE = Path(__file__).resolve().parent / "function_words.tsv"

# Words in scripts that neither of our languages uses, and the language that is meant by each.
_WORDS = [
    (code, re.compile(pattern))
    for code, pattern in (
        ("ko", f"[{HANGUL_RANGE}]+"),
        ("ru", "[\u0400-\u052f]+"),
        ("el", "[\u0370-\u03ff\u1f00-\u1fff]{2,}"),  # one letter alone is a symbol
        ("he", "[\u0590-\u05ff]+"),
        ("ar", "[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"),
        ("hi", "[\u0900-\u097f]+"),
        ("th", "[\u0e01-\u0e4e]{1,5}"),
        ("und", "[\u0e80-\u0ece\u0f00-\u0fbc\u1000-\u109f\u1780-\u17d3]{1,5}"),
        ("und", "[\u0530-\u058f\u0700-\u074f\u0980-\u0dff\u10a0-\u10ff\u1200-\u139f]+"),
    )
]
_ANY = re.compile(
    "[\u0370-\u074f\u0750-\u077f\u0900-\u11ff\u1200-\u139f\u1780-\u17ff\u1f00-\u1fff"
    "\u3041-\u3096\u30a1-\u30fa\u3130-\u318f\uac00-\ud7af\ufb50-\ufdff\ufe70-\ufefc]"
)
# Letters that Russian and Arabic do not have.
_NARROWER = (
    ("ru", "kk", re.compile("[ңғүұқөһәҢҒҮҰҚӨҺӘ]")),
    ("ru", "uk", re.compile("[іїєґІЇЄҐ]")),
    ("ar", "fa", re.compile("[پچژگ]")),
    ("ar", "ur", re.compile("[ٹڈڑے]")),
)
_HAN, _LATIN = re.compile(f"[{HAN_RANGE}]"), re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_HIRAGANA, _KATAKANA = re.compile("[\u3041-\u3096]"), re.compile("[\u30a1-\u30fa]")
# What Chinese writes between Chinese characters for its look: 鲜の每日.
_ORNAMENT = re.compile(f"(?<=[{HAN_RANGE}])の(?=[{HAN_RANGE}])")
_LOWER_CASE = re.compile("(?<![A-Za-z])[a-z]{2,}(?![A-Za-z])")
_QUOTED = re.compile('《[^》]*》|〈[^〉]*〉|「[^」]*」|『[^』]*』|“[^”]*”|"[^"]*"')
# What Chinese cannot do without for long, and Japanese does not write.
_ONLY_CHINESE = re.compile("[吗嗎呢吧么麼们們这這哪谁啥您你她很沒說说让给还为个]|是[誰什]")
# Of Japanese prose about half is kana; of Chinese prose, names at most.
_PROSE, _KANA_OF_PROSE = 60, 0.2
_PER_WORD = 2.0  # characters of Chinese and Japanese
_LOOKED_AT = 1_000  # characters of a text in Latin letters
_OWN = "particles-"  # and the code of a language, in the file
_INITIAL = re.compile(rf"[.!?:»\n]\s*({_LATIN.pattern})(?= [a-z\u00e0-\u00ff])")
# French that English says.
_LOANED = re.compile(
    r"\b(?:c['’]est la vie|à la (?:carte|mode)|raisons? d['’]être|vis-à-vis)\b", re.IGNORECASE
)
_TELLING = 2  # how much a function word counts that has a letter which English has not


def foreign_language(
    text: str, *, asks_in: Literal["en", "zh"] | None = None, prose: bool = False
) -> str | None:
    """The ISO 639 code of the language of a text, or None where it is English or Chinese.

    ``und`` is one of the others that is not known by its name. Of languages that share a
    script, the most spoken one stands for those that nothing tells apart.

    Args:
        asks_in: the text is a question with the grammar of this language of ours; what is in
            other scripts is then names.
        prose: the text is sentences, as articles are; names do not make up most of it.
    """
    if not text.isascii() and _ANY.search(text):
        script = _by_script(text) if asks_in is None else None
        found = script or (_japanese(text) if asks_in != "en" else None)
        if found or not _LATIN.search(text):
            return found
    return _by_function_words(text, prose=prose)


def _by_script(text: str) -> str | None:
    """The language of the script that most words of a text are in, unless those are ours."""
    counts = Counter[str]()
    for code, words in _WORDS:
        counts[code] += len(words.findall(text))
    code, most = counts.most_common(1)[0]
    if most <= len(_LATIN.findall(text)) + len(_HAN.findall(text)) / _PER_WORD:
        return None
    return next((other for one, other, has in _NARROWER if one == code and has.search(text)), code)


def _japanese(text: str) -> str | None:
    own_words = _ORNAMENT.sub("", _QUOTED.sub("", text))
    hiragana, katakana, han = (
        len(pattern.findall(own_words)) for pattern in (_HIRAGANA, _KATAKANA, _HAN)
    )
    kana = hiragana + katakana
    if not kana or len(_LATIN.findall(own_words)) > (kana + han) / _PER_WORD:
        return None
    if not han and _LOWER_CASE.search(own_words):  # meaning of こんにちは
        return None
    if kana + han >= _PROSE:
        return "ja" if kana > _KANA_OF_PROSE * (kana + han) else None
    if _ONLY_CHINESE.search(own_words):
        return None
    return "ja" if hiragana or (katakana > 1 and katakana >= han) else None


def _by_function_words(text: str, *, prose: bool) -> str | None:
    """The Latin language with most function words, if they outnumber the English ones."""
    lists, text = _lists(), _LOANED.sub("", text[:_LOOKED_AT])
    words = _countable(text) + (_initial(text) if prose else [])
    found = [(word, code) for word in words for code in lists.languages.get(word, ())]
    found += _own_particles(text) if prose else []
    if not found:
        return None
    scores = Counter[str]()
    for word, code in found:
        scores[code] += _TELLING if _is_telling(word) else 1
    code, score = scores.most_common(1)[0]
    kinds = {word for word, language in found if language == code}
    english = sum(word in lists.english for word in words)
    particles = len(lists.particles.intersection(words))
    # One word may be part of a name, however often it is there.
    enough = len(kinds) > 1 or any(map(_is_telling, kinds))
    return code if enough and score > english / 2 and score + particles > english else None


def _is_telling(word: str) -> bool:
    return word in _lists().asking or not word.isascii()


def _countable(text: str) -> list[str]:
    """The words that may be function words: no names and acronyms, but for the first."""
    words = _LATIN.findall(text)
    first = [word.lower() for word in words[:1] if len(word) == 1 or not word.isupper()]
    return first + [word for word in words[1:] if word.islower() or word in _lists().languages]


def _initial(text: str) -> list[str]:
    """The first words of sentences but for the very first: before small letters, no names."""
    return [found[1].lower() for found in _INITIAL.finditer(text)]


def _own_particles(text: str) -> list[tuple[str, str]]:
    """The particles that stand for themselves, each with a language that has it.

    Before a word in small letters; else they may be part of a name: Ursula von der Leyen.
    """
    lists = _lists()
    found = []
    for before, after in pairwise(_LATIN.finditer(text)):
        particle, word = before[0].lower(), after[0]
        apart = text[before.end() : after.start()] in (" ", "'", "’")
        if apart and word.islower() and word not in lists.particles and not before[0].isupper():
            found += [(particle, code) for code in lists.own_particles.get(particle, ())]
    return found


@dataclass(frozen=True)
class _Lists:
    languages: dict[str, tuple[str, ...]]
    own_particles: dict[str, tuple[str, ...]]
    english: frozenset[str]
    particles: frozenset[str]
    asking: frozenset[str]


@cache
def _lists() -> _Lists:
    lines = _FILE.read_text("utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines if not line.startswith("#"))
    ours = [frozenset(rows.pop(name).split()) for name in ("en", "particles", "asking")]
    own = {name.removeprefix(_OWN): rows.pop(name) for name in list(rows) if name.startswith(_OWN)}
    return _Lists(_by_word(rows), _by_word(own), *ours)


def _by_word(rows: dict[str, str]) -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for code, words in rows.items():
        for word in words.split():
            languages[word] = (*languages.get(word, ()), code)
    return languages
