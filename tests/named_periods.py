"""How the tests of periods write them."""

from __future__ import annotations

from datetime import date

from qa.text.periods import period_of

TODAY = date(2023, 5, 10)  # a Wednesday


def shown(question: str, today: date = TODAY) -> str | None:
    """The period of a question as ``first..last``, a single day as itself."""
    period = period_of(question, today)
    if period is None:
        return None
    if period.first == period.last:
        return str(period.first)
    return f"{period.first or ''}..{period.last or ''}"
