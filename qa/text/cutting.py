"""Questions without some of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.text.folding import fold, well_formed
from qa.text.language import HAN

_EMPTY = re.compile(r"\(\s*\)|（\s*）|\[\s*\]")
_BEFORE_A_MARK = re.compile(r"\s+(?=[?.!,;:，。？！、；：)）])")
_AT_THE_START = re.compile(r"^(?:[\s,;:，。、；：·-]|[的之](?!后))+")
_GENITIVE = re.compile(r"(?<!\w)['’]s\b")
_SPACES = re.compile(r"\s+")


def tidied(question: str) -> str:
    """A question without needless white space, and well formed."""
    return " ".join(well_formed(question).split())


def flat(question: str) -> str:
    """A question folded, as it is looked through for words; as long as it is tidied."""
    return fold(tidied(question)).replace("’", "'")


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text without these parts of it, and without what their removal leaves dangling."""
    for start, end in sorted(spans, reverse=True):
        before, after = text[:start], text[end:]
        chinese = HAN.match(before[-1:]) or HAN.match(after[:1])
        text = f"{before}{'' if chinese else ' '}{after}"
    text = _GENITIVE.sub("", _EMPTY.sub("", text))
    text = _BEFORE_A_MARK.sub("", _SPACES.sub(" ", text))
    return _AT_THE_START.sub("", text).strip()
