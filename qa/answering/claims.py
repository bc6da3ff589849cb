"""Claims: the sentences of a written answer, each with the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.text.sentences import sentence_spans

MARKER = re.compile(r"\[(\d{1,3})\]")
_LEADING = re.compile(r"(?:\s*\[\d{1,3}\])+")
# What Markdown puts before the words of a line: "- ", "2. ", "> ", "## ".
_BULLET = re.compile(r"\s*(?:[-*+•>]|#{1,6}|\d{1,2}[.)、](?!\d))\s*")
_EMPHASIS = re.compile(r"\*{1,3}|__|`")
_SPACE_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?。，；：！？]|$)")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer.

    Attributes:
        start, end: where it stands in the answer's text, its markers included.
        text: its words, without markers and Markdown.
        numbers: the passages that it cites.
    """

    start: int
    end: int
    text: str
    numbers: tuple[int, ...]


def claims_of(text: str) -> list[Claim]:
    """The sentences of an answer whose markers are ``[n]``.

    A marker belongs to the sentence before it, also when it stands after the full stop; a
    line that leads to a list ("He named three:") cites what the list cites.
    """
    found: list[Claim] = []
    for start, end in sentence_spans(text):
        leading = _LEADING.match(text[start:end])
        same_line = found and "\n" not in text[found[-1].end : start]
        if leading and same_line:
            before = found[-1]
            numbers = _numbers(leading.group())
            cited = tuple(dict.fromkeys(before.numbers + numbers))
            found[-1] = replace(before, end=start + leading.end(), numbers=cited)
            start += leading.end()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        # "2." before the words of a list is no sentence.
        if bullet := _BULLET.match(text[start:end]):
            start += bullet.end()
        plain = plain_words(text[start:end])
        if _WORD.search(plain):
            found.append(Claim(start, end, plain, _numbers(text[start:end])))
    return _with_lists(text, found)


def plain_words(text: str) -> str:
    """A sentence without its markers and emphasis."""
    return _SPACE_BEFORE_STOP.sub("", _EMPHASIS.sub("", MARKER.sub("", text))).strip()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(number) for number in MARKER.findall(text)))


def _with_lists(text: str, found: Sequence[Claim]) -> list[Claim]:
    claims: list[Claim] = []
    for claim in reversed(found):
        follows = claims and "\n" in text[claim.end : claims[0].start]
        if follows and not claim.numbers and claim.text.endswith((":", "：")):
            cited = dict.fromkeys(number for later in claims for number in later.numbers)
            claim = replace(claim, numbers=tuple(cited))
        claims.insert(0, claim)
    return claims
