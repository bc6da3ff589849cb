"""Names: the full one, and one with a title before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from evals.metamorphic.questions import PlainQuestion
from qa.text.conversion import converter

_FILE = Path(__file__).resolve().parent / "names.tsv"


def full_names(question: PlainQuestion) -> Iterator[str]:
    """The question with the full name of each person it names."""
    for short, full, _ in _names(question.language):
        if full:
            yield from _renamed(question.question, short, full)


def titled_names(question: PlainQuestion) -> Iterator[str]:
    """The question with a title before each name in turn."""
    for short, _, titled in _names(question.language):
        yield from _renamed(question.question, short, titled)


def _renamed(text: str, short: str, longer: str) -> Iterator[str]:
    name = rf"\b{short}\b" if short.isascii() and longer.isascii() else re.escape(short)
    if re.search(name, text):
        yield re.sub(name, longer, text, count=1)


@cache
def _names(language: str) -> tuple[tuple[str, str, str], ...]:
    lines = _FILE.read_text("utf-8").splitlines()
    if language == "zh-Hans":
        lines = [converter("t2s").convert(line) for line in lines]
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(
        (short, full, titled)
        for short, full, titled in rows
        if titled.isascii() == (language == "en")
    )
