"""Files that showed a fault once, kept beside the checkout; skipped where they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.articles.readers import find_files, read_file
from qa.articles.readers.outcomes import Reading, Skipped

# Of each case its articles in order: fields that must have this value; "with", "without" and
# "notes" are texts that body and notes must or must not hold, "paragraphs" how many there are.
ARTICLES: dict[str, list[dict[str, Any]]] = {
    "col_chinese_names.csv": [
        {
            "title": "区图书馆星期一开放",
            "published": "2020-02-03T10:21:00+08:00",
            "source": "示例网",
        }
    ],
    "col_content_all_the_news.csv": [
        {"published": "2016-12-31T00:00:00+08:00", "source": "Example Times"}
    ],
    "col_date_ignored.csv": [{"published": "2017-11-29T11:08:00+08:00", "source": "example.com"}],
    "col_headline_ignored.csv": [
        {
            "title": "Harbour ferry fares to rise in July",
            "published": "2023-05-11T00:00:00+08:00",
        }
    ],
    "date_compact.csv": [{"published": "2023-05-10T00:00:00+08:00"}],
    "date_roc_without_era.txt": [{"published": "2023-05-10T00:00:00+08:00"}],
    "enc_gbk_page_one_damaged_byte.html": [{"language": "zh-Hans", "notes": ["1 damaged"]}],
    "enc_mojibake_already_in_text.txt": [{"without": ["Ã"], "notes": ["mended"]}],
    "enc_says_latin1_is_gbk.html": [{"title": "区图书馆星期一开放", "language": "zh-Hans"}],
    "enc_two_encodings_in_one_file.txt": [
        {"title": "港內渡輪票價七月上調", "language": "zh-Hant"},
        {"title": "区图书馆星期一开放", "language": "zh-Hans"},
    ],
    "folder_with_other_formats/feed.xml": [
        {"published": "2023-05-10T01:30:00+08:00"},
        {"published": "2023-05-10T02:30:00+08:00"},
    ],
    "folder_with_other_formats/ferry.txt": [{}],
    "folder_with_other_formats/letter.mbox": [
        {"title": "Morning briefing", "published": "2023-05-10T09:30:00+08:00"}
    ],
    "folder_with_other_formats/news.json": [{"published": "2023-05-15T00:00:00+08:00"}],
    "folder_with_other_formats/pier.docx": [
        {"title": "碼頭重建工程展開", "published": "2023-05-18T00:00:00+08:00"}
    ],
    "lang_japanese_is_called_zh_hant.txt": [{"language": "other"}],
    "pdf_cjk_title_runs_into_text.pdf": [
        {"title": "港內渡輪票價七月上調", "without": ["港內渡輪票價七月上調"]}
    ],
    "pdf_date_in_running_head.pdf": [
        {
            "published": "2023-05-10T00:00:00+08:00",
            "source": "The Harbour Post",
            "without": ["HARBOUR POST", "May 10", "A1", "A2"],
        }
    ],
    "pdf_fake_bold_title.pdf": [
        {"title": "港內渡輪票價七月上調", "without": ["港內渡輪票價七月上調"]}
    ],
    "pdf_hkscs_cmap.pdf": [{"title": "渡輪票價七月上調"}],
    "pdf_partly_scanned.pdf": [{"notes": ["3 of 4 pages hold no text, only pictures: 2-4"]}],
    "pdf_two_columns_drawn_across.pdf": [
        {
            "title": "Harbour ferry fares to rise in July",
            "with": [
                "said on Thursday that fares on all inner routes would rise by five percent",
                "islands are exempt until the end of the year. Residents there had complained",
            ],
        }
    ],
    "rec_category_list.jsonl": [{"category": "Business"}],
    "rec_html_in_body.jsonl": [{"title": "Fares & ferries", "without": ["<"]}],
    "rec_nan_body.csv": [{"published": None}],
    "rec_newsapi.jsonl": [{"source": "Example", "published": "2023-05-10T01:30:00+00:00"}],
    "rec_one_bad_date.jsonl": [
        {"published": None, "notes": ["'unknown' is not a date"]},
        {"published": "2017-07-01T08:15:00+08:00"},
        {"published": "2023-05-10T09:30:00+00:00"},
        {"published": "2023-05-10T09:30:00+00:00"},
        {"published": "2023-05-10T00:00:00+08:00"},
    ],
    "rec_pretty_json.jsonl": [{"published": "2023-05-10T01:30:00+00:00"}],
}
TRAINS, FARES, LIBRARY = "東鐵綫下月加密班次", "港內渡輪票價七月上調", "区图书馆星期一开放"
# Of each saved page its title, when it was published, and how many paragraphs it has.
PAGES = {
    "body_flash_news_of_sixty_characters": (TRAINS, "2023-05-10T12:58:00+08:00", 2),
    "body_layout_list": (LIBRARY, "2023-05-15T08:00:00+08:00", 2),
    "body_table_layout": ("碼頭重建工程展開", "2023-05-18T08:00:00+08:00", 6),
    "body_wechat_sections": (TRAINS, None, 4),
    "date_above_the_heading": (TRAINS, "2023-05-10T00:00:00+08:00", 4),
    "date_glued_to_site_address": (LIBRARY, "2023-05-15T11:21:00+08:00", 4),
    "date_itemprop_text": (TRAINS, "2023-05-10T00:00:00+08:00", 4),
    "date_local_time_written_with_z": (TRAINS, "2023-05-10T11:05:00+08:00", 4),
    "date_meta_apub_time": (LIBRARY, "2023-05-15T21:30:50+08:00", 4),
    "date_no_h1_title_in_h3": (LIBRARY, "2023-05-15T15:10:53+08:00", 4),
    "page_without_html_tag": (LIBRARY, "2023-05-15T14:15:00+08:00", 4),
    "title_cut_at_unescaped_quote": ('连锁超市"快退货"引热议', "2023-05-10T09:30:00+08:00", 4),
    "title_dash_site_no_spaces": (LIBRARY, "2023-05-15T07:57:40+08:00", 4),
    "title_h1_is_the_site": (LIBRARY, "2023-05-15T06:23:00+08:00", 4),
    "title_og_pipe_sections_agency": (FARES, "2023-05-11T10:00:00+08:00", 5),
    "title_og_with_date_and_section": (TRAINS, "2023-05-10T09:30:00+08:00", 4),
    "title_prefix_double_dash": (TRAINS, "2023-05-10T09:30:00+08:00", 4),
}
ARTICLES.update(
    {
        f"{name}.html": [{"title": title, "published": published, "paragraphs": count}]
        for name, (title, published, count) in PAGES.items()
    }
)
# What else is said of a case, beside its articles.
SAID = {
    "page_is_a_list_of_teasers.html": "lists other articles",
    "rec_nan_body.csv": "line 2: no text",
}


def readings(path: Path) -> list[Reading]:
    return list(read_file(path, timezone="Asia/Hong_Kong"))


def said(found: Reading) -> str:
    return found.reason if isinstance(found, Skipped) else str(found)


@pytest.mark.parametrize("name", [*ARTICLES, *sorted(SAID.keys() - ARTICLES)])
def test_a_case_gives_its_articles(shared: Path, name: str) -> None:
    found = readings(shared / "cases" / name)
    drafts = [each for each in found if isinstance(each, ArticleDraft)]
    rights = ARTICLES.get(name, [])
    assert len(drafts) == len(rights), found
    for draft, right in zip(drafts, rights, strict=True):
        compare(draft, **right)


def compare(draft: ArticleDraft, **right: Any) -> None:
    article, notes = make_article(draft), "\n".join(draft.notes)
    if "paragraphs" in right:
        paragraphs = article.body.split("\n\n")
        assert len(paragraphs) == right.pop("paragraphs")
        assert all(each.endswith("。") and not each.startswith("|") for each in paragraphs)
    for text in right.pop("with", []):
        assert text in article.body
    for text in right.pop("without", []):
        assert text not in article.body
    for text in right.pop("notes", []):
        assert text in notes
    assert {field: getattr(article, field) for field in right} == right


@pytest.mark.parametrize("name", [*ARTICLES, *sorted(SAID.keys() - ARTICLES)])
def test_what_a_case_does_not_give_is_said(shared: Path, name: str) -> None:
    found = readings(shared / "cases" / name)
    others = [said(each) for each in found if not isinstance(each, ArticleDraft)]
    assert len(others) == (name in SAID)
    assert SAID.get(name, "") in "".join(others)


def test_no_file_of_a_folder_is_passed_over(shared: Path) -> None:
    folder = shared / "cases" / "folder_with_other_formats"
    assert {each for each in find_files(folder) if isinstance(each, Path)} == set(folder.iterdir())


def test_every_case_of_ingestion_is_a_test(shared: Path) -> None:
    cases = shared / "cases"
    files = {str(path.relative_to(cases)) for path in cases.rglob("*") if path.is_file()}
    questions = {name for name in files if name.startswith("ask_")}
    assert files - questions - {"EXPECTED.md"} - set(ARTICLES) - set(SAID) == set()
