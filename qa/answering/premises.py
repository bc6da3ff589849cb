"""What a question takes for granted: its names, dates and numbers, and whether they stand there.

"Why did X visit Beijing?" is not answered by a passage that knows of no visit to Beijing.
"""

from __future__ import annotations

from datetime import date

from qa.answering.names import missing_names
from qa.answering.verdicts import missing_dates, missing_numbers
from qa.retrieval.passage import Passage


def missing_premises(question: str, passage: Passage, today: date) -> int:
    """How many names, dates and numbers of a question stand nowhere in a passage or above it."""
    source = f"{passage.title}\n{passage.source or ''}\n{passage.text}"
    numbers, _ = missing_numbers(question, [passage], [], today)
    dates = missing_dates(question, [passage], today)
    return len(missing_names(question, source)) + len(numbers) + len(dates)
