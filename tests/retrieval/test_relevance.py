from __future__ import annotations

from dataclasses import fields, replace

import pytest

from qa.retrieval.relevance import Features, relevance

NOTHING = Features(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
EVERYTHING = Features(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize("crosses", [False, True])
def test_from_nothing_to_everything(crosses: bool) -> None:
    assert relevance(NOTHING, crosses=crosses) < 0.05
    assert relevance(EVERYTHING, crosses=crosses) > 0.95


@pytest.mark.parametrize("crosses", [False, True])
@pytest.mark.parametrize("name", [field.name for field in fields(Features)])
def test_a_better_match_never_speaks_against_a_passage(name: str, crosses: bool) -> None:
    better = replace(NOTHING, **{name: 0.5})
    assert relevance(better, crosses=crosses) >= relevance(NOTHING, crosses=crosses)
