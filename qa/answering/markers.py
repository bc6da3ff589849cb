"""Citation markers in a stream of text: recognised, checked, renumbered."""

from __future__ import annotations

import re

_OPEN, _CLOSE = r"[\[【［]", r"[\]】］]"
_NUMBERS = r"\d{1,3}(?:\s*(?:[,，、;；]|[-–—−~～至到])\s*\d{1,3})*"
# [1], [1, 2], [1-3], [^1], ^[1]^, 【1】, ［1］, and [Passage 1], (Article 1) or [來源1], as some
# models write.
_NAME = r"(?:passages?|sources?|articles?|doc(?:ument)?s?|citations?|段落|來源|来源|文章|報道|报道)"
_MARKER = (
    rf"(?:\^?{_OPEN}\s*\^?\s*(?:{_NAME}\s*[:：]?\s*)?#?{_NUMBERS}\s*{_CLOSE}\^?"
    rf"|[（(]\s*{_NAME}\s*[:：]?\s*{_NUMBERS}\s*[)）])"
)
_ONE = re.compile(_MARKER, re.IGNORECASE)
# Markers alone in parentheses stand without them; the blank before a marker goes with it
# where nothing of it is left.
_GROUP = re.compile(
    rf"(?P<blank>[ \t]*)(?:[（(]\s*(?P<inner>{_MARKER}(?:[\s,，、;；]*{_MARKER})*)\s*[)）]"
    rf"|(?P<plain>(?:{_MARKER})+))",
    re.IGNORECASE,
)
_PIECE = re.compile(r"(\d{1,3})(?:\s*[-–—−~～至到]\s*(\d{1,3}))?")
# What may still become such a group once more text has come.
_BEGUN = rf"{_OPEN}[^\[\]【】［］()（）\n]{{0,40}}"
_NAMED = r"[a-z段落來源来文章報道报]{1,10}[\s:：\d,，、;；–—~～-]{0,16}"
_UNFINISHED = re.compile(
    rf"[ \t]*(?:{_MARKER})*(?:[（(]\s*(?:{_MARKER}[\s,，、;；]*)*(?:{_BEGUN}|{_NAMED})?"
    rf"|\^?(?:{_BEGUN})?)?$",
    re.IGNORECASE,
)


class MarkerStream:
    """Rewrites ``[n]`` markers of a model's text as it streams.

    The model's numbers are those of the passages in its prompt, 1 to ``available``. They come
    out renumbered in the order in which they are first cited, ``[1]`` first; numbers out of
    range are dropped. Half a marker at the end of a piece is held back until it is whole.

    Attributes:
        cited: the model's numbers in the order of their new ones.
    """

    def __init__(self, available: int) -> None:
        self._available = available
        self._held = ""
        self.cited: list[int] = []

    def feed(self, piece: str) -> str:
        """The next piece of text; returns what can be shown of it by now."""
        text = self._held + piece
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._held = text[cut:]
        return _GROUP.sub(self._renumber, text[:cut])

    def finish(self) -> str:
        """What was still held back."""
        rest, self._held = self._held, ""
        return _GROUP.sub(self._renumber, rest)

    def _renumber(self, match: re.Match[str]) -> str:
        found = _ONE.findall(match["inner"] or match["plain"])
        told = [_told(marker, self._available) for marker in found]
        if all(numbers is None for numbers in told):
            return match.group()  # [3-2] is a score
        new = []
        for marker, numbers in zip(found, told, strict=True):
            new += [marker] if numbers is None else [self._new(number) for number in numbers]
        markers = "".join(dict.fromkeys(new))
        return match["blank"] + markers if markers else ""

    def _new(self, number: int) -> str:
        """The marker of a passage by its new number."""
        if number not in self.cited:
            self.cited.append(number)
        return f"[{self.cited.index(number) + 1}]"


def cited_in(text: str, available: int) -> set[int]:
    """The model's numbers of the passages that a text cites."""
    return {number for marker in _ONE.findall(text) for number in _told(marker, available) or ()}


def _told(marker: str, available: int) -> list[int] | None:
    """The passages that a marker names, or None where it is no marker."""
    numbers: list[int] = []
    for piece in _PIECE.finditer(marker):
        first = int(piece[1])
        last = int(piece[2] or first)
        if last < first:
            return None
        numbers += range(max(first, 1), min(last, available) + 1)
    return numbers
