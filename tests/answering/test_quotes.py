"""Passages read for a question, and the chance that they answer it."""

from __future__ import annotations

from pathlib import Path

from qa.answering.abstention import shipped_abstention
from qa.answering.quotes import read_passages
from qa.index.index import Index
from qa.reading.reader import shipped_reader
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever


def chance(folder: Path, question: str) -> float:
    index = Index(folder)
    query = Query.of(question, index)
    passages = Retriever(index).search(query, k=1)
    (best, *_) = read_passages(query, passages, shipped_reader(1), shipped_abstention())
    return best.chance


def test_an_amount_that_is_nowhere_is_no_answer(small_index: Path) -> None:
    given = chance(small_index, "How much will an adult ferry ticket cost?")
    assert chance(small_index, "How heavy is an adult ferry ticket?") < given
    assert chance(small_index, "How many passengers fit on a ferry?") < 0.2 * given


def test_another_month_than_the_passages_is_no_answer(small_index: Path) -> None:
    given = chance(small_index, "What will an adult ferry ticket cost from May?")
    assert chance(small_index, "What did an adult ferry ticket cost in July 2021?") < 0.1 * given
