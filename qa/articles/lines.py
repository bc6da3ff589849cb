"""What a line of a text file looks like: its weight, a sentence, a title; and unwrapping."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from qa.text.folding import fold
from qa.text.language import HAN

_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:['’.,-][A-Za-z0-9]+)*")
_NOT_KEY = re.compile(r"[\W_]+")
_CLOSERS = "」』”’\"')）\\]】》〉"
_FULL_STOP = re.compile(rf"(?:[.。．｡]|…|\.\.\.)[{_CLOSERS}]*$")
_ANY_STOP = re.compile(rf"[.。．｡…!?！？][{_CLOSERS}]*$")
_ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}$|\b(?:Inc|Ltd|Corp|Co|Jr|Sr)\.$")
_INNER_STOP = re.compile(r"[。！？!?]|[.!?]\s+[A-Z“\"]")
_BULLET = re.compile(
    r"^(?:[-*•·▪◦‣●○■□◆]|\d{1,3}[.)、]|[(（]?[一二三四五六七八九十\d]{1,3}[)）、])\s*\S"
)

# Weights (see ``weight``): a title has between these two, prose without a full stop this.
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 72
_LONG_PROSE = 90
_SHORTEST_STATEMENT = 5
_WIDEST_WRAP, _NARROWEST_WRAP = 120, 36


def weight(text: str) -> int:
    """How much a line says: a Chinese character counts 1, an English word 2."""
    return len(HAN.findall(text)) + 2 * len(_WORD.findall(text))


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Letters and digits alone, folded: equal for lines that say the same."""
    return _NOT_KEY.sub("", fold(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and brackets aside."""
    return bool(_ANY_STOP.search(text)) and not _ABBREVIATION_END.search(text)


def is_statement(text: str) -> bool:
    """Whether a line is prose: a full sentence, or so long that it can be nothing else.

    A line that ends in a question or exclamation mark is one only if it has another
    sentence before, as many titles end so.
    """
    text = text.strip()
    size = weight(text)
    if size >= _LONG_PROSE:
        return True
    if size < _SHORTEST_STATEMENT or not ends_sentence(text):
        return False
    return bool(_FULL_STOP.search(text) or _INNER_STOP.search(text[:-2]) or size >= _LONGEST_TITLE)


def is_title_like(text: str) -> bool:
    """Whether a line has the length and the ending of a title."""
    text = text.strip()
    return (
        _SHORTEST_TITLE <= weight(text) <= _LONGEST_TITLE
        and not is_statement(text)
        and not text.endswith((":", "：", ",", "，", ";", "；"))
        and "。" not in text
        and not _BULLET.match(text)
    )


def is_list_item(text: str) -> bool:
    """Whether a line starts with a bullet or a number of a list."""
    return bool(_BULLET.match(text))


def join_wrapped(first: str, second: str) -> str:
    """Two lines of one paragraph as one: no space between Chinese characters."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first + second
    if _is_wide(first[-1]) and (_is_wide(second[0]) or second[0] in "「『“（《"):
        return first + second
    if _is_wide(second[0]) and first[-1] in "”’」』）》…":
        return first + second
    return f"{first} {second}"


def unwrap(text: str) -> list[str]:
    """The paragraphs of a text: non-empty lines, with hard-wrapped ones put together.

    Lines count as hard-wrapped where no line is wider than a printed one and most breaks
    stand where the next word would not have fitted.
    """
    blocks = [
        [line.strip() for line in block.split("\n") if line.strip()]
        for block in re.split(r"\n[^\S\n]*\n", _newlines(text))
    ]
    width = wrap_width([block for block in blocks if len(block) > 1])
    paragraphs: list[str] = []
    for block in blocks:
        for number, line in enumerate(block):
            if number and width and not _fits(block[number - 1], line, width):
                paragraphs[-1] = join_wrapped(paragraphs[-1], line)
            else:
                paragraphs.append(line)
    return paragraphs


def wrap_width(blocks: Sequence[Sequence[str]]) -> int:
    """The width in columns at which these blocks of lines are wrapped, 0 if they are not."""
    width = max((columns(line) for block in blocks for line in block), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    breaks = [pair for block in blocks for pair in pairwise(block)]
    wrapped = [(a, b) for a, b in breaks if not _fits(a, b, width)]
    open_ends = sum(not ends_sentence(a) for a, _ in wrapped)
    enough = len(wrapped) >= 2 and len(wrapped) >= 0.6 * len(breaks)
    return width if enough and open_ends >= 0.5 * len(wrapped) else 0


def columns(text: str) -> int:
    """Width of a line in a fixed-width font; a Chinese character takes two."""
    return sum(2 if _is_wide(c) else 1 for c in text)


def _fits(first: str, second: str, width: int) -> bool:
    """Whether the start of ``second`` would have fitted at the end of ``first``."""
    if first == second:
        return True  # said twice, as titles and captions are: no wrapped line
    if is_list_item(second):
        return True
    if _is_wide(second[0]) and _is_wide(first[-1]):
        # Up to two marks may have been pulled to the next line by typesetting rules.
        return columns(first) + 2 <= width - 4
    return columns(first) + 1 + columns(second.split()[0]) <= width


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _newlines(text: str) -> str:
    return re.sub(r"\r\n?|[\u2028\u2029\x0b\x85]|\x0c\n?", "\n", text)
