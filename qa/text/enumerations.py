"""Enumerations: the lists that stand in a sentence, and whether the next one goes on with one."""

from __future__ import annotations

import re

from qa.text.english_lists import english_lists
from qa.text.folding import fold

# An item between two marks; longer ones are clauses. Before the first and behind the last one
# stands the rest of the sentence, up to a mark.
_INSIDE = r"[^、，。；：！？「」（）()…\s]"
_LONGEST_ITEM = 20
_CHINESE_ITEM = rf"{_INSIDE}{{1,{_LONGEST_ITEM}}}"
_CHINESE = re.compile(
    rf"(?<!{_INSIDE}){_INSIDE}{{1,40}}(?:、{_CHINESE_ITEM})*、{_INSIDE}{{1,40}}(?!{_INSIDE})"
    rf"(?:，(?:以及|及|和|與|与){_CHINESE_ITEM}(?!{_INSIDE}))?"
)
# What leads up to the first item, and what goes on behind the last one.
_CHINESE_LEAD = re.compile(
    r"[^、]*(?:在|于|於|从|從|为|為|是|有(?![力关關效])|括|含|即|了|对|對|到|就|及|加[强強]|推[动動]|[开開]展|促[进進]"
    r"|深化|[扩擴]大|列出|涵[盖蓋])(?=[^、]{2,}、)"
)
_CHINESE_REST = re.compile(
    r"(?<=[^、])(?:等|(?<![存现現实實])在|於|(?<![关对])于|[两兩二三四五六七八九十]+[大个個国國地项項人位]|受邀|加入|参加|參加)[^、]*$"
)

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
    chinese = map(_items, _CHINESE.finditer(sentence))
    return [*(span for span in chinese if span), *english_lists(sentence)]


def items(text: str) -> int:
    """How many items an enumeration has; 1 for what is none."""
    return max(len(_CHINESE_BETWEEN.findall(text)), len(_ENGLISH_BETWEEN.findall(text))) + 1


def _items(match: re.Match[str]) -> tuple[int, int] | None:
    """Where the items of a Chinese enumeration begin and end; None where that cannot be told."""
    text = match.group()
    lead = _CHINESE_LEAD.match(text[: text.index("、") + 1])
    rest = _CHINESE_REST.search(text)
    first, last = lead.end() if lead else 0, rest.start() if rest else len(text)
    if text.index("、") - first > _LONGEST_ITEM:
        return None
    return match.start() + first, match.start() + last
