"""The other script, as OpenCC writes it."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion
from qa.text.conversion import converter

_INTO = {"zh-Hant": ("t2s",), "zh-Hans": ("s2t", "s2hk", "s2twp")}


def other_scripts(question: PlainQuestion) -> Iterator[str]:
    """The question in Simplified, or in Traditional of each region."""
    for config in _INTO.get(question.language, ()):
        yield converter(config).convert(question.question)
