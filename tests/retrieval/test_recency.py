from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.passage import Passage
from qa.retrieval.recency import prefer_recent
from qa.retrieval.relevance import RELEVANT

TODAY = date(2030, 1, 1)


def passage(name: str, score: float, published: str | None) -> Passage:
    return Passage(
        article_id=name, title=name, text=name, start=0, end=1, score=score, published=published
    )


def names(ranked: list[Passage]) -> list[str]:
    return [one.article_id for one in ranked]


OLD = passage("old", 0.9, "2021-05-01T09:00:00+08:00")
NEW = passage("new", 0.8, "2024-05-01T09:00:00+08:00")
UNDATED = passage("undated", 0.85, None)
IRRELEVANT = passage("irrelevant", 0.1, "2024-06-01T09:00:00+08:00")


def test_the_newest_that_is_relevant_comes_first_and_keeps_its_score() -> None:
    ranked = prefer_recent([OLD, UNDATED, NEW, IRRELEVANT], TODAY)
    assert names(ranked) == ["new", "old", "undated", "irrelevant"]
    assert ranked[0] == NEW


def test_the_age_counts_from_the_newest_that_is_relevant_not_from_today() -> None:
    ranked = prefer_recent([OLD, IRRELEVANT], TODAY)
    assert ranked[0] == OLD
    assert ranked[1] == IRRELEVANT, "newer than the newest that is relevant, so not old"


def test_a_passage_loses_with_its_age_and_one_without_a_date_loses_most() -> None:
    dates = ["2024-05-01", "2024-04-30", "2024-04-17", "2024-03-01", "1999-01-01", None]
    same = [passage(str(date), 0.9, date and f"{date}T12:00:00+00:00") for date in dates]
    ranked = prefer_recent(same[::-1], TODAY)
    # Whoever is a thousand weeks old and whoever is undated have lost all that can be lost.
    assert names(ranked)[:4] == [str(date) for date in dates[:4]]
    scores = {one.article_id: one.score for one in ranked}
    assert all(scores[str(one)] >= scores[str(two)] for one, two in pairwise(dates))
    assert scores["2024-04-30"] > 0.97 * 0.9
    assert scores["2024-04-17"] == pytest.approx(0.8 * 0.9), "half of what can be lost"
    assert scores["None"] == pytest.approx(0.6 * 0.9)


def test_local_days_are_compared() -> None:
    evening = passage("evening", 0.8, "2024-05-01T23:00:00-08:00")  # 2 May in Greenwich
    morning = passage("morning", 0.8, "2024-05-01T01:00:00+08:00")  # 30 April there
    assert [one.score for one in prefer_recent([evening, morning], TODAY)] == [0.8, 0.8]


@pytest.mark.parametrize(
    "ranked",
    [
        [],
        [IRRELEVANT],
        [UNDATED],
        [UNDATED, passage("too", 0.2, "2021-01-01")],
        [passage("b", 0.8, "2020-01-01"), passage("a", 0.3, "2024-01-01")],
    ],
)
def test_where_nothing_newer_answers_nearly_as_well_nothing_changes(ranked: list[Passage]) -> None:
    assert prefer_recent(ranked, TODAY) == ranked


def test_far_less_relevant_news_do_not_overtake() -> None:
    good, poor = passage("good", 0.95, "2020-01-01"), passage("poor", 0.4, "2024-01-01")
    ranked = prefer_recent([good, poor], TODAY)
    assert names(ranked) == ["good", "poor"]


def test_also_where_nothing_scores_high_the_newest_comes_first() -> None:
    old, new = passage("old", 0.2, "2020-01-01"), passage("new", 0.15, "2024-01-01")
    assert names(prefer_recent([old, new], TODAY)) == ["new", "old"]


def test_age_does_not_make_irrelevant_what_was_relevant() -> None:
    old, new = passage("old", 0.35, "2020-01-01"), passage("new", 0.2, "2024-01-01")
    first, second = prefer_recent([old, new], TODAY)
    assert (first.article_id, first.score) == ("old", RELEVANT)
    assert second == new


def test_a_date_to_come_is_a_wrong_one() -> None:
    today = date(2024, 5, 1)
    typo = passage("typo", 0.9, "2204-04-01T09:00:00+08:00")
    ranked = prefer_recent([typo, OLD, NEW], today)
    assert names(ranked) == ["new", "typo", "old"]
    assert ranked[0] == NEW
    tomorrow = passage("tomorrow", 0.8, "2024-05-02T00:30:00+14:00")
    assert prefer_recent([tomorrow, NEW], today) == [tomorrow, NEW], "as new as news of today"


@pytest.mark.parametrize("published", ["2023", "2023-03", "March 21, 2023", "soon", ""])
def test_what_is_no_date_is_none(published: str) -> None:
    odd = passage("odd", 0.9, published)
    assert names(prefer_recent([odd, NEW], TODAY)) == ["new", "odd"]


some_passages = st.lists(
    st.tuples(
        st.floats(0, 1).map(lambda score: round(score, 4)),
        st.one_of(
            st.none(),
            st.dates(max_value=TODAY).map(lambda day: f"{day.isoformat()}T12:00:00+08:00"),
        ),
    ),
    max_size=12,
).map(lambda rows: [passage(str(n), *row) for n, row in enumerate(rows)])


@given(some_passages)
def test_nothing_is_lost_scored_up_or_made_relevant(ranked: list[Passage]) -> None:
    ranked = sorted(ranked, key=lambda one: -one.score)
    found = prefer_recent(ranked, TODAY)
    before = {one.article_id: one for one in ranked}
    assert sorted(names(found)) == sorted(before)
    for one in found:
        was = before[one.article_id]
        assert 0.6 * was.score - 1e-4 <= one.score <= was.score
        assert (one.score >= RELEVANT) == (was.score >= RELEVANT)
        assert one.model_copy(update={"score": was.score}) == was
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    best = max((one.score for one in ranked), default=0.0)
    good = [one for one in ranked if one.day and one.day <= TODAY and one.score >= 0.5 * best]
    if good:
        newest = max(one.day for one in good if one.day)
        kept = {one.article_id: one.score for one in found}
        assert all(kept[one.article_id] == one.score for one in good if one.day == newest)
