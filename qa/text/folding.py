"""Folding for matching only: never shown, and the same length as what it folds.

Every function here keeps one character for one character, so that a span found in folded
text is the same span in the text that the reader sees.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from qa.text.conversion import converter

# Full-width ASCII and the ideographic space, to their half-width forms.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Characters from which it pays to fold widths in bulk.
_LONG = 300
# What was folded is kept: of short texts, as the words of a question are, more than of those up to
# the length of a passage.
_SHORT, _PASSAGE = 200, 4_000


def _same_length(text: str, converted: str, config: str) -> str:
    if len(converted) == len(text):
        return converted
    # A phrase rule changed the length: convert character by character instead.
    return "".join(_one(character, config) for character in text)


def _one(character: str, config: str) -> str:
    converted = converter(config).convert(character)
    return converted if len(converted) == 1 else character


def well_formed(text: str) -> str:
    """Text without lone surrogates (broken input), which cannot be stored or searched for."""
    return text.encode("utf-8", "replace").decode("utf-8")


def simplified(text: str) -> str:
    """Traditional characters to Simplified; same length."""
    return _same_length(text, converter("t2s").convert(text), "t2s")


def traditional(text: str) -> str:
    """Simplified characters to Traditional; same length."""
    return _same_length(text, converter("s2t").convert(text), "s2t")


def fold(text: str) -> str:
    """Lower case, half width, Simplified: one form for all spellings of one word; same length."""
    if text.isascii():
        return text.lower()
    # One answer folds the question, its words and its passages a hundred times, and OpenCC lets
    # no other thread run.
    if len(text) < _SHORT:
        return _fold_short(text)
    return _fold_passage(text) if len(text) <= _PASSAGE else _fold(text)


def _fold(text: str) -> str:
    # The one letter whose lower case is two characters.
    return simplified(_narrow(text).replace("İ", "i").lower())


_fold_short = lru_cache(maxsize=8_192)(_fold)
_fold_passage = lru_cache(maxsize=1_024)(_fold)


def _narrow(text: str) -> str:
    if len(text) < _LONG:
        return text.translate(_WIDTH)
    # Ten times as fast as str.translate, which looks every character up.
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.dtype("<u2")).copy()
    codes[(codes >= 0xFF01) & (codes < 0xFF5F)] -= 0xFEE0
    codes[codes == 0x3000] = 0x20
    return codes.tobytes().decode("utf-16-le", "surrogatepass")
