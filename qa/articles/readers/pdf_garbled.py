"""Whether text out of a PDF is what its page shows, or the codes of a font that keeps them."""

from __future__ import annotations

import re
import unicodedata

from qa.text.language import HAN

# Nothing is told of less.
_LEAST_LETTERS = 40
_VOWELS = frozenset("aeiouy")
_LEAST_VOWELS, _MOST_VOWELS = 0.28, 0.58
_LEAST_READABLE = 0.7
_WORD = re.compile(r"[a-z]+")
# A text in a European language of a dozen lines has one of these.
_COMMON = frozenset(
    """the of and to in is for on a an that with at by from de la le les el los en y et un une des
    der die das und den von zu il di che e o os do da em van het een og i på att det på ja na w z se
    nie bir ve""".split()
)
_SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "CYRILLIC", "GREEK", "ARABIC",
            "HEBREW", "THAI", "DEVANAGARI")  # fmt: skip
_LEAST_OF_SCRIPT = 0.6


def is_garbled(text: str) -> bool:
    """Whether no language writes like this: signs for letters, many scripts, no vowels."""
    marks = [c for c in text if not c.isspace()]
    letters = [c for c in marks if c.isalpha()]
    if len(marks) < _LEAST_LETTERS:
        return False
    readable = sum(c.isalnum() or unicodedata.category(c)[0] == "P" for c in marks)
    if readable < _LEAST_READABLE * len(marks) or len(letters) < 0.3 * len(marks):
        return sum(c.isdigit() for c in marks) < 0.3 * len(marks)
    if len(HAN.findall(text)) > 0.2 * len(letters):
        return False
    if _scripts_mixed(letters):
        return True
    words = _WORD.findall(text.lower())
    latin = "".join(words)
    if len(latin) < max(_LEAST_LETTERS, 0.8 * len(letters)) or _COMMON.intersection(words):
        return False
    return not _LEAST_VOWELS <= sum(c in _VOWELS for c in latin) / len(latin) <= _MOST_VOWELS


def _scripts_mixed(letters: list[str]) -> bool:
    """Whether no script has most of the letters; Japanese and Korean mix theirs with Chinese."""
    counts: dict[str, int] = {}
    for letter in letters:
        name = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
        counts[name] = counts.get(name, 0) + 1
    kana = counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0) + counts.get("CJK", 0)
    hangul = counts.get("HANGUL", 0) + counts.get("CJK", 0)
    most = max(kana, hangul, *(counts.get(script, 0) for script in _SCRIPTS))
    return most < _LEAST_OF_SCRIPT * len(letters)
