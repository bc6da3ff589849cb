"""Weighing sentences: what the network says against how well they match."""

from __future__ import annotations

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from qa.reading.features import features
from qa.reading.matching import Matching
from qa.reading.question import Question
from qa.reading.reading import Reading, Sentence
from qa.reading.sentences import MEASURES, measures, weighed
from qa.reading.tokens import Tokens
from qa.text.language import detect_language

TEXT = "跨海大橋很美。跨海大橋全長十二公里。設有行車線、單車徑和觀景台、碼頭。"
TOKENS = Tokens.of(TEXT, shipped_model())
READING = Reading(
    tuple(
        Sentence(start, end, score, start, end, score - 1.0)
        for (start, end), score in zip(TOKENS.spans, (-0.2, -2.0, -4.0), strict=True)
    ),
    logit=1.0,
)


def found(question: str) -> np.ndarray:
    asked = Question.of(question, detect_language(question))
    matching = Matching.of(asked, TOKENS)
    return measures(READING, TOKENS, features(asked, TOKENS, matching), matching.sentences)


def column(question: str, name: str) -> list[float]:
    return [float(value) for value in found(question)[:, MEASURES.index(name)]]


def test_what_is_measured() -> None:
    assert column("大橋有多長", "network") == pytest.approx([0.0, -1.8, -3.8])
    assert column("大橋有多長", "offers_asked_number") == [0, 1, 0]
    assert column("大橋設有哪些設施", "offers_asked_list") == [0, 0, 1]
    assert column("大橋設有哪些設施", "offers_asked_number") == [0, 0, 0]
    coverage = column("大橋全長", "coverage")
    assert coverage[1] > coverage[2]


def test_weights_decide_and_scores_stay_log_odds() -> None:
    weights = np.zeros(len(MEASURES), np.float32)
    weights[MEASURES.index("offers_asked_number")] = 5.0
    by_number = weighed(READING, found("大橋有多長"), weights)
    best = max(by_number.sentences, key=lambda sentence: sentence.score)
    assert "十二公里" in TEXT[best.start : best.end]
    assert sum(np.exp(one.score) for one in by_number.sentences) == pytest.approx(1.0, abs=1e-4)
    for before, after in zip(READING.sentences, by_number.sentences, strict=True):
        assert after.score - after.answer_score == pytest.approx(
            before.score - before.answer_score, abs=1e-4
        )
    assert by_number.logit == READING.logit
