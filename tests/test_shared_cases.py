"""The cases in ``../shared/cases``, which are not part of this project, where they are present."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import find_files, read_file
from qa.folders import ROOT

CASES = ROOT.parent / "shared" / "cases"

# Of each case what must hold of its only article: fields, what its body holds and what it
# must not hold.
ARTICLES: dict[str, dict[str, Any]] = {
    "pdf_cjk_title_runs_into_text.pdf": {
        "title": "港內渡輪票價七月上調",
        "without": ["港內渡輪票價七月上調"],
    },
    "pdf_date_in_running_head.pdf": {
        "published": "2023-05-10T00:00:00+08:00",
        "source": "The Harbour Post",
        "without": ["HARBOUR POST", "May 10", "A1", "A2"],
    },
    "pdf_fake_bold_title.pdf": {
        "title": "港內渡輪票價七月上調",
        "without": ["港內渡輪票價七月上調"],
    },
    "pdf_hkscs_cmap.pdf": {"title": "渡輪票價七月上調"},
    "pdf_partly_scanned.pdf": {
        "notes": ("3 of 4 pages hold no text, only pictures: 2-4",),
    },
    "pdf_two_columns_drawn_across.pdf": {
        "title": "Harbour ferry fares to rise in July",
        "with": [
            "said on Thursday that fares on all inner routes would rise by five percent",
            "islands are exempt until the end of the year. Residents there had complained",
        ],
    },
    "folder_with_other_formats/letter.mbox": {
        "title": "Morning briefing",
        "published": "2023-05-10T09:30:00+08:00",
    },
    "folder_with_other_formats/pier.docx": {
        "title": "碼頭重建工程展開",
        "published": "2023-05-18T00:00:00+08:00",
    },
}

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"no shared cases in {CASES}")


def drafts(path: Path) -> list[ArticleDraft]:
    found = list(read_file(path, timezone="Asia/Hong_Kong"))
    assert all(isinstance(each, ArticleDraft) for each in found), found
    return [each for each in found if isinstance(each, ArticleDraft)]


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_a_case_of_one_article(name: str) -> None:
    expected = {**ARTICLES[name]}
    (draft,) = drafts(CASES / name)
    assert all(text in draft.body for text in expected.pop("with", []))
    assert not any(text in draft.body for text in expected.pop("without", []))
    assert {field: getattr(draft, field) for field in expected} == expected


def test_a_feed_in_a_folder_of_several_formats() -> None:
    folder = CASES / "folder_with_other_formats"
    found = {each for each in find_files(folder) if isinstance(each, Path)}
    assert {"feed.xml", "letter.mbox", "pier.docx"} <= {each.name for each in found}
    one, two = drafts(folder / "feed.xml")
    assert one.published == "2023-05-10T01:30:00+08:00"
    assert two.published == "2023-05-10T02:30:00+08:00"
