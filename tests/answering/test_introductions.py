"""Who somebody is, as articles introduce people."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answering.introductions import introductions, person_asked_for
from qa.answering.quotes import opening
from qa.index.ingest import ingest_articles
from qa.retrieval.query import Query
from qa.service import Service
from tests.conftest import article


def serve(folder: Path, body: str) -> Service:
    """A service over one article."""
    ingest_articles(folder, [article("News", body, published="2024-05-01")])
    return Service(folder)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Mishustin?", "Mishustin"),
        ("who was Mikhail Mishustin", "Mikhail Mishustin"),
        ("who is li qiang?", "li qiang"),
        ("Who's He Lifeng?", "He Lifeng"),
        ("米舒斯京是誰？", "米舒斯京"),
        ("何立峰到底是谁?", "何立峰"),
        ("誰是戈利科娃？", "戈利科娃"),
        # Who holds an office is another question.
        ("Who is the prime minister of Russia?", None),
        ("who is the winner", None),
        ("Who is he?", None),
        ("谁是美国总统？", None),
        ("冠军是谁？", None),
        ("Who is Mishustin meeting in Beijing on Monday?", None),
        ("What is Filoli?", None),
    ],
)
def test_who_is_asked_for(question: str, name: str | None) -> None:
    assert person_asked_for(question) == name


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (
            "Who is Tokarin?",
            "On Monday Norland Finance Minister Ilse Tokarin met bankers.",
            "Norland Finance Minister Ilse Tokarin",
        ),
        (
            "Who is Tokarin?",
            "Ms Tokarin, the finance minister of Norland, met bankers.",
            "Tokarin, the finance minister of Norland",
        ),
        (
            "Who is Tokarin?",
            "President Ono and Finance Minister Tokarin met bankers.",
            "Finance Minister Tokarin",
        ),
        ("Who is Tokarin?", "Tokarin met the finance minister and bankers.", None),
        ("何立峰是誰？", "在上海，中國副總理何立峰也有致辭。", "中國副總理何立峰"),
        ("何立峰是誰？", "會議由國務院副總理兼財長何立峰主持。", "國務院副總理兼財長何立峰"),
        ("何立峰是誰？", "何立峰與財長會面，主席也在場。", None),
        ("谁是卡梅隆？", "外相卡梅伦到访。", "外相卡梅伦"),
        (
            "谁是布林肯？",
            "Secretary of State Antony Blinken flew home.",
            "Secretary of State Antony Blinken",
        ),
    ],
)
def test_the_office_and_the_name_are_the_words(
    tmp_path: Path, question: str, sentence: str, words: str | None
) -> None:
    service = serve(tmp_path / "index", sentence)
    query = Query.of(question, service.index)
    (passage,) = service.retriever.search(query)
    name = person_asked_for(question)
    assert name
    found = next(introductions(name, query, [opening(passage)]), None)
    assert (found and found.short) == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who is Mishustin?", "**俄羅斯總理米舒斯京**"),
        ("米舒斯京是誰？", "**俄羅斯總理米舒斯京**"),
        ("普京是谁？", "**Russian President Vladimir Putin**"),
        ("普丁是誰？", "**Russian President Vladimir Putin**"),
        ("Who is Golikova?", "**俄羅斯副總理戈利科娃**"),
        ("Who is Qin Gang?", "**國務委員兼外長秦剛**"),
        ("王毅是谁？", "**中央外事工作委員會辦公室主任王毅**"),
        ("Who is Yellen?", "**US Treasury Secretary Janet Yellen**"),
    ],
)
def test_who_somebody_is(sample: Service, question: str, words: str) -> None:
    answer = sample.ask(question)
    assert answer.text.startswith(words)
    (only,) = answer.citations
    assert words.strip("*") in only.quote


def test_whoever_else_stands_beside_a_person_is_not_who_that_is(tmp_path: Path) -> None:
    service = serve(tmp_path / "index", "Tokarin met Ilse Grandauer in Norland. Tokarin flew home.")
    answer = service.ask("Who is Tokarin?")
    assert answer.answered
    assert "**" not in answer.text
