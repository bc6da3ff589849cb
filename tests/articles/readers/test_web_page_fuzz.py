"""Damaged and hostile pages: an article or an error that says why, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.pages import PAGES
from qa.articles.model import ArticleDraft
from qa.articles.readers.web_page import read_html
from qa.errors import ArticleFileError

SOURCES = [
    (PAGES / "dev" / f"{name}.html").read_text("utf-8")
    for name in ("en_wordpress_comments", "hant_state_next", "hans_wechat", "hans_government")
]
INSERTED = st.one_of(
    st.sampled_from(
        '< > " \' & \x00 \ufffd <div> </div> <table><tr><td> <br> <script> </html> <meta content=" '
        '<time datetime=99999999999999> {"title":[[ <!-- ]]> <![CDATA[ <p/> <h1> 99999-99-99'.split(
            " "
        )
    ),
    st.text(max_size=12),
)
CUT = st.tuples(st.floats(0, 1), st.integers(0, 400), INSERTED)


def outcome(text: str) -> list[ArticleDraft] | ArticleFileError:
    try:
        return list(read_html(text, name="page.html", timezone="Asia/Hong_Kong"))
    except ArticleFileError as error:
        return error


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(source=st.sampled_from(SOURCES), cuts=st.lists(CUT, min_size=1, max_size=6))
def test_mutated_pages(source: str, cuts: list[tuple[float, int, str]]) -> None:
    for where, length, inserted in cuts:
        start = int(where * len(source))
        source = source[:start] + inserted + source[start + length :]
    found = outcome(source)
    assert isinstance(found, ArticleFileError) or all(draft.body.strip() for draft in found)


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 20_000 + "The bridge will close on Monday for a week, the office said.",
        "<table><tr><td>" * 2_000 + "x",
        "<table>" + "<tr><td>1</td><td>2</td></tr>" * 3_000 + "</table>",
        "<meta content=\"content='" * 5_000,
        "<div class=share>" * 3_000 + "<div class=share>a</div>" * 3_000,
        "<script>a = " + "[" * 100_000 + "</script>",
        "<script>" + "a={" * 20_000 + "</script>",
        "<p>" + "a.b " * 50_000,
        "<br>".join(["a line of words that is wrapped as by a typewriter,"] * 3_000),
        "\x00" * 1_000,
    ],
    ids=["deep", "tables", "rows", "meta", "named", "array", "objects", "words", "lines", "nul"],
)
def test_hostile_pages(text: str) -> None:
    found = outcome(text)
    assert isinstance(found, ArticleFileError | list)


def test_a_page_may_be_empty(tmp_path: Path) -> None:
    assert isinstance(outcome(""), ArticleFileError)
