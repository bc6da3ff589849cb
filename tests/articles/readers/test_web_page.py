from __future__ import annotations

from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.errors import ArticleFileError

PARAGRAPHS = [
    "港鐵公司今日宣布，將於六月調整票價，加幅為百分之三，長者優惠不變。",
    "公司發言人表示，調整按照既定機制作出，公司會繼續提供轉乘優惠。",
    "有乘客認為加幅溫和，亦有學生團體表示失望，要求擴大月票計劃。",
]
ENGLISH = [
    "The bridge across the harbour will close on Monday for a week, the roads office said.",
    "Buses will take the tunnel instead, and lorries above ten tonnes must use the ring road.",
    "Work on the northern half of the bridge is due to follow in the spring of next year.",
]


def html(head: str, paragraphs: list[str], *, heading: str = "", below: str = "") -> str:
    body = "".join(f"<p>{p}</p>" for p in paragraphs[1:])
    return (
        f"<!DOCTYPE html><html><head>{head}</head><body><nav><a href='/'>首頁</a> <a href='/n'>"
        f"港聞</a></nav><article><h1>{heading}</h1>{below}<p>{paragraphs[0]}</p><figure>"
        f"<img src='a.jpg'><figcaption>列車駛入車站。資料圖片</figcaption></figure>{body}</article>"
        "<footer><p>版權所有 不得轉載</p></footer></body></html>"
    )


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> ArticleDraft:
    path = tmp_path / "page.html"
    path.write_bytes(text.encode(encoding))
    (draft,) = read_file(path, timezone="Asia/Hong_Kong")
    assert isinstance(draft, ArticleDraft)
    return draft


META = """<title>港鐵宣布加價 | 海港日報</title>
<meta property="og:title" content="港鐵宣布加價 | 海港日報">
<meta property="og:site_name" content="海港日報">
<meta property="article:published_time" content="2024-05-01T08:00:00">
<meta property="article:modified_time" content="2024-05-01T02:30:00Z">
<meta property="article:section" content="港聞">
<link rel="canonical" href="https://example.org/n/1">"""

JSON_LD = """<title>Harbour bridge closes - Bay Times</title>
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Bay Times"},
{"@type": ["NewsArticle"], "headline": "Harbour bridge closes", "datePublished": "2024-05-01",
"dateModified": "not a date", "articleSection": ["Local", "Roads"],
"publisher": {"@type": "Organization", "name": "Bay Times"},
"mainEntityOfPage": {"@id": "https://example.org/bridge"}}]}</script>"""


def test_meta_tags(tmp_path: Path) -> None:
    draft = read(tmp_path, html(META, PARAGRAPHS, heading="港鐵宣布加價"))
    assert draft == ArticleDraft(
        title="港鐵宣布加價",
        body="\n\n".join(PARAGRAPHS),
        url="https://example.org/n/1",
        source="海港日報",
        category="港聞",
        published="2024-05-01T08:00:00+08:00",
        updated="2024-05-01T02:30:00+00:00",
    )


def test_json_ld(tmp_path: Path) -> None:
    draft = read(tmp_path, html(JSON_LD, ENGLISH, heading="Harbour bridge closes"))
    assert draft == ArticleDraft(
        title="Harbour bridge closes",
        body="\n\n".join(ENGLISH),
        url="https://example.org/bridge",
        source="Bay Times",
        category="Local",
        published="2024-05-01T00:00:00+08:00",
    )


def test_a_page_that_states_nothing_but_in_its_text(tmp_path: Path) -> None:
    below = "<div><span>By Jane Roe</span><span>21 March 2023 8:00 PM</span></div>"
    head = "<title>Harbour bridge closes - Bay Times</title>"
    draft = read(tmp_path, html(head, ENGLISH, heading="Harbour bridge closes", below=below))
    assert (draft.title, draft.source) == ("Harbour bridge closes", "Bay Times")
    assert draft.published == "2023-03-21T20:00:00+08:00"
    assert draft.updated is None


@pytest.mark.parametrize(
    ("declared", "encoding"), [("gb2312", "gb18030"), ("big5", "big5"), ("utf-8", "big5")]
)
def test_declared_encodings(tmp_path: Path, declared: str, encoding: str) -> None:
    head = f"<meta charset='{declared}'>{META}"
    draft = read(tmp_path, html(head, PARAGRAPHS, heading="港鐵宣布加價"), encoding)
    assert draft.body == "\n\n".join(PARAGRAPHS)


def test_no_date_is_guessed(tmp_path: Path) -> None:
    head = "<title>Harbour bridge closes</title>"
    page = html(head, ENGLISH, heading="Harbour bridge closes").replace("不得轉載", "© 2021-2024")
    assert read(tmp_path, page).published is None


def test_text_without_any_paragraph_marks(tmp_path: Path) -> None:
    text = f"<html><body><div>{'<br>'.join(ENGLISH)}</div></body></html>"
    assert read(tmp_path, text).body == "\n\n".join(ENGLISH)


@pytest.mark.parametrize(
    "text", ["<html><body></body></html>", "<html><head></head></html>", "<p>"]
)
def test_a_page_without_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(text, encoding="utf-8")
    (error,) = read_file(path, timezone="UTC")
    assert isinstance(error, ArticleFileError)
    assert "page.html: no article text" in error.message
