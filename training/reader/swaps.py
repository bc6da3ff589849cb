"""Questions that look answerable and are not: another name, number, time or place put in.

Readers ask of the wrong quarter, of another person, of a year that no article covers; a passage
that tells of the right one answers such a question for whoever reads carelessly.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from qa.text.folding import fold
from training.reader.questions import Example

_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_QUARTERS = ("first", "second", "third", "fourth")
_FIRST_QUARTERS = ("一", "二", "三", "四")
_CHOICES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b({})\b", tuple(_MONTHS)),
    (r"\b({})(?= quarter| half| time| day)", _QUARTERS),
    (r"(?<=第)({})(?=季度)", _FIRST_QUARTERS),
    (r"({})(?=半年)", ("上", "下")),
    (r"\b({})(?=-largest|st|est)\b", ("high", "low")),
    (r"({})", ("最高", "最低")),
    (r"({})", ("最大", "最小")),
    (r"({})", ("增长", "下降")),
    (r"({})", ("出口", "进口")),
    (r"\b({})\b", ("rose", "fell")),
    (r"\b({})\b", ("exports", "imports")),
    (r"\b({})\b", ("north", "south", "east", "west")),
    (r"({})(?=部)", ("东", "西", "南", "北")),
    (r"\b({})\b", ("highest", "lowest")),
    (r"\b({})\b", ("largest", "smallest")),
    (r"\b({})\b", ("first", "last")),
)
_PATTERNS = tuple((re.compile(form.format("|".join(all_))), all_) for form, all_ in _CHOICES)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,])")
_LATIN_NAME = re.compile(r"(?<=[^.?!\s] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_CHINESE_NAME = re.compile(
    r"(?<=「)[^」]{2,}(?=」)|(?<=《)[^》]{2,}(?=》)|[\u4e00-\u9fff]{1,6}[·•‧][\u4e00-\u9fff]{1,6}"
    r"|[\u4e00-\u9fff]{1,3}(?=[省市县国](?!际|家|民|内|外))"
)


def swapped(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Each question that allows it, with something exchanged that its passage does not hold."""
    latin = [name for each in examples for name in _LATIN_NAME.findall(each.question)]
    chinese = [name for each in examples for name in _CHINESE_NAME.findall(each.question)]
    ways: list[Callable[[Example], str | None]] = [
        lambda each: _name(each, _LATIN_NAME, latin, rng),
        lambda each: _name(each, _CHINESE_NAME, chinese, rng),
        lambda each: _year(each, rng),
        lambda each: _number(each, rng),
        lambda each: _opposite(each, rng),
    ]
    for each in examples:
        if not each.answers:
            continue
        rng.shuffle(ways)
        found = next((question for way in ways if (question := way(each))), None)
        if found:
            yield replace(
                each, question=found, answers=(), by_sentence=False, kind=f"{each.kind}-swap"
            )


def _name(
    each: Example, pattern: re.Pattern[str], others: Sequence[str], rng: random.Random
) -> str | None:
    held = pattern.findall(each.question)
    if not held or not others:
        return None
    chosen, other = rng.choice(held), rng.choice(others)
    if (
        fold(other) in fold(each.passage)
        or other in each.question
        or fold(chosen) not in fold(each.passage)
    ):
        return None
    return each.question.replace(chosen, other, 1)


def _year(each: Example, rng: random.Random) -> str | None:
    held = _YEAR.findall(each.question)
    return _exchanged(each, held, lambda year: str(int(year) + rng.choice((-3, -2, -1, 1, 2, 3))))


def _number(each: Example, rng: random.Random) -> str | None:
    held = _NUMBER.findall(each.question)
    return _exchanged(each, held, lambda number: str(int(number) + rng.randint(1, 9)))


def _exchanged(each: Example, held: Sequence[str], other: Callable[[str], str]) -> str | None:
    if not held:
        return None
    new = other(held[0])
    return None if new in each.passage else each.question.replace(held[0], new, 1)


def _opposite(each: Example, rng: random.Random) -> str | None:
    """Another month, quarter, direction or degree; only where the passage lacks it."""
    for pattern, choices in rng.sample(_PATTERNS, len(_PATTERNS)):
        match = pattern.search(each.question)
        if match is None:
            continue
        others = [one for one in choices if one != match.group(1) and one not in each.passage]
        if others:
            start, end = match.span(1)
            return each.question[:start] + rng.choice(others) + each.question[end:]
    return None
