from __future__ import annotations

from typing import Any

import pytest

from qa.articles.readers.web_page import read_html
from qa.articles.webpage.page_dates import stated_moment

TEXT = "<p>The harbour walk will open next month, the works office said on Tuesday.</p>" * 1
MORE = "<p>It has two miles of path, forty benches and a landing for the ferry.</p>"
ZONE = "Asia/Hong_Kong"


def published(head: str, above: str = "", below: str = "", behind: str = "") -> str | None:
    title = "Harbour walk opens next month"
    source = (
        f"<html><head><title>{title} - Bay Times</title>{head}</head><body><div>{above}</div>"
        f"<div><h2>{title}</h2>{below}<div>{TEXT}{MORE}</div>{behind}</div></body></html>"
    )
    (draft,) = read_html(source, name="page", timezone=ZONE)
    return draft.published


@pytest.mark.parametrize(
    "name", ["apub:time", "publishdate", "PubDate", "weibo: article:create_at", "og:release_date"]
)
def test_meta_names_of_many_sites(name: str) -> None:
    assert published(f"<meta name='{name}' content='2023-5-15 21:30:50'>") == (
        "2023-05-15T21:30:50+08:00"
    )


@pytest.mark.parametrize(
    "line",
    [
        "<div>2023年5月15日 21:30</div>",
        "<div>www.bay.example 2023-05-15 21:30 《海報周刊》</div>",
        "<div><span>2023</span><span>05</span>/<span>15</span> <span>21:30</span></div>",
        "<div>發佈時間：2023-05-15 21:30　來源：海報　【字體：大 中 小】</div>",
        "<p>Posted: May 15, 2023 / 9:30 PM</p><p>Updated: May 16, 2023 / 8:00 AM</p>",
        "<time data-timestamp='1684157400000'></time>",
    ],
)
def test_the_line_below_the_heading(line: str) -> None:
    assert published("", below=line) == "2023-05-15T21:30:00+08:00"


def test_the_line_above_the_heading_and_one_behind_the_text() -> None:
    assert published("", above="2023年5月15日") == "2023-05-15T00:00:00+08:00"
    assert published("", behind="<p>Published: 2023-05-15 21:30</p>") == "2023-05-15T21:30:00+08:00"


def test_local_time_written_as_greenwichs_is_told_by_the_text_beside_it() -> None:
    head = "<meta name='pubdate' content='2023-05-15T21:30:00Z'>"
    assert published(head, below="<p>2023-05-15 21:30</p>") == "2023-05-15T21:30:00+08:00"
    assert published(head, below="<p>2023-05-16 05:30</p>") == "2023-05-15T21:30:00+00:00"
    assert published(head, below="<p>2023-05-15 21:30 GMT</p>") == "2023-05-15T21:30:00+00:00"


def test_the_time_of_day_comes_from_the_text_where_the_page_states_the_day() -> None:
    head = "<meta name='publishdate' content='2023-05-15'>"
    assert published(head, below="<p>2023-05-15 21:30</p>") == "2023-05-15T21:30:00+08:00"


def test_scripts_hold_the_time() -> None:
    assert published("<script>var ct = '1684157400'; var a = 1;</script>") == (
        "2023-05-15T21:30:00+08:00"
    )


def test_a_day_that_only_trafilatura_finds() -> None:
    head = "<link rel='canonical' href='https://bay.example/2023/05/15/harbour-walk'>"
    assert (published(head) or "").startswith("2023-05-15")


def test_dates_of_other_articles_and_of_copyright_are_not_taken() -> None:
    assert published("", behind="<footer>© 2021-2024 Bay Times</footer>") is None


@pytest.mark.parametrize("value", ["0", "1970-01-01", "2999-01-01", "soon", None, True, {}, "99"])
def test_what_is_no_date(value: Any) -> None:
    assert stated_moment(value, timezone=ZONE) is None
