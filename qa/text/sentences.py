"""Sentence boundaries in Chinese and English, by character span."""

from __future__ import annotations

import re

from qa.text.language import HAN

# Closing marks that belong to the sentence before them.
_CLOSERS = "」』”’）)】》〉〗］]\"'"
_ENDERS = "。！？!?；…｡"
_END = re.compile(
    rf"(?:[{_ENDERS}]+|(?<!\.)\.(?!\.)|\.{{3,}}|(?<=[\u3400-\u9fff]);)[{re.escape(_CLOSERS)}]*|\n+"
)
# Before a mark inside a web address, where no white space ends it.
_ADDRESS = re.compile(r"[!-~]*[./][!-~]*$")
_LONGEST_ADDRESS = 200
_OPENERS = "「『“‘（(【《〈"
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev gen col maj capt lt sgt cpl adm sen rep gov pres hon st ste jr sr
    messrs mt ft no nos vs etc inc ltd co corp bros dept est fig figs al approx ca cf op vol
    pp ed eds jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs
    fri sat sun a.m p.m u.s u.k u.n e.g i.e ph.d d.c u.s.a u.s.s.r""".split()
)
_LAST_TOKEN = re.compile(r"[A-Za-z.]+$")
# After these a capital letter does start a new sentence ("in the U.S. The talks ...").
_MAY_END = frozenset(
    {
        "a.m",
        "p.m",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "u.s.a",
        "u.s.s.r",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "al",
        "ph.d",
    }
)
_STARTERS = frozenset(
    """the a an he she it they we i this that these those his her its their our my in on at by
    for from with after before when while but and as to there however meanwhile both china
    russia moscow beijing washington""".split()
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans ``(start, end)`` of the sentences of a text, in order, without outer white space.

    A sentence ends at 。！？；… or their Latin forms, with the quotes and brackets closing
    after them, and at every line break. A full stop ends one only where it is not part of a
    number, an abbreviation, an initial, a domain or a file name. Every character that is not
    white space lies in exactly one span.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if not _ends_sentence(text, start, match):
            continue
        _append(spans, text, start, match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return
    start += len(piece) - len(piece.lstrip())
    end = start + len(stripped)
    stray = not any(character.isalnum() for character in stripped)
    if stray and spans and "\n" not in text[spans[-1][1] : start]:
        # A mark without a word is no sentence: it belongs to the one before it.
        spans[-1] = (spans[-1][0], end)
        return
    spans.append((start, end))


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark.startswith("."):
        return _full_stop_ends(text, start, match)
    if "\n" in mark or mark[0] in "。；;｡":
        return True
    following = text[match.end() : match.end() + 1]
    if mark in "?!" and "!" < following <= "~":
        return not _ADDRESS.search(
            text[max(start, match.start() - _LONGEST_ADDRESS) : match.start()]
        )
    if mark[0] in "…" or mark[-1] in _CLOSERS:
        # 「好嗎？」他說 goes on; 「好嗎？」 at a paragraph's end or before a new quote does not.
        return _starts_sentence(text, match.end())
    return not (following and following in ",，、:：")


def _starts_sentence(text: str, position: int) -> bool:
    rest = text[position : position + 3]
    if not rest or rest[0] in "\n" + _OPENERS:
        return True
    if rest[0].isspace():
        word = rest.strip()[:1]
        return not word or word.isupper() or word in _OPENERS or bool(HAN.match(word))
    return False


def _full_stop_ends(text: str, start: int, match: re.Match[str]) -> bool:
    rest = text[match.end() : match.end() + 40]
    before = _LAST_TOKEN.search(text, max(start, match.start() - 12), match.start())
    token = before.group().lower() if before else ""
    if rest and not rest[0].isspace():
        return token not in _ABBREVIATIONS and bool(HAN.match(rest[0]) or rest[0] in _OPENERS)
    word = re.match(r"\s*[“\"‘'(\[]?([^\s]*)", rest)
    following = word.group(1) if word else ""
    if following[:1].islower():
        return False
    if len(token) == 1 and token.isalpha() and before and before.group().isupper():
        return not following  # an initial: "J. Smith"
    if token not in _ABBREVIATIONS:
        return True
    if token in _MAY_END:
        return not following or following.lower().strip(",.") in _STARTERS
    return not following
