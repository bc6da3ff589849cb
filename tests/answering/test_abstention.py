"""Probabilities that sentences answer, from what search and reader say of them."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answering.abstention import Regression, Signs, log_odds, logistic, pair
from qa.reading.decoding import NEG_INF, ReadPassage, ReadSentence
from qa.retrieval.passage import Passage


def reading(*sentences: tuple[float, float], answers: float = 0.0) -> ReadPassage:
    """Log-probabilities of evidence and words, a sentence each."""
    read = (
        ReadSentence(10 * n, 10 * n + 9, evidence, 10 * n, 10 * n + 2, words)
        for n, (evidence, words) in enumerate(sentences)
    )
    return ReadPassage(tuple(read), answers, no_span=-3.0, no_evidence=-3.0)


def passage(score: float) -> Passage:
    return Passage(article_id="a", title="t", text="x" * 40, start=0, end=40, score=score)


def test_what_speaks_for_a_sentence_raises_its_probability() -> None:
    regression = Regression(0.0, np.ones(len(Signs.names())))
    weak = Signs.of(passage(0.2), reading((-2.0, -4.0), (-3.0, -4.0), answers=-2.0))
    strong = Signs.of(passage(0.8), reading((-0.1, -0.3), (-4.0, -5.0), answers=3.0))

    (low, lower), (high, other) = regression(weak.table()), regression(strong.table())
    assert 0 < lower < low < 0.5 < high < 1
    assert other < high


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_signs_stay_finite_at_the_ends(score: float) -> None:
    signs = Signs.of(passage(score), reading((0.0, 0.0), (NEG_INF, NEG_INF), answers=90.0))

    assert np.isfinite(signs.table()).all()


def test_a_passage_without_a_sentence_has_no_signs() -> None:
    assert Signs.of(passage(0.5), reading()).table().shape == (0, len(Signs.names()))


def test_a_scale_moves_log_odds() -> None:
    weights = np.zeros(len(Signs.names()))
    weights[0] = 1.0
    signs = Signs.of(passage(0.9), reading((-1.0, -1.0)))

    found = Regression(0.0, weights, slope=0.5, shift=1.0)(signs.table())
    assert log_odds(found) == pytest.approx(0.5 * log_odds(np.array([0.9])) + 1.0)
    assert logistic(log_odds(np.array([0.3]))) == pytest.approx([0.3])


def test_pairs_of_languages_are_named_by_what_is_asked_and_told_in() -> None:
    assert pair("zh-Hant", "en") == "zh-en"
    assert pair("en", "zh-Hans") == "en-zh"
