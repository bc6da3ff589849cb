"""Files that showed a fault once, kept beside the checkout; skipped where they are not.

Each piece of ingestion adds its own: what the articles of a file must be.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.settings import ROOT

CASES = ROOT.parent / "shared" / "cases"

# For each file its articles in order: fields that must have this value; "notes" and "without" are
# texts that the notes must and the body must not hold.
EXPECTED: dict[str, list[dict[str, Any]]] = {
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
    "enc_mojibake_already_in_text.txt": [{"without": "Ã", "notes": "mended"}],
    "enc_two_encodings_in_one_file.txt": [
        {"title": "港內渡輪票價七月上調", "language": "zh-Hant"},
        {"title": "区图书馆星期一开放", "language": "zh-Hans"},
    ],
    "enc_gbk_page_one_damaged_byte.html": [{"language": "zh-Hans", "notes": "1 damaged"}],
    "enc_says_latin1_is_gbk.html": [{"title": "区图书馆星期一开放", "language": "zh-Hans"}],
    "lang_japanese_is_called_zh_hant.txt": [{"language": "other"}],
    "rec_category_list.jsonl": [{"category": "Business"}],
    "rec_html_in_body.jsonl": [{"title": "Fares & ferries", "without": "<"}],
    "rec_nan_body.csv": [{"published": None}],
    "rec_newsapi.jsonl": [{"source": "Example", "published": "2023-05-10T01:30:00+00:00"}],
    "rec_one_bad_date.jsonl": [
        {"published": None, "notes": "'unknown' is not a date"},
        {"published": "2017-07-01T08:15:00+08:00"},
        {"published": "2023-05-10T09:30:00+00:00"},
        {"published": "2023-05-10T09:30:00+00:00"},
        {"published": "2023-05-10T00:00:00+08:00"},
    ],
    "rec_pretty_json.jsonl": [{"published": "2023-05-10T01:30:00+00:00"}],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_is_read_as_it_should_be(name: str) -> None:
    path = CASES / name
    if not path.exists():
        pytest.skip(f"{path} is not beside this checkout")
    drafts = [d for d in read_file(path, timezone="Asia/Hong_Kong") if isinstance(d, ArticleDraft)]
    assert len(drafts) == len(EXPECTED[name])
    for draft, expected in zip(drafts, EXPECTED[name], strict=True):
        _compare(draft, dict(expected))


def _compare(draft: ArticleDraft, expected: dict[str, Any]) -> None:
    without, notes = expected.pop("without", None), expected.pop("notes", "")
    article = make_article(draft).model_dump()
    assert {name: article[name] for name in expected} == expected
    assert without is None or without not in article["body"]
    assert notes in "\n".join(draft.notes)


def test_a_missing_text_is_named_with_its_line() -> None:
    path = CASES / "rec_nan_body.csv"
    if not path.exists():
        pytest.skip(f"{path} is not beside this checkout")
    first = next(iter(read_file(Path(path), timezone="UTC")))
    assert "line 2: no text" in str(first)
