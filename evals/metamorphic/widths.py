"""Full-width and half-width forms."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
_HALF = {full: half for half, full in _FULL.items()}


def other_widths(question: PlainQuestion) -> Iterator[str]:
    """All that has two widths in the full one, and in the half one."""
    yield question.question.translate(_FULL)
    yield question.question.translate(_HALF)
