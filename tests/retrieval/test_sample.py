"""Filters and dates in questions, on the sample corpus."""

from __future__ import annotations

from datetime import date

import pytest

from qa import Filters, Passage
from qa.retrieval.query import Query
from qa.service import Service

TODAY = date(2024, 6, 28)


def found(service: Service, question: str, filters: Filters | None = None) -> list[Passage]:
    query = Query.of(question, service.index, today=TODAY)
    return service.retriever.search(query, filters=filters)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(language="en"),
        Filters(language="zh"),
        Filters(language="zh-Hant", published_from="2023-03-01", published_to="2023-12-31"),
        Filters(category="科技"),
        Filters(source="News QA sample wire A"),
        Filters(published_from="2024-06-25"),
    ],
    ids=lambda filters: str({k: v for k, v in filters.model_dump().items() if v}),
)
@pytest.mark.parametrize("question", ["What did China and Russia agree on?", "中俄貿易有多少？"])
def test_only_what_the_filters_let_through_is_found(
    sample: Service, question: str, filters: Filters
) -> None:
    passages = found(sample, question, filters)
    assert passages
    for passage in passages:
        language = sample.get_article(passage.article_id).language
        assert filters.language in (None, language, language[:2])
        day = (passage.published or "")[:10]
        assert (filters.published_from or "") <= day <= (filters.published_to or "9")
        assert filters.category in (None, passage.category)
        assert filters.source in (None, passage.source)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What did Xi and Biden agree on in November 2023?", "2023-11-01", "2023-11-30"),
        ("習近平2023年11月在加州見了誰？", "2023-11-01", "2023-11-30"),
        ("2019年12月开通了哪条天然气管道？", "2019-12-01", "2019-12-31"),
        ("What came back from the Moon this week?", "2024-06-24", "2024-06-30"),
    ],
)
def test_a_time_in_the_question_is_a_window(
    sample: Service, question: str, first: str, last: str
) -> None:
    days = [(passage.published or "")[:10] for passage in found(sample, question)]
    assert days
    assert all(first <= day <= last for day in days)


def test_a_time_never_widens_the_filter_and_gives_way_where_it_finds_nothing(
    sample: Service,
) -> None:
    question = "What did Xi and Biden agree on in November 2023?"
    until_2022 = found(sample, question, Filters(published_to="2022-12-31"))
    assert until_2022
    assert max(passage.published or "" for passage in until_2022) < "2023"
    nothing_then = found(sample, "What did Xi and Biden agree on in August 2020?")
    assert nothing_then[0].score > 0


def test_the_latest_come_first(sample: Service) -> None:
    newest = found(sample, "latest news")
    assert [(one.published or "")[:10] for one in newest[:2]] == ["2024-06-25"] * 2
