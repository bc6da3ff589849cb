from __future__ import annotations

from pathlib import Path

import pytest

from qa.index.filters import Filters
from qa.index.index import Index
from qa.retrieval.query import Query
from qa.retrieval.retriever import Mode, Retriever
from tests.conftest import BRIDGE, HARBOUR, PANDA


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How much will an adult ferry ticket cost?", HARBOUR.title),
        ("大桥全长多少公里", BRIDGE.title),
        ("大熊貓幼崽什麼時候出生", PANDA.title),
    ],
)
def test_the_right_article_comes_first(
    small_index: Path, mode: Mode, question: str, title: str
) -> None:
    index = Index(small_index)
    best, *_ = Retriever(index).search(Query.of(question, index), mode=mode)
    assert best.title == title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How many lanes does the bridge have?", BRIDGE.title),
        ("When were the panda cubs born?", PANDA.title),
        ("渡輪票價上調多少", HARBOUR.title),
    ],
)
def test_questions_cross_languages(small_index: Path, question: str, title: str) -> None:
    index = Index(small_index)
    best, *_ = Retriever(index).search(Query.of(question, index))
    assert best.title == title


def test_passages_are_true_spans_with_scores_from_0_to_1(small_index: Path) -> None:
    index = Index(small_index)
    passages = Retriever(index).search(Query.of("ferry", index))
    assert len(passages) == 3
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    for passage in passages:
        assert 0 <= passage.score <= 1
        body = index.article(passage.article_id).body
        assert body[passage.start : passage.end] == passage.text


def test_filters_hold(small_index: Path) -> None:
    index = Index(small_index)
    query = Query.of("ferry fares", index)
    found = Retriever(index).search(query, filters=Filters(language="zh-Hans"))
    assert [p.title for p in found] == [PANDA.title]
