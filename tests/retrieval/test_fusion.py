from __future__ import annotations

from qa.retrieval.fusion import reciprocal_rank_fusion


def test_what_both_rankings_have_comes_first() -> None:
    assert reciprocal_rank_fusion([["a", "b", "c"], ["d", "b"]])[0] == "b"


def test_the_formula() -> None:
    # 1/61 + 1/62 for a, 1/61 for x, 1/62 for b.
    assert reciprocal_rank_fusion([["a", "b"], ["x", "a"]]) == ["a", "x", "b"]


def test_one_ranking_keeps_its_order_and_none_is_empty() -> None:
    assert reciprocal_rank_fusion([[3, 1, 2]]) == [3, 1, 2]
    assert reciprocal_rank_fusion([[], []]) == []
