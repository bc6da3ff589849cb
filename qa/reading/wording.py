"""A question's words as the passage writes them, where it is in the same language.

People type names without capitals, with a slip, or as their own region writes them (普丁 for 普京);
the passage shows which word was meant, as it does for the translations of a word
(``qa.reading.rendering``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from qa.embedding.load import shipped_model
from qa.retrieval.name_forms import tokens_of, with_names
from qa.retrieval.translation import variants
from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.terms import is_stop_word

_WORD = re.compile(r"[A-Za-z]{3,}")
_HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
# A slip of one letter in five or more; a shorter word is too near to many others.
_SHORTEST, _ALIKE = 5, 0.85


def as_written(question: str, passage: str) -> str:
    """The question with words of its own script in the form in which a passage has them.

    Args:
        passage: with its headline, in the question's language.

    Raises:
        ModelError: the table of name forms that ships is missing or damaged.
    """
    words = {word.lower(): word for word in reversed(_WORD.findall(passage))}
    folded = fold(passage)
    latin = _WORD.sub(lambda match: _latin(match.group(), words), question)
    return _HAN_RUN.sub(lambda match: _chinese(match.group(), folded), latin)


def _latin(word: str, words: Mapping[str, str]) -> str:
    lower = word.lower()
    if is_stop_word(lower):
        return word
    if lower in words:
        return words[lower] if word.islower() else word
    if len(word) < _SHORTEST or _is_known(lower):
        return word
    likely = [other for other in words if other[0] == lower[0] and len(other) >= _SHORTEST]
    near = get_close_matches(lower, likely, n=1, cutoff=_ALIKE)
    return words[near[0]] if near else word


def _is_known(word: str) -> bool:
    """Whether it is a word of its own: of those, one does not stand for another."""
    return len(shipped_model().token_ids([word])[0]) == 1


def _chinese(run: str, folded: str) -> str:
    tokens = tokens_of(run)
    if sum(map(len, tokens)) != len(run):
        return run
    written, place = [], 0
    for word in with_names(tokens):
        own = run[place : place + len(word)]
        place += len(word)
        forms = () if word in folded or (word in tokens and len(word) == 1) else variants(word)
        standing = (each.text for each in forms if each.text in folded)
        written.append(next(standing, own))
    return "".join(written)
