"""Reading: the sentence that answers, the words of it, and whether anything does."""

from __future__ import annotations

import math

import pytest

from qa.reading.decoding import ReadPassage
from qa.reading.reader import shipped_reader
from qa.retrieval.passage import Passage
from qa.text.language import detect_language

FERRY = (
    "The harbour council met on Monday. From 1 May an adult ticket will cost 5.6 dollars. "
    "Mayor O'Hara said the boats are full. The ferry was built in Ningbo in 1998."
)
BRIDGE = "大橋於2023年11月5日通車，全長4.2公里。工程由陳大文負責。設有三條行車線，造價約90億元。"


def passage(text: str, title: str = "") -> Passage:
    return Passage(article_id="a", title=title, text=text, start=0, end=len(text), score=0.5)


def reading(question: str, *texts: str) -> list[ReadPassage]:
    language = detect_language(question)
    return shipped_reader(1).read(question, language, [passage(text) for text in texts])


def best(question: str, text: str) -> tuple[str, str]:
    (found,) = reading(question, text)
    sentence = max(found.sentences, key=lambda one: one.evidence)
    return text[sentence.start : sentence.end], text[sentence.span_start : sentence.span_end]


@pytest.mark.parametrize(
    ("question", "text", "sentence", "words"),
    [
        ("How much will an adult ticket cost?", FERRY, "5.6 dollars", "5.6"),
        ("Where was the ferry built?", FERRY, "Ningbo", "Ningbo"),
        ("When was the ferry built?", FERRY, "Ningbo", "1998"),
        ("who said the boats are full", FERRY, "O'Hara", "O'Hara"),
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
    right, wrong = reading("Where was the ferry built?", FERRY, BRIDGE)
    assert right.answers > wrong.answers + 2
    assert right.no_evidence < wrong.no_evidence


def test_passages_are_read_alike_alone_and_beside_others() -> None:
    question = "When was the ferry built?"
    (alone,) = reading(question, FERRY)
    _, beside = reading(question, BRIDGE * 4, FERRY)
    assert alone.answers == pytest.approx(beside.answers, abs=0.3)
    assert [one.span_start for one in alone.sentences] == [
        one.span_start for one in beside.sentences
    ]


def test_sentences_and_none_have_one_probability_together() -> None:
    (found,) = reading("When was the ferry built?", FERRY)
    told = sum(math.exp(sentence.evidence) for sentence in found.sentences)
    assert told + math.exp(found.no_evidence) == pytest.approx(1.0, abs=0.05)
    for sentence in found.sentences:
        assert sentence.start <= sentence.span_start <= sentence.span_end <= sentence.end


@pytest.mark.parametrize("text", ["…!", "?", "好", "😀"])
@pytest.mark.parametrize("question", ["_", "?", "Where was the ferry built?"])
def test_a_text_with_next_to_nothing_in_it(question: str, text: str) -> None:
    (found,) = reading(question, text)
    assert len(found.sentences) <= 1
    assert math.isfinite(found.answers)


def test_no_passages_are_read_too() -> None:
    assert reading("Where was the ferry built?") == []
