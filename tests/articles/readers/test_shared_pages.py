"""The pages of ``../shared/cases``: what each is right to give (see its EXPECTED.md)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.errors import ArticleFileError


@dataclass(frozen=True)
class Right:
    """Parts that are right: of the title all, of the moment the beginning, paragraphs."""

    title: str
    published: str = ""
    paragraphs: int = 4


TRAINS, LIBRARY = "東鐵綫下月加密班次", "区图书馆星期一开放"
CASES = {
    "title_og_with_date_and_section": Right(TRAINS, "2023-05-10T09:30:00+08:00"),
    "title_og_pipe_sections_agency": Right("港內渡輪票價七月上調", "2023-05-11T10:00", 5),
    "title_prefix_double_dash": Right(TRAINS, "2023-05-10T09:30:00+08:00"),
    "title_cut_at_unescaped_quote": Right('连锁超市"快退货"引热议', "2023-05-10T09:30"),
    "title_dash_site_no_spaces": Right(LIBRARY, "2023-05-15T07:57:40+08:00"),
    "title_h1_is_the_site": Right(LIBRARY, "2023-05-15T06:23:00+08:00"),
    "date_no_h1_title_in_h3": Right(LIBRARY, "2023-05-15T15:10:53+08:00"),
    "date_glued_to_site_address": Right(LIBRARY, "2023-05-15T11:21:00+08:00"),
    "date_above_the_heading": Right(TRAINS, "2023-05-10T00:00:00+08:00"),
    "date_itemprop_text": Right(TRAINS, "2023-05-10T00:00:00+08:00"),
    "date_meta_apub_time": Right(LIBRARY, "2023-05-15T21:30:50+08:00"),
    "date_local_time_written_with_z": Right(TRAINS, "2023-05-10T11:05:00+08:00"),
    "body_table_layout": Right("碼頭重建工程展開", "2023-05-18T08:00:00+08:00", 6),
    "page_without_html_tag": Right(LIBRARY, "2023-05-15T14:15:00+08:00"),
    "body_wechat_sections": Right(TRAINS),
    "body_flash_news_of_sixty_characters": Right(TRAINS, "2023-05-10T12:58:00+08:00", 2),
    "body_layout_list": Right(LIBRARY, "2023-05-15T08:00:00+08:00", 2),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_of_the_cases(shared: Path, name: str) -> None:
    right = CASES[name]
    (draft,) = read_file(shared / "cases" / f"{name}.html", timezone="Asia/Hong_Kong")
    assert isinstance(draft, ArticleDraft)
    assert draft.title == right.title
    assert (draft.published or "").startswith(right.published)
    paragraphs = draft.body.split("\n\n")
    assert len(paragraphs) == right.paragraphs
    assert all(p.endswith("。") and not p.startswith("|") for p in paragraphs)


def test_a_section_page_is_no_article(shared: Path) -> None:
    page = shared / "cases" / "page_is_a_list_of_teasers.html"
    (error,) = read_file(page, timezone="Asia/Hong_Kong")
    assert isinstance(error, ArticleFileError)
    assert "lists other articles" in error.message
