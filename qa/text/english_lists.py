"""Lists in English sentences: "trade, energy and science", "Iran, Saudi Arabia and Egypt"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = r"[\w'’$.-]*[\w'’$]\.?"
# No item holds one of these; the last one ends before it.
_FUNCTION = (
    r"(?:in|on|at|for|to|by|from|with|through|via|between|into|against|after|before|over|under|of"
    r"|are|is|were|was|be|been|has|have|had|will|would|can|could|include|includes|included"
    r"|including|as|like|namely|said|says|that|which|who|whose|when|where|while|he|she|it|they|we"
    r"|but|so|then|among)"
)
# Behind one of these the first item begins.
_LEAD = rf"(?:{_FUNCTION}|\w{{3,}}ed|named|names|saw|met|covers?|signs?|discuss(?:es)?|lists?)"
_LAST_AND = re.compile(r",? (?:and|or) ")
_CLAUSE = re.compile(r"[;:!?()\n]|\.(?=\s|$)(?<![A-Z]\.)")
_NUMBER = re.compile(r"\d{1,4}$")
# A run of words with capitals, with what stands between such in a name.
_NAME = (
    r"(?:[$€£]\d[\d,.]*\d(?: [mb]illion)?"
    r"|(?:the )?[A-Z][\w'’.-]*(?: (?:of (?:the )?|the |de |van )?[A-Z0-9][\w'’.-]*)*)"
)
_NAMED = re.compile(_NAME)
_NAME_AT_END = re.compile(rf"(?<![\w'’-]){_NAME}$")
_HOLDS_LEAD = re.compile(rf"(?<![\w'’-]){_LEAD}(?![\w'’-])", re.IGNORECASE)
_BEHIND_LEAD = re.compile(rf"^.*(?<![\w'’-]){_LEAD} (?:the )?(?P<item>\S.*)$", re.IGNORECASE)
_PLAIN = re.compile(
    rf"(?!{_FUNCTION}\b){_WORD}(?: (?!(?:{_FUNCTION}|\w{{3,}}ed)\b){_WORD}){{0,3}}", re.IGNORECASE
)
_LONGEST = 4  # words of an item that is no name


def english_lists(sentence: str) -> Iterator[tuple[int, int]]:
    """Where the lists of a sentence begin and end: three items at least, the last behind "and"."""
    for joint in _LAST_AND.finditer(sentence):
        begins = _begins(sentence[: joint.start()])
        last = _last(sentence[joint.end() :])
        if begins is not None and last:
            yield begins, joint.end() + last


def _begins(before: str) -> int | None:
    """Where the first of at least two items before the "and" begins, if there are such."""
    clause = max((match.end() for match in _CLAUSE.finditer(before)), default=0)
    segments = before[clause:].split(", ")
    place = len(before)
    count = 0
    next_is_named = False
    for segment in reversed(segments):
        place -= len(segment)
        if _is_item(segment.strip()):
            begins = place + len(segment) - len(segment.lstrip())
            count += 1
            next_is_named = bool(_NAMED.fullmatch(segment.strip()))
            place -= len(", ")
            continue
        tail = _tail(segment, named=next_is_named) if count else None
        if tail is not None:
            return place + tail
        break
    return begins if count > 1 else None


def _is_item(segment: str) -> bool:
    if _NAMED.fullmatch(segment):
        return True
    short = 0 < len(segment.split()) <= _LONGEST
    return short and not _NUMBER.match(segment) and not _HOLDS_LEAD.search(segment)


def _tail(segment: str, *, named: bool) -> int | None:
    """Where an item begins at the end of what leads up to it."""
    if named and (name := _NAME_AT_END.search(segment)):
        return name.start()
    found = _BEHIND_LEAD.match(segment)
    if found and _is_item(found["item"]):
        return found.start("item")
    return None


def _last(after: str) -> int:
    """How long the last item is; 0 where none begins."""
    clause = _CLAUSE.search(after)
    text = after[: clause.start()] if clause else after
    text = text.split(", ")[0]
    found = _NAMED.match(text) or _PLAIN.match(text)
    return len(found.group().rstrip()) if found else 0
