from __future__ import annotations

from datetime import date

import pytest

from qa.errors import FilterError
from qa.index.filters import Filters


def test_bare_dates_mean_whole_days() -> None:
    filters = Filters(published_from="2023-03-01", published_to="2023-03-31")
    assert filters.bounds() == ("2023-03-01T00:00:00", "2023-03-31T23:59:59")


def test_dates_may_be_date_objects_and_blank_means_open() -> None:
    filters = Filters.model_validate({"published_from": date(2023, 3, 1), "category": " "})
    assert filters.published_from == "2023-03-01"
    assert filters.category is None


def test_an_empty_filter_is_false() -> None:
    assert not Filters()
    assert Filters(language="en")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"published_from": "March"}, "published_from"),
        ({"published_to": "2023-W12"}, "published_to"),
        ({"published_from": "2023-05-01", "published_to": "2023-04-01"}, "published_from"),
        ({"language": "fr"}, "language"),
        ({"catgory": "x"}, "catgory"),
        ({"category": 3}, "category"),
    ],
)
def test_a_bad_filter_is_named_with_a_remedy(fields: dict[str, object], named: str) -> None:
    with pytest.raises(FilterError) as caught:
        Filters.model_validate(fields)
    assert named in caught.value.message
