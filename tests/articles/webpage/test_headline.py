from __future__ import annotations

import pytest

from qa.articles.webpage.headline import bare_title, find_headline
from qa.articles.webpage.page import Page
from qa.articles.webpage.tree import parse_tree

TITLE = "海濱長廊延伸段下月啟用"
ENGLISH = "Harbour walk opens next month"


def page(body: str) -> Page:
    return Page(parse_tree(f"<html><body>{body}</body></html>"))


@pytest.mark.parametrize("tag", ["h1", "h2", "h4", "div", "b", "font"])
@pytest.mark.parametrize(
    "stated",
    [
        f"{TITLE} - 20230510 - 港聞",
        f"{TITLE}_社會_海報網",
        f"{TITLE}--社會--海報網",
        f"{TITLE}-海報網",
        f"海報即時 -- {TITLE}",
        f"{TITLE}｜即時新聞｜海報",
    ],
)
def test_the_element_whose_text_a_stated_title_contains(tag: str, stated: str) -> None:
    around = f"<div><a href='/'>海報網</a></div><div><{tag}>{TITLE}</{tag}></div><p>正文。</p>"
    found = find_headline(page(around), [stated], None)
    assert found.text == TITLE
    assert found.place is not None


def test_a_heading_that_is_the_sites_own_name_is_no_title() -> None:
    body = f"<h1>Bay Gazette</h1><div>{ENGLISH}</div>"
    assert find_headline(page(body), [f"{ENGLISH} - Bay Gazette"], "Bay Gazette").text == ENGLISH


def test_a_title_that_was_cut_gives_way_to_the_heading() -> None:
    body = '<h1>Harbour walk "will open" next month</h1>'
    assert "next month" in find_headline(page(body), ["Harbour walk"], None).text


def test_a_link_to_another_article_in_the_title_is_not_taken() -> None:
    body = f"<h1>{ENGLISH}</h1><ul><li><a href='/2'>Harbour walk</a></li></ul>"
    assert find_headline(page(body), [f"{ENGLISH} | Bay Times"], None).text == ENGLISH


@pytest.mark.parametrize(
    ("stated", "site", "bare"),
    [
        (f"{ENGLISH} - Bay Times", "Bay Times", ENGLISH),
        (f"{ENGLISH} | World | Bay Times", None, ENGLISH),
        (f"Bay Times: {ENGLISH}", "Bay Times", ENGLISH),
        (f"{TITLE} - 2023-05-10 - 海報網", None, TITLE),
        (f"{TITLE}_海報網", None, TITLE),
        ("Ferry - the long way home", None, "Ferry - the long way home"),
        ("粵港合作：渡輪 - 鐵路 - 巴士聯票", None, "粵港合作：渡輪 - 鐵路 - 巴士聯票"),
    ],
)
def test_a_stated_title_without_its_site(stated: str, site: str | None, bare: str) -> None:
    assert bare_title(stated, site) == bare
