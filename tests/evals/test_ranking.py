"""Measures of ranked lists against examples worked by hand."""

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from evals.ranking import (
    distinct_articles,
    first_rank,
    hit,
    ndcg,
    ranking_measures,
    recall,
    reciprocal_rank,
)

RANKED = ["a", "b", "c", "d", "e"]


def test_passages_of_one_article_count_once_where_it_first_stands() -> None:
    assert distinct_articles(["a", "a", "b", "a", "c", "b"]) == ["a", "b", "c"]


def test_a_second_passage_does_not_push_the_gold_article_down() -> None:
    # Six passages of one article stand before the gold one: it is the second article.
    ranked = distinct_articles(["a"] * 6 + ["gold"])
    assert reciprocal_rank(ranked, {"gold"}, 10) == 1 / 2
    assert hit(ranked, {"gold"}, 5) == 1


@pytest.mark.parametrize(
    ("gold", "k", "expected"),
    [({"a"}, 1, 1), ({"b"}, 1, 0), ({"b"}, 2, 1), ({"e", "x"}, 5, 1), ({"x"}, 5, 0)],
)
def test_hit(gold: set[str], k: int, expected: float) -> None:
    assert hit(RANKED, gold, k) == expected


def test_reciprocal_rank_looks_at_the_first_gold_article_only() -> None:
    assert reciprocal_rank(RANKED, {"c", "d"}, 10) == 1 / 3


def test_reciprocal_rank_stops_at_k() -> None:
    ranked = [f"x{i}" for i in range(10)] + ["gold"]
    assert reciprocal_rank(ranked, {"gold"}, 10) == 0
    assert reciprocal_rank(ranked, {"gold"}, 11) == 1 / 11
    assert first_rank(ranked, {"gold"}) == 11


def test_recall_is_the_part_of_the_gold_articles_found() -> None:
    assert recall(RANKED, {"a", "e", "x", "y"}, 20) == 0.5
    assert recall(RANKED, {"a", "e", "x", "y"}, 4) == 0.25


def test_ndcg_by_hand() -> None:
    # Grades 3 at rank 2 and 1 at rank 3; ideal: 3 at rank 1, 2 (never found) at 2, 1 at 3.
    gold = {"b": 3, "c": 1, "x": 2}
    found = 3 / log2(3) + 1 / log2(4)
    ideal = 3 / log2(2) + 2 / log2(3) + 1 / log2(4)
    assert ndcg(RANKED, gold, 10) == pytest.approx(found / ideal)


def test_ndcg_is_one_for_the_ideal_order_and_takes_equal_grades_in_either() -> None:
    gold = {"a": 2, "b": 1, "c": 1}
    assert ndcg(["a", "b", "c", "d"], gold, 10) == pytest.approx(1)
    assert ndcg(["a", "c", "b", "d"], gold, 10) == pytest.approx(1)
    assert ndcg(["b", "a", "c", "d"], gold, 10) < 1


def test_ndcg_ideal_holds_no_more_than_k() -> None:
    gold = dict.fromkeys("abcdefghijklmno", 1)
    assert ndcg(list(gold), gold, 10) == pytest.approx(1)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=30).filter(any))
def test_ndcg_agrees_with_scikit_learn(grades: list[int]) -> None:
    """scikit-learn ranks by score; falling scores make its order ours."""
    ranked = [f"d{i}" for i in range(len(grades))]
    gold = {name: grade for name, grade in zip(ranked, grades, strict=True) if grade}
    scores = np.arange(len(grades), 0, -1, dtype=float)
    assert ndcg(ranked, gold, 10) == pytest.approx(ndcg_score([grades], [scores], k=10))


def test_nothing_found_is_zero_everywhere() -> None:
    assert set(ranking_measures([], {"a": 1}).values()) == {0.0}


def test_gold_first_is_one_everywhere() -> None:
    assert set(ranking_measures(["a", "b"], {"a": 1}).values()) == {1.0}
