"""What the network is told of each token."""

from __future__ import annotations

import numpy as np

from qa.embedding.load import shipped_model
from qa.reading.features import NAMES, features
from qa.reading.matching import Matching
from qa.reading.question import Question
from qa.reading.tokens import Tokens
from qa.text.language import detect_language

BODY = "The ferry to London left at noon. Rain closed the harbour for 3 hours."


def column(question: str, text: str, name: str, headline: str = "") -> dict[str, float]:
    tokens = Tokens.of(text, shipped_model())
    asked = Question.of(question, detect_language(question))
    found = features(asked, tokens, Matching.of(asked, tokens, headline))
    assert found.shape == (len(tokens), len(NAMES))
    assert np.isfinite(found).all()
    places = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    values = found[:, NAMES.index(name)].tolist()
    return {text[a:b]: value for (a, b), value in zip(places, values, strict=True)}


def test_words_of_the_question_are_marked_where_they_stand() -> None:
    found = column("When did the ferry leave?", BODY, "same_token")
    assert found["ferry"] == 1
    assert found["Rain"] == found["The"] == 0
    assert column("渡輪何時離港", "風暴後港口關閉。", "same_characters")["港口"] == 0.5


def test_words_of_the_question_are_marked_under_other_names() -> None:
    found = column("When was the cooperation agreed?", "雙方同意加強合作。", "worded")
    assert found["合作"] > 0
    assert found["加强" if "加强" in found else "加強"] < found["合作"]


def test_matches_fade_with_distance() -> None:
    found = column("When did the ferry leave?", BODY, "after_0.7")
    assert found["to"] > found["London"] > found["closed"]
    before = column("When did the ferry leave?", BODY, "before_0.7")
    assert before["The"] > before["Rain"]


def test_what_is_asked_for_is_told_to_every_token() -> None:
    assert set(column("How many hours was it closed?", BODY, "asked_number").values()) == {1.0}
    assert set(column("Who closed it?", BODY, "asked_number").values()) == {0.0}
    assert set(column("港口關閉了多少小時", BODY, "asked_number").values()) == {1.0}


def test_what_the_headline_names_holds_for_every_sentence() -> None:
    alone = column("Why was the London ferry late?", "It was late because of rain.",
                   "sentence_coverage")  # fmt: skip
    under = column("Why was the London ferry late?", "It was late because of rain.",
                   "sentence_coverage", "London ferry delayed")  # fmt: skip
    assert under["rain"] > alone["rain"] + 0.2


def test_a_question_without_content() -> None:
    assert column("這是什麼", BODY, "nearest")


def test_what_is_offered_and_fits_what_is_asked() -> None:
    text = "大橋於2023年11月5日通車，全長4.2公里。"
    fits = column("大橋何時通車？", text, "fits")
    assert fits["2023"] == fits["11"] == 1
    assert fits["公里"] == 0
    assert column("大橋全長多少公里？", text, "fits")["4"] == 1
    assert set(column("誰建了大橋？", text, "sentence_fits").values()) == {0.0}
