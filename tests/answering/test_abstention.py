"""Probabilities that a passage answers, and what its sentences and words have of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qa.answering.abstention import Calibration, Scale, Signs, log_odds, logistic, pair, shares
from qa.reading.decoding import ReadPassage, ReadSentence
from qa.retrieval.passage import Passage

EVEN = Scale(1.0, 0.0)


def reading(
    *sentences: tuple[float, float], none: float = -3.0, answers: float = 0.0
) -> ReadPassage:
    """Log-probabilities of evidence and words, a sentence each."""
    read = (
        ReadSentence(10 * n, 10 * n + 9, evidence, 10 * n, 10 * n + 2, words)
        for n, (evidence, words) in enumerate(sentences)
    )
    return ReadPassage(tuple(read), answers, no_span=none, no_evidence=none)


def passage(score: float) -> Passage:
    return Passage(article_id="a", title="t", text="x" * 40, start=0, end=40, score=score)


def test_what_speaks_for_a_passage_raises_its_probability() -> None:
    calibration = Calibration(0.0, np.ones(4), EVEN, EVEN)
    weak = Signs.of(passage(0.2), reading((-2.0, -4.0), none=-0.2, answers=-2.0))
    strong = Signs.of(passage(0.8), reading((-0.1, -0.3), none=-4.0, answers=3.0))

    assert 0 < calibration.answers(weak) < 0.5 < calibration.answers(strong) < 1


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_signs_stay_finite_at_the_ends(score: float) -> None:
    signs = Signs.of(passage(score), reading((0.0, 0.0), none=-80.0, answers=90.0))

    assert np.isfinite(signs.row()).all()


def test_a_passage_without_a_sentence_has_signs_too() -> None:
    assert np.isfinite(Signs.of(passage(0.5), reading(none=0.0)).row()).all()
    assert shares(reading()) == []


def test_sentences_and_words_share_what_their_passage_has() -> None:
    found = shares(reading((-0.1, -0.2), (-3.0, -5.0)))

    assert math.isclose(sum(of_sentence for of_sentence, _ in found), 1.0)
    assert math.isclose(sum(of_words for _, of_words in found), 1.0)
    assert found[0] > found[1]


def test_a_scale_moves_log_odds() -> None:
    scaled = Scale(0.5, 1.0)(0.9)

    assert math.isclose(log_odds(scaled), 0.5 * log_odds(0.9) + 1.0)
    assert math.isclose(logistic(log_odds(0.3)), 0.3)


def test_pairs_of_languages_are_named_by_what_is_asked_and_told_in() -> None:
    assert pair("zh-Hant", "en") == "zh-en"
    assert pair("en", "zh-Hans") == "en-zh"
