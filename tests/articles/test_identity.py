from __future__ import annotations

import pytest

from qa.articles.identity import article_id, clean_body, make_article, stated_moment
from qa.articles.model import ArticleDraft


def test_the_id_is_the_same_on_every_machine() -> None:
    assert article_id("標題", "內文。") == "d6a41f2687dfa53a4a4e"


def test_white_space_and_width_do_not_change_the_id() -> None:
    assert article_id("Fares  rise", "By 12%.\r\n") == article_id("Fares rise", "By １２％.")


def test_script_and_words_do() -> None:
    assert article_id("a", "領域") != article_id("a", "领域")


def test_paragraphs_are_separated_by_one_blank_line() -> None:
    assert clean_body(" 一\r\n二 \n\n\n\u3000\u3000三\u200b\x00 ") == "一\n\n二\n\n三"


def test_an_article_knows_its_language() -> None:
    assert (
        make_article(ArticleDraft(title="票價", body="渡輪票價將於五月調整。")).language
        == "zh-Hant"
    )


def test_an_article_without_a_title_is_called_by_its_first_words() -> None:
    made = make_article(ArticleDraft(title="", body="渡輪票價將於五月調整。公司說。"))
    assert (made.title, made.headline) == ("渡輪票價將於五月調整。", "")
    long = make_article(
        ArticleDraft(title=" ", body="The ferry fare rises. ".replace(".", " and") * 9)
    )
    assert long.body.startswith(long.title)
    assert 30 <= len(long.title) <= 60


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2023-03-21T20:00:00+08:00", "2023-03-21T20:00:00+08:00"),
        ("2023-03-21T20:00+08:00", "2023-03-21T20:00:00+08:00"),
        ("2023-03-21 20:00:00", "2023-03-21T20:00:00"),
        ("2023-03-21T20:00:00.123456Z", "2023-03-21T20:00:00+00:00"),
        ("2023-03-21", "2023-03-21T00:00:00"),
        ("20230321", "2023-03-21T00:00:00"),
        ("2023-03-21 in the evening", "2023-03-21T00:00:00"),
        ("2023", None),
        ("2023-03", None),
        ("2023-W12-2", None),
        ("2023-02-30", None),
        ("March 21, 2023", None),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_is_iso_8601_to_the_second_or_none(written: str | None, kept: str | None) -> None:
    assert stated_moment(written) == kept
    made = make_article(ArticleDraft(title="a", body="b", published=written, updated=written))
    assert (made.published, made.updated) == (kept, kept)


def test_white_space_around_a_category_or_source_is_no_part_of_it() -> None:
    made = make_article(ArticleDraft(title="a", body="b", category=" World \u3000", source=" "))
    assert (made.category, made.source) == ("World", None)
