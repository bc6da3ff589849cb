"""Citation markers in a stream of text: recognised, checked, renumbered."""

from __future__ import annotations

import re

from qa.text.sentences import sentence_spans

# [1], [1, 2], 【1】, ［1］, and their Chinese commas.
_MARKER = re.compile(r"[\[【［]\s*(\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)\s*[\]】］]")
_NUMBER = re.compile(r"\d+")
# What may still become a marker once more text has come.
_UNFINISHED = re.compile(r"[\[【［][\d\s,，、;]{0,24}$")


class MarkerStream:
    """Rewrites ``[n]`` markers of a model's text as it streams.

    The model's numbers are those of the passages in its prompt, 1 to ``available``. They come
    out renumbered in the order in which they are first cited, ``[1]`` first; numbers out of
    range are dropped. Half a marker at the end of a piece is held back until it is whole.
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
        return _MARKER.sub(self._renumber, text[:cut])

    def finish(self) -> str:
        """What was still held back."""
        rest, self._held = self._held, ""
        return _MARKER.sub(self._renumber, rest)

    def _renumber(self, match: re.Match[str]) -> str:
        new = []
        for found in _NUMBER.findall(match.group(1)):
            number = int(found)
            if not 1 <= number <= self._available:
                continue
            if number not in self.cited:
                self.cited.append(number)
            new.append(self.cited.index(number) + 1)
        return "".join(f"[{number}]" for number in dict.fromkeys(new))


def statements(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a text without their markers, each with the numbers it cites.

    A marker belongs to the sentence before it, also when it stands after the full stop.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        leading = re.match(r"(?:\s*\[\d+\])+", sentence)
        if leading and found:
            before, numbers = found[-1]
            found[-1] = (before, numbers + _numbers(leading.group()))
            sentence = sentence[leading.end() :]
        plain = _MARKER.sub("", sentence).strip()
        if plain:
            found.append((plain, _numbers(sentence)))
    return found


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(
        int(number)
        for match in _MARKER.finditer(text)
        for number in _NUMBER.findall(match.group(1))
    )
