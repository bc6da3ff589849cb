"""Comparing answers with gold strings, as SQuAD's and CMRC 2018's evaluation scripts do.

Normal form: lower case, half width, Simplified, without punctuation and English articles.
Tokens: one for each Chinese character, one for each word otherwise. Sources: SQuAD 1.1's
``evaluate-v1.1.py`` and CMRC 2018's ``cmrc2018_evaluate.py``; folding of scripts is ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from qa.text.folding import fold
from qa.text.language import HAN

_ARTICLES = frozenset({"a", "an", "the"})
_MARKER = re.compile(r"\[(\d+)\]")
_IN_NUMBER = re.compile(r"(?<=\d)[.,](?=\d)")
_TOKEN = re.compile(rf"{HAN.pattern}|(?:(?!{HAN.pattern})\S)+")


def tokens(text: str) -> list[str]:
    """The tokens of a text in normal form."""
    return _tokens(text, mark="")


def exact(text: str, golds: Iterable[str]) -> float:
    """1 if the text equals a gold string in normal form, else 0."""
    found = tokens(text)
    return float(any(found == tokens(gold) for gold in golds))


def token_f1(text: str, golds: Iterable[str]) -> float:
    """The best harmonic mean of token precision and recall over the gold strings."""
    found = tokens(text)
    return max((_f1(found, tokens(gold)) for gold in golds), default=0.0)


def contains(text: str, golds: Iterable[str]) -> float:
    """1 if a gold string stands in the text, else 0.

    Whole tokens only (``30`` does not stand in ``308``). A punctuation mark inside a word
    counts as nothing or as a space, whichever finds the gold string: ``US`` stands in
    ``U.S.`` and ``Newton`` in ``Newton's``.
    """
    forms = [(mark, _tokens(text, mark)) for mark in ("", " ")]
    return float(
        any(_has_run(found, _tokens(gold, mark)) for gold in golds for mark, found in forms)
    )


def without_markers(text: str) -> str:
    """The text of an answer without its citation markers ``[1]``."""
    return _MARKER.sub("", text)


def _tokens(text: str, mark: str) -> list[str]:
    # A dot or comma inside a number never parts it: 1,234 is one token either way.
    text = _IN_NUMBER.sub("", fold(text))
    text = "".join(mark if _is_mark(character) else character for character in text)
    words: list[str] = _TOKEN.findall(text)
    # A text that is nothing but an article ("vitamin A", answer "A") keeps it.
    return [word for word in words if word not in _ARTICLES] or words


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _f1(found: Sequence[str], gold: Sequence[str]) -> float:
    if not found or not gold:
        return float(found == gold)
    shared = (Counter(found) & Counter(gold)).total()
    return 2 * shared / (len(found) + len(gold))


def _has_run(text: Sequence[str], run: Sequence[str]) -> bool:
    size = len(run)
    return bool(run) and any(
        text[start : start + size] == run for start in range(len(text) - size + 1)
    )
