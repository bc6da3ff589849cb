"""The chance that a passage answers."""

from __future__ import annotations

import pytest

from qa.answering import confidence as module
from qa.answering.confidence import confidence, measures
from qa.errors import ModelError
from qa.reading.reading import Reading
from qa.text.language import Language


def reading(logit: float, match: float = 0.5) -> Reading:
    return Reading((), logit, match)


@pytest.mark.parametrize("asked", ["en", "zh-Hant"])
@pytest.mark.parametrize("told", ["en", "zh-Hans"])
def test_search_and_reader_speak_for_a_passage_and_missing_premises_against_it(
    asked: Language, told: Language
) -> None:
    weights = confidence(asked, told)
    middle = weights.chance(0.5, reading(0.0), 0)
    assert weights.chance(0.9, reading(0.0), 0) > middle
    assert weights.chance(0.5, reading(3.0), 0) > middle
    assert weights.chance(0.5, reading(0.0), 1) <= middle
    assert 0 < weights.line < 1


def test_a_sentence_that_matches_speaks_for_its_passage() -> None:
    weights = confidence("en", "en")
    assert weights.chance(0.5, reading(0.0, 0.9), 0) > weights.chance(0.5, reading(0.0, 0.1), 0)


def test_extremes_are_cut() -> None:
    low, lower = measures(0.0, reading(-1e9), 9), measures(-1.0, reading(-50.0), 2)
    assert low.tolist() == lower.tolist()
    assert 0 <= confidence("en", "en").chance(1.0, reading(1e9), 0) <= 1


def test_a_damaged_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "confidence.json"
    path.write_text('{"same_language": {"bias": 1}}', "utf-8")
    monkeypatch.setattr(module, "WEIGHTS_FILE", path)
    module._shipped.cache_clear()
    try:
        with pytest.raises(ModelError, match=r"confidence\.json.*restore"):
            confidence("en", "en")
    finally:
        module._shipped.cache_clear()
