from __future__ import annotations

from pathlib import Path

import pytest

import qa
from qa.answering.answer import Turn
from qa.answering.refusal import relevant
from qa.errors import QuestionError
from qa.index.filters import Filters
from qa.index.index import Index
from qa.retrieval.passage import Passage
from qa.retrieval.relevance import RELEVANT
from tests.conftest import HARBOUR


@pytest.mark.parametrize(
    ("question", "refusal", "coverage"),
    [
        ("Who won the 2022 World Cup?", "The articles do not say.", "3 articles published between"),
        ("誰贏得二零二二年世界盃？", "這些文章沒有提到。", "現有 3 篇文章"),
        ("谁赢得了二零二二年世界杯？", "这些文章没有提到。", "现有 3 篇文章"),
    ],
)
def test_a_refusal_is_in_the_askers_script_and_says_what_there_is(
    small_index: Path, question: str, refusal: str, coverage: str
) -> None:
    answer = qa.ask(question, index=small_index)
    assert not answer.answered
    assert answer.text.startswith(refusal)
    assert coverage in answer.text
    assert answer.citations == ()


def test_passages_of_an_article_on_the_subject_come_along_if_half_as_good() -> None:
    scores = [("a", RELEVANT), ("a", RELEVANT / 2), ("a", RELEVANT / 3), ("b", RELEVANT / 1.1)]
    passages = [
        Passage(article_id=name, title=name, text="x", start=0, end=1, score=score)
        for name, score in scores
    ]
    assert relevant(passages) == passages[:2]
    assert relevant(passages[1:]) == []


def test_it_names_the_nearest_articles(small_index: Path) -> None:
    answer = qa.ask("Which football club bought the ferry goalkeeper?", index=small_index)
    assert not answer.answered
    assert f"“{HARBOUR.title}” (2 March 2024)" in answer.text


def test_an_index_without_articles_refuses(tmp_path: Path) -> None:
    Index(tmp_path / "empty", create=True).close()
    assert "They are 0 articles" in qa.ask("Anything new?", index=tmp_path / "empty").text


def test_it_counts_the_articles_that_the_filters_let_through(small_index: Path) -> None:
    def asked(**filters: str) -> str:
        return qa.ask("Who won the World Cup?", index=small_index, filters=Filters(**filters)).text

    assert "There is one article, published on 2 March 2024." in asked(language="en")
    assert "No article passes the filters." in asked(category="no such thing")


@pytest.mark.parametrize(
    ("said", "reply", "coverage"),
    [
        ("Thanks!", "You are welcome", "They are 3 articles"),
        ("您好", "您好！請提問", "現有 3 篇文章"),
        ("谢谢", "不客气", "现有 3 篇文章"),
        ("who are you?", "This is News QA", "They are 3 articles"),
        ("你是誰", "這裡是 News QA", "現有 3 篇文章"),
        ("你是谁？", "这里是 News QA", "现有 3 篇文章"),
        ("bonjour", "Les questions", "Please ask in English or Chinese"),
        ("hola", "Solo se entienden", "Please ask in English or Chinese"),
        ("こんにちは", "質問", "Please ask in English or Chinese"),
    ],
)
def test_a_courtesy_is_returned_and_searches_for_nothing(
    small_index: Path, said: str, reply: str, coverage: str
) -> None:
    last = Turn(question="How high are the ferry fares?")
    answer = qa.ask(said, index=small_index, history=[last])
    assert answer.text.startswith(reply)
    assert coverage in answer.text
    assert not answer.passages
    assert (answer.kind, answer.answered) == ("small_talk", True)


def test_a_greeting_is_returned_in_the_script_of_the_conversation(small_index: Path) -> None:
    last = Turn(question="大桥全长多少？")
    assert qa.ask("你好", index=small_index, history=[last]).language == "zh-Hans"


def test_what_is_no_text_is_no_question(small_index: Path) -> None:
    with pytest.raises(QuestionError, match="no text"):
        qa.ask(5, index=small_index)  # type: ignore[arg-type]
