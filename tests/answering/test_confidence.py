"""The chance that a passage answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answering.confidence import confidence
from qa.answering.signs import Signs
from qa.text.language import Language

MIDDLE = Signs(search=0.0, reader=0.0, match=0.5, unmet=0.2, missing=0.0, elsewhere=0.0)
LANGUAGES = ["en", "zh-Hant"]


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize("told", LANGUAGES)
def test_what_speaks_for_a_passage_and_what_against_it(asked: Language, told: Language) -> None:
    weights = confidence(asked, told)
    middle = weights.chance(MIDDLE)
    assert weights.chance(replace(MIDDLE, search=2.0)) > middle
    assert weights.chance(replace(MIDDLE, reader=3.0)) > middle
    assert weights.chance(replace(MIDDLE, missing=1.0)) <= middle
    assert weights.chance(replace(MIDDLE, missing=1.0, elsewhere=1.0)) < middle
    assert 0 < weights.line < 1
