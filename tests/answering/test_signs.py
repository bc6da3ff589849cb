"""What speaks for and against a passage."""

from __future__ import annotations

from pathlib import Path

from qa.answering.signs import Signs, signs_of
from qa.index.index import Index
from qa.reading.question import Question
from qa.reading.reader import read
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever


def signs(folder: Path, asked: str) -> Signs:
    index = Index(folder)
    query = Query.of(asked, index)
    passages = Retriever(index).search(query, k=1)
    question = Question.of_query(query)
    readings = [read(question, passage.text, passage.title) for passage in passages]
    return signs_of(query, passages, readings)[0]


def test_a_row_holds_the_signs_by_their_names() -> None:
    found = Signs(1.0, 2.0, 0.3, 0.4, 2.0, 1.0)
    assert dict(zip(Signs.names(), found.row().tolist(), strict=True))["unmet"] == 0.4
    assert found.row().tolist() == [1.0, 2.0, 0.3, 0.4, 2.0, 1.0]


def test_a_place_that_the_passage_does_not_know_is_told_apart(small_index: Path) -> None:
    asked = "How much will an adult ferry ticket in {} cost?"
    there = signs(small_index, "How much will an adult ferry ticket cost?")
    assert (there.missing, there.elsewhere) == (0, 0)
    away = signs(small_index, asked.format("Tokyo"))
    assert (away.missing, away.elsewhere) == (1, 1)
    person = signs(small_index, asked.format("Zelmarkov"))
    assert (person.missing, person.elsewhere) == (1, 0)


def test_a_word_that_nothing_matches_is_unmet(small_index: Path) -> None:
    met = signs(small_index, "How much will an adult ferry ticket cost?")
    assert signs(small_index, "Which orchestra plays on the ferry?").unmet > met.unmet
