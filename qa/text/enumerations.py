"""Enumerations: the lists that stand in a sentence, and whether the next one goes on with one."""

from __future__ import annotations

import re

from qa.text.english_lists import english_lists
from qa.text.folding import fold

# An item between two marks; longer ones are clauses.
_CHINESE_ITEM = r"[^、，。；：！？「」\s]{1,14}"
_CHINESE_LAST = rf"(?:，?(?:以及|及|和|與|与){_CHINESE_ITEM})?"
_CHINESE = re.compile(rf"{_CHINESE_ITEM}(?:、{_CHINESE_ITEM})+{_CHINESE_LAST}")
# What leads up to the first item, and what goes on behind the last one.
_CHINESE_LEAD = re.compile(
    r"[^、]*(?:在|于|於|为|為|是|有|括|含|即|了|对|對|到|就|及|加[强強]|推[动動]|[开開]展|促[进進]"
    r"|深化|[扩擴]大|列出|涵[盖蓋])(?=[^、]{2,}、)"
)
_CHINESE_REST = re.compile(r"等[^、]*$")

# A sentence that goes on with what the one before it began: said within its first words, folded.
_GOES_ON = re.compile(
    r"(?:此外|另外|除此|同时|其次|还有|还包括|也包括|他还|她还|还|也|并)"
    r"|(?:\w+ ){0,3}(?:also|further|additionally|moreover|besides|in addition|as well|others?)\b"
)
_CHINESE_BETWEEN = re.compile(r"、|(?:以及|及|和|與|与)(?=[^、]+$)")
_ENGLISH_BETWEEN = re.compile(r",? (?:and|or) |, ")


def goes_on(sentence: str) -> bool:
    """Whether a sentence goes on with an enumeration of the sentence before it."""
    return bool(enumerations(sentence) and _GOES_ON.match(fold(sentence.lstrip('「『“"‘ '))))


def enumerations(sentence: str) -> list[tuple[int, int]]:
    """Where the enumerations of a sentence begin and end, without what leads up to them."""
    return [*map(_items, _CHINESE.finditer(sentence)), *english_lists(sentence)]


def items(text: str) -> int:
    """How many items an enumeration has; 1 for what is none."""
    return max(len(_CHINESE_BETWEEN.findall(text)), len(_ENGLISH_BETWEEN.findall(text))) + 1


def _items(match: re.Match[str]) -> tuple[int, int]:
    """Where the items of a Chinese enumeration begin and end."""
    text = match.group()
    lead = _CHINESE_LEAD.match(text[: text.index("、") + 1])
    rest = _CHINESE_REST.search(text)
    first = match.start() + (lead.end() if lead else 0)
    return first, match.start() + (rest.start() if rest else len(text))
