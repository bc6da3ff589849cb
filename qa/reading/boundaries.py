"""Where words that answer may begin and end: no word, number, list or pair of brackets is cut."""

from __future__ import annotations

from qa.text.enumerations import enumerations, items

_FEWEST_ITEMS = 3
_MARKS_IN_WORDS = frozenset("'’-")
_MARKS_IN_NUMBERS = frozenset(".,:")
_SIGNS_BEFORE = frozenset("$€£¥￥#")
_SIGNS_BEHIND = frozenset("%％‰°℃℉")
_COUNTS = frozenset("十百千万萬亿億兆")
_PAIRS = {"(": ")", "（": "）", "“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "[": "]"}
_EDGES = frozenset(" \t\u3000,.;:!?，。；：！？、—–…·")


def whole_words(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """A stretch of a sentence, widened to whole words and without marks at its ends.

    Args:
        start, end: the stretch, ``text[start:end]``.
        first, last: the sentence that it must stay in.
    """
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if start == end:
        return start, end
    while start > first and _joined(text, start, first, last):
        start -= 1
    while end < last and _joined(text, end, first, last):
        end += 1
    return _paired(text, start, end, first, last)


def whole_list(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A stretch that is mostly a list, as that list: whole, and without what leads up to it.

    Args:
        start, end: the stretch, ``sentence[start:end]``.
    """
    for first, last in enumerations(sentence):
        shared = min(end, last) - max(start, first)
        mostly = 2 * shared > end - start and 2 * shared > last - first
        if mostly and items(sentence[first:last]) >= _FEWEST_ITEMS:
            return first, last
    return start, end


def _joined(text: str, place: int, first: int, last: int) -> bool:
    """Whether the characters before and behind a place belong to one word or number."""
    before, behind = text[place - 1], text[place]
    if _is_latin(before) and _is_latin(behind):
        return True
    if behind in _SIGNS_BEHIND or (behind in _COUNTS and before not in _COUNTS):
        return before.isdigit()
    if before in _SIGNS_BEFORE:
        return behind.isdigit()
    # A mark between two letters or two digits belongs to both: O'Hara, 12,000.
    if behind in _MARKS_IN_WORDS | _MARKS_IN_NUMBERS:
        return place + 1 < last and _mark_joins(before, behind, text[place + 1])
    if before in _MARKS_IN_WORDS | _MARKS_IN_NUMBERS:
        return place - 2 >= first and _mark_joins(text[place - 2], before, behind)
    return False


def _mark_joins(before: str, mark: str, behind: str) -> bool:
    if mark in _MARKS_IN_NUMBERS:
        return before.isdigit() and behind.isdigit()
    return _is_latin(before) and _is_latin(behind)


def _is_latin(character: str) -> bool:
    """Whether it is a letter or digit of a script that puts spaces between words."""
    return character.isalnum() and not "\u2e80" <= character <= "\u9fff" and character < "\uf900"


def _paired(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """With the bracket beside it whose fellow is inside; without one that has none."""
    inside = text[start:end]
    for begin, close in _PAIRS.items():
        if inside.count(begin) > inside.count(close):
            if end < last and text[end] == close:
                end += 1
            elif text[start] == begin:
                start += 1
        elif inside.count(close) > inside.count(begin):
            if start > first and text[start - 1] == begin:
                start -= 1
            elif text[end - 1] == close:
                end -= 1
    return start, end
