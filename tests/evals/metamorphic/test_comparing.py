"""What counts as the same answer, and how often rewritings get it today."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.metamorphic.comparing import Pair, Told
from evals.metamorphic.report import Rates
from tests.evals.conftest import Evals
from tests.evals.metamorphic.test_rewritings import ENGLISH

# Measured on 12 questions when this was written; a fall is a change for the worse.
FLOOR = 0.79


def told(cited: str | None, short: str | None, *, right: bool = True) -> Told:
    return Told(cited, short, right)


def pair(original: Told, other: Told, kind: str = "case") -> Pair:
    return Pair(ENGLISH, kind, "when did biden take the ferry", original, other)


@pytest.mark.parametrize(
    ("original", "other", "same_article", "same_short"),
    [
        (told("a", "五月二日"), told("a", "五月二日"), True, True),
        (told("a", "戲院裏"), told("a", "戏院里。"), True, True),
        (told("a", "The Ferry"), told("a", "ferry"), True, True),
        (told("a", "五月二日"), told("b", "五月二日"), False, True),
        (told("a", "五月二日"), told("a", "五月"), True, False),
        (told("a", "五月二日"), told(None, None), False, False),
        # Two refusals say nothing, so they do not say the same.
        (told(None, None), told(None, None), False, False),
    ],
)
def test_what_is_the_same(
    original: Told, other: Told, same_article: bool, same_short: bool
) -> None:
    compared = pair(original, other)
    assert (compared.same_article, compared.same_short) == (same_article, same_short)
    assert compared.same == (same_article and same_short)


def test_rates_are_shares_of_the_pairs() -> None:
    held, lost = told("a", "May"), told("a", "June", right=False)
    rates = Rates.of([pair(held, held), pair(held, lost), pair(held, told("b", "May"))])
    assert rates == Rates(pairs=3, same=0.3333, cited=0.6667, short=0.6667, right=0.6667)
    assert Rates.of([]).pairs == 0


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_rewritings_get_the_same_answer_as_often_as_they_did(evals: Evals, tmp_path: Path) -> None:
    code, report = evals("metamorphic", "--limit", 12)
    assert code == 0
    assert report["questions"] == 12
    assert report["pairs"] >= 12 * 8
    assert report["pairs"] == sum(each["pairs"] for each in report["by_kind"].values())
    assert len(report["failing"]) == round(report["pairs"] * (1 - report["same"]))
    assert report["same"] >= FLOOR
