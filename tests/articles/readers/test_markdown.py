from __future__ import annotations

from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading
from qa.errors import ArticleFileError


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "article.md"
    path.write_text(text, encoding="utf-8")
    (found,) = read_file(path, timezone="Asia/Hong_Kong")
    return found


def draft(tmp_path: Path, text: str) -> ArticleDraft:
    found = read(tmp_path, text)
    assert isinstance(found, ArticleDraft)
    return found


def test_front_matter_says_what_the_text_does_not(tmp_path: Path) -> None:
    article = draft(
        tmp_path,
        '---\ntitle: "Bridge: the plan"\npublished: 2023-03-21 20:00  # local\ncategory: World\n'
        "tags:\n  - bridge\nurl: https://example.org/a#b\nsource: ~\n---\n\n"
        "The bridge opens in May.\n",
    )
    assert article.title == "Bridge: the plan"
    assert article.published == "2023-03-21T20:00:00+08:00"
    assert (article.category, article.source) == ("World", None)
    assert article.url == "https://example.org/a#b"
    assert article.body == "The bridge opens in May."


def test_marks_go_and_text_stays(tmp_path: Path) -> None:
    article = draft(
        tmp_path,
        "# The *new* bridge\n\n21 March 2023\n\n"
        "The **bridge** opens in [May](http://x.org/a_(b)),\nsaid `roads_office` \\*today\\*.\n\n"
        "![A photo](a.jpg)\n\n## What it costs\n\n"
        "- 2 * 3 million\n- a_b_c stays\n\n1. first\n2. second\n\n"
        "> “Good news.”\n> He meant it.\n\n橋樑將於\n五月開放。\n\n"
        "| Year | Cost |\n|---|---|\n| 2023 | 5 |\n\n```\ncode_line = 1\n```\n\n"
        "<!-- note -->\nLine one<br>line two &amp; more.\n\n[ref]: http://example.org\n",
    )
    assert article.title == "The new bridge"
    assert article.published == "2023-03-21T00:00:00+08:00"
    assert article.body.split("\n\n") == [
        "The bridge opens in May, said roads_office *today*.",
        "What it costs",
        "2 * 3 million",
        "a_b_c stays",
        "1. first",
        "2. second",
        "“Good news.” He meant it.",
        "橋樑將於五月開放。",
        "Year | Cost",
        "2023 | 5",
        "code_line = 1",
        "Line one\nline two & more.",
    ]


def test_an_underlined_heading_and_hard_breaks(tmp_path: Path) -> None:
    article = draft(tmp_path, "The bridge\n==========\n\nOne line  \nanother line\\\na third.\n")
    assert article.title == "The bridge"
    assert article.body == "One line\nanother line\na third."


def test_dashes_without_an_end_are_no_front_matter(tmp_path: Path) -> None:
    assert draft(tmp_path, "---\n\nThe bridge opens in May.\n").body == "The bridge opens in May."


def test_what_is_not_understood_in_front_matter_is_noted(tmp_path: Path) -> None:
    line = draft(tmp_path, "---\ntitle: A\nnot a field\n---\nText.\n")
    assert (line.title, line.body) == ("A", "Text.")
    assert "line 3: 'not a field' is not key: value" in line.notes[0]
    date = draft(tmp_path, "---\ntitle: A\npublished: next week\n---\nText.\n")
    assert (date.title, date.published) == ("A", None)
    assert "published 'next week' is not a date" in date.notes[0]


def test_front_matter_under_other_names(tmp_path: Path) -> None:
    article = draft(
        tmp_path,
        "---\n標題: 渡輪\n發布時間: 2023-05-10\ncategories: [World, Asia]\n來源: 港報\n---\n"
        "正文。\n",
    )
    assert (article.title, article.category, article.source) == ("渡輪", "World", "港報")
    assert article.published == "2023-05-10T00:00:00+08:00"


def test_front_matter_without_a_text_is_an_error(tmp_path: Path) -> None:
    empty = read(tmp_path, "---\ntitle: A\n---\n")
    assert isinstance(empty, ArticleFileError)
    assert "no text" in empty.message
