"""The tokens of a text with what the embedding model does not see: places, case, punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qa.embedding.static import StaticModel
from qa.text.language import HAN
from qa.text.sentences import sentence_spans

# What kind of writing a token is.
KINDS = ("han", "lower", "capitalised", "capitals", "digits")
# What stands between a token and the one before it.
GAPS = ("nothing", "space", "joint", "comma", "enumeration", "opening", "closing", "end", "other")
_HAN, _LOWER, _CAPITALISED, _CAPITALS, _DIGITS = range(len(KINDS))
# A text with at least this share of Han tokens is Chinese.
_CHINESE = 0.3
_JOINTS, _OPENING, _CLOSING = "-–—·・‧/", '(（[「『《〈“‘"', ")）]」』》〉”’"
_COMMAS, _ENDS = ",，;；:：", ".。!?！？…"
# 250 of 250亿 is another number.
_POWERS = "十百千万萬亿億兆"
_IN_NUMBER = re.compile(r"[.,，．]?", re.ASCII)
_IN_WORD = re.compile(r"\.?")
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, in order, n of them.

    Attributes:
        ids: in the shipped model's vocabulary, (n,).
        starts, ends: the characters that each is, (n,).
        kinds, gaps: indexes into ``KINDS`` and ``GAPS``, (n,).
        glued: whether a token goes on with the word or number before it, (n,).
    """

    text: str
    ids: Ints
    starts: Ints
    ends: Ints
    kinds: Ints
    gaps: Ints
    glued: Bools

    @classmethod
    def of(cls, text: str, model: StaticModel) -> Tokens:
        """Cut a text. What is no letter or digit belongs to no token."""
        ids, starts, ends = _cut(text, model)
        kinds = [_kind(text[start:end]) for start, end in zip(starts, ends, strict=True)]
        between = [text[end:start] for end, start in zip([0, *ends], starts, strict=False)]
        gaps = [_gap(string) for string in between]
        glued = [False] * len(ids)
        for n in range(1, len(ids)):
            glued[n] = _is_glued(kinds[n - 1], kinds[n], between[n])
        if gaps:
            gaps[0] = GAPS.index("end")
        return cls(
            text=text,
            ids=np.array(ids, np.int64),
            starts=np.array(starts, np.int64),
            ends=np.array(ends, np.int64),
            kinds=np.array(kinds, np.int64),
            gaps=np.array(gaps, np.int64),
            glued=np.array(glued, np.bool_),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def are_chinese(self) -> bool:
        """Whether the text is Chinese."""
        return bool(len(self) and (self.kinds == _HAN).mean() > _CHINESE)

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """The sentences of the text."""
        return sentence_spans(self.text)

    @cached_property
    def sentences(self) -> Ints:
        """Which sentence each token is in, (n,)."""
        begins = np.array([start for start, _ in self.spans], np.int64)
        return np.maximum(np.searchsorted(begins, self.starts, "right") - 1, 0)

    @cached_property
    def can_begin(self) -> Bools:
        """Whether an answer may begin with each token: no word or number is cut, (n,)."""
        counted = np.zeros(len(self), np.bool_)
        counted[1:] = (
            (self.kinds[:-1] == _DIGITS)
            & (self.gaps[1:] == GAPS.index("nothing"))
            & np.array([self.text[start] in _POWERS for start in self.starts[1:]], np.bool_)
        )
        return ~(self.glued | counted)

    @cached_property
    def can_end(self) -> Bools:
        """Whether an answer may end with each token, (n,)."""
        return np.append(self.can_begin[1:], True)[: len(self)]


def _cut(text: str, model: StaticModel) -> tuple[list[int], list[int], list[int]]:
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for token, start, end in model.placed_tokens(text):
        # ½ is two tokens of one character: the second stands nowhere.
        start = max(start, ends[-1] if ends else 0)
        while start < end and not text[start].isalnum():
            start += 1
        if start < end:
            ids.append(token)
            starts.append(start)
            ends.append(end)
    return ids, starts, ends


def _kind(token: str) -> int:
    if HAN.match(token):
        return _HAN
    if token[0].isdigit():
        return _DIGITS
    if token.isupper() and len(token) > 1:
        return _CAPITALS
    return _CAPITALISED if token[0].isupper() else _LOWER


def _gap(between: str) -> int:
    marks = between.strip()
    if not marks:
        return GAPS.index("space" if between else "nothing")
    first, last = marks[0], marks[-1]
    for name, held in (
        ("joint", first in _JOINTS),
        ("opening", last in _OPENING),
        ("closing", first in _CLOSING),
        ("comma", first in _COMMAS),
        ("enumeration", first == "、"),
        ("end", first in _ENDS),
    ):
        if held:
            return GAPS.index(name)
    return GAPS.index("other")


def _is_glued(before: int, kind: int, between: str) -> bool:
    if before == kind == _DIGITS:
        return _IN_NUMBER.fullmatch(between) is not None
    latin = (_LOWER, _CAPITALISED, _CAPITALS)
    return before in latin and kind in latin and _IN_WORD.fullmatch(between) is not None
