"""Reading: the sentence that answers, the words of it, and whether anything does."""

from __future__ import annotations

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from qa.reading.network import LONGEST
from qa.reading.question import Question
from qa.reading.reader import read
from qa.reading.reading import Reading, decode
from qa.reading.tokens import Tokens
from qa.text.language import detect_language

FERRY = (
    "The harbour council met on Monday. From 1 May an adult ticket will cost 5.6 dollars. "
    "Mayor Wong said the boats are full. The ferry was built in Ningbo in 1998."
)
BRIDGE = "大橋於2023年11月5日通車，全長4.2公里。工程由陳大文負責。設有三條行車線，造價約90億元。"


def reading(question: str, text: str, headline: str = "") -> Reading:
    return read(Question.of(question, detect_language(question)), text, headline)


def best(question: str, text: str) -> tuple[str, str]:
    found = max(reading(question, text).sentences, key=lambda sentence: sentence.score)
    return text[found.start : found.end], text[found.answer_start : found.answer_end]


@pytest.mark.parametrize(
    ("question", "text", "sentence", "words"),
    [
        ("How much will an adult ticket cost?", FERRY, "5.6 dollars", "5.6"),
        ("Where was the ferry built?", FERRY, "Ningbo", "Ningbo"),
        ("When was the ferry built?", FERRY, "Ningbo", "1998"),
        ("大橋全長多少公里？", BRIDGE, "全長", "4.2"),
        ("工程由谁负责", BRIDGE, "負責", "陳大文"),
        ("大橋什麼時候通車？", BRIDGE, "通車", "2023年11月5日"),
    ],
)
def test_it_finds_the_sentence_and_the_words(
    question: str, text: str, sentence: str, words: str
) -> None:
    found, answer = best(question, text)
    assert sentence in found
    assert words in answer
    assert len(answer) <= len(words) + 12


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How long is the bridge?", BRIDGE, "4.2"),
        ("船票多少錢？", FERRY, "5.6"),
    ],
)
def test_it_reads_across_languages(question: str, text: str, words: str) -> None:
    assert words in best(question, text)[0]


def test_a_passage_that_answers_is_likelier_than_one_that_does_not() -> None:
    assert reading("Where was the ferry built?", FERRY).logit > (
        reading("Where was the ferry built?", BRIDGE).logit + 2
    )


def test_a_question_that_has_no_token_is_answered_by_nothing() -> None:
    found = reading("_", FERRY)
    assert len(found.sentences) == 4
    assert found.logit < -1000


def test_scores_are_log_odds_within_the_passage() -> None:
    found = reading("When was the ferry built?", FERRY).sentences
    assert sum(np.exp(sentence.score) for sentence in found) == pytest.approx(1.0, abs=1e-4)
    assert all(sentence.answer_score <= sentence.score + 1e-6 for sentence in found)
    for sentence in found:
        assert sentence.start <= sentence.answer_start < sentence.answer_end <= sentence.end


def test_answers_do_not_cut_words_or_reach_over_sentences() -> None:
    tokens = Tokens.of("It cost 12,000. Zelmarkov left.", shipped_model())
    rng = np.random.default_rng(2)
    for _ in range(50):
        scores = rng.normal(size=(len(tokens), LONGEST)).astype(np.float32)
        for sentence in decode(tokens, scores, 0.0).sentences:
            words = tokens.text[sentence.answer_start : sentence.answer_end]
            assert "." not in words
            assert not any(words.endswith(part) for part in ("12", "Zel"))


def test_answers_do_not_cut_numbers_from_what_they_count() -> None:
    tokens = Tokens.of("全年發送190万标箱，貸款250亿美元，票價上升6%。", shipped_model())
    rng = np.random.default_rng(3)
    ends = set()
    for _ in range(200):
        scores = rng.normal(size=(len(tokens), LONGEST)).astype(np.float32)
        for sentence in decode(tokens, scores, 0.0).sentences:
            words = tokens.text[sentence.answer_start : sentence.answer_end]
            assert not words.startswith(("万", "亿"))
            assert not words.endswith(("0", "6"))
            ends.add(words[-1])
    assert "%" in ends


@pytest.mark.parametrize("text", ["", "…!", "?", "好"])
def test_a_text_with_next_to_nothing_in_it(text: str) -> None:
    found = reading("Where was the ferry built?", text)
    assert len(found.sentences) <= 1
    assert np.isfinite(found.logit)
