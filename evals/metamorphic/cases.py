"""Capitals and small letters."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion


def other_cases(question: PlainQuestion) -> Iterator[str]:
    """The question in small letters, in capitals, and with a capital before each word."""
    yield question.question.lower()
    yield question.question.upper()
    if not question.is_chinese:
        words = question.question.split(" ")
        yield " ".join(word[:1].upper() + word[1:] for word in words)
