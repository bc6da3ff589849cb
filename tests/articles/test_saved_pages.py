"""Saved pages of 32 layouts in three languages: titles, days and bodies are read right.

The pages are our own, set as real sites set theirs. Those in ``dev`` were at hand when the
reader was made; those in ``held`` were written before it and measured once it stood.
"""

from __future__ import annotations

from statistics import fmean

import pytest

from benchmarks.pages import PAGES, measure, news_qa

TITLES, DAYS, BODIES = 0.95, 0.97, 0.95


@pytest.mark.parametrize("half", ["dev", "held"])
def test_titles_days_and_bodies(half: str) -> None:
    marks = list(measure(PAGES / half, news_qa))
    wrong = [mark for mark in marks if not (mark.title and mark.day and mark.f1 >= BODIES)]
    assert fmean(mark.title for mark in marks) >= TITLES, wrong
    assert fmean(mark.day for mark in marks) >= DAYS, wrong
    assert fmean(mark.f1 for mark in marks) >= BODIES, wrong
