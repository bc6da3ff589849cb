"""A question in a language that is none of ours is told which ones are understood."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa
from qa.answering.understood import understood_in
from qa.articles.model import Article
from qa.index.ingest import ingest_articles
from tests.conftest import HARBOUR
from tests.other_languages import ARTICLES, QUESTIONS

ENGLISH = "Please ask in English or Chinese"


@pytest.mark.parametrize(
    ("question", "own"),
    [
        ("渡し船はいつから無料になりますか", "質問は英語または中国語で"),
        ("나룻배는 언제부터 무료입니까?", "영어와 중국어"),
        ("Когда паром станет бесплатным?", "на английском и китайском"),
        ("Quand le bac sera-t-il gratuit ?", "en anglais et en chinois"),
        ("Wann wird die Fähre kostenlos?", "Englisch und Chinesisch"),
        ("¿Cuándo será gratis el ferry?", "en inglés y en chino"),
        ("เรือข้ามท่าจะฟรีเมื่อไร", "ภาษาอังกฤษและภาษาจีน"),
        ("რა დროს მოძრაობს გემი?", ENGLISH),  # its sentence is not known
    ],
)
def test_it_is_said_in_english_and_in_that_language(
    small_index: Path, question: str, own: str
) -> None:
    answer = qa.ask(question, index=small_index)
    assert not answer.answered
    assert answer.language == "en"
    assert answer.citations == ()
    assert answer.text.startswith(own) or own in answer.text.split("\n\n")[0]
    assert ENGLISH in answer.text


@pytest.mark.parametrize(("question", "meant"), QUESTIONS, ids=[asked for asked, _ in QUESTIONS])
def test_it_names_the_articles_that_have_its_words(
    tmp_path: Path, question: str, meant: Article
) -> None:
    ingest_articles(tmp_path / "index", [HARBOUR, *ARTICLES])
    answer = qa.ask(question, index=tmp_path / "index")
    assert not answer.answered
    assert f"The closest they come: “{meant.title}”" in answer.text


@pytest.mark.parametrize("question", ["Mishustin", "Who is 김정은?", "君の名は是谁导演的"])
def test_names_are_no_other_language(small_index: Path, question: str) -> None:
    assert ENGLISH not in qa.ask(question, index=small_index).text
    assert "英文或中文" not in qa.ask(question, index=small_index).text


def test_the_next_question_in_english_is_read_as_ever(small_index: Path) -> None:
    last = qa.ask("Когда паром станет бесплатным?", index=small_index)
    turn = qa.Turn(question="Когда паром станет бесплатным?", answer=last.text)
    answer = qa.ask("How much will an adult ferry ticket cost?", index=small_index, history=[turn])
    assert answer.answered


def test_every_language_that_is_told_by_function_words_has_its_sentence() -> None:
    from qa.text.foreign import _lists

    codes = {code for codes in _lists().languages.values() for code in codes}
    assert {code for code in codes if understood_in(code) is None} == set()
