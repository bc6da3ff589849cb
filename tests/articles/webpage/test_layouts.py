"""Layouts whose text is easily lost, or comes with what is not the article's."""

from __future__ import annotations

import json

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers.web_page import read_html
from qa.errors import ArticleFileError

TITLE = "海濱長廊延伸段下月啟用"
TEXT = [
    "海濱長廊的延伸段將於下月啟用，全長兩公里，設有四十張長椅。",
    "工務部門星期二表示，渡輪碼頭旁的一段要到年底才完工。",
    "居民歡迎長廊啟用，但希望夜間有足夠的照明。",
]
OTHER = "另有網民認為工程拖得太久，當局應該交代超支的原因和責任。"


def read(body: str, head: str = f"<title>{TITLE} - 海報網</title>") -> ArticleDraft:
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    (draft,) = read_html(source, name="page.html", timezone="Asia/Hong_Kong")
    return draft


def wrapped(before: str, after: str) -> str:
    return "".join(f"{before}{line}{after}" for line in TEXT)


@pytest.mark.parametrize(
    "body",
    [
        wrapped("<p>", "</p>"),
        wrapped("<div>", "</div>"),
        wrapped("<section><span>", "</span></section><section><br></section>"),
        wrapped("", "<br><br>"),
        wrapped("", "<br/>"),
        wrapped("<span><br>", "</span><br>"),
        f"<table><tr><td><a href=/1>主頁</a></td><td>{wrapped('<p>', '</p>')}</td></tr></table>",
        f"<table>{wrapped('<tr><td>', '</td></tr>')}</table>",
        f"<ul><li>{wrapped('<p>', '</p>')}<ul><li><a href=/2>舊橋拆卸</a></li></ul></li></ul>",
    ],
)
def test_paragraphs_one_by_one(body: str) -> None:
    draft = read(f"<h2>{TITLE}</h2><div>2023-05-10 09:30</div><div>{body}</div>")
    assert (draft.title, draft.body) == (TITLE, "\n\n".join(TEXT))


@pytest.mark.parametrize("label", ["網友評論", "發表評論（3）", "Comments", "12 Comments"])
def test_comments_below_an_article_are_not_its_own(label: str) -> None:
    body = f"<h1>{TITLE}</h1><div>{wrapped('<p>', '</p>')}</div>"
    draft = read(f"{body}<div><h3>{label}</h3><div><p>{OTHER}</p></div></div>")
    assert draft.body == "\n\n".join(TEXT)


def test_an_article_goes_on_behind_a_link_in_its_middle() -> None:
    first, *rest = TEXT
    body = "".join(f"<p>{line}</p>" for line in rest)
    draft = read(f"<h1>{TITLE}</h1><div><p>{first}</p><p>延伸閱讀</p>{body}</div>")
    assert draft.body == "\n\n".join(TEXT)


def test_a_table_of_figures_is_read_in_rows() -> None:
    rows = "<tr><th>年</th><th>遊人</th></tr><tr><td>2021</td><td>三萬</td></tr>"
    first, *rest = TEXT
    body = f"<p>{first}</p><table>{rows}</table>" + "".join(f"<p>{line}</p>" for line in rest)
    assert "\n\n年 | 遊人\n\n2021 | 三萬\n\n" in read(f"<h1>{TITLE}</h1><div>{body}</div>").body


@pytest.mark.parametrize("script", ["window.__STATE__ = {};", "var a = 1; app.data={};x()", "{}"])
def test_text_that_stands_only_in_a_scripts_data(script: str) -> None:
    data = {
        "page": {
            "article": {
                "title": TITLE,
                "publishTime": 1684157400,
                "content": "".join(f"<p>{line}</p>" for line in TEXT),
                "related": [{"title": "舊橋拆卸", "content": OTHER}],
            }
        }
    }
    script = script.replace("{}", json.dumps(data))
    draft = read(f"<div id=app>載入中</div><script>{script}</script>")
    assert (draft.title, draft.body) == (TITLE, "\n\n".join(TEXT))
    assert draft.published == "2023-05-15T21:30:00+08:00"


@pytest.mark.parametrize("item", ["<li><a href=/{0}>{1}</a><p>{2}</p></li>", "{3}"])
def test_a_page_that_lists_teasers_is_no_article(item: str) -> None:
    link = "<div><h3><a href=/{0}>{1}</a></h3><span>2023-05-1{0}</span><div>{2}</div></div>"
    titles = ["海濱長廊延伸段啟用", "舊橋下月拆卸重建", "渡輪班次將會增加", "街市大樓獲得保留"]
    items = "".join(
        (link if item == "{3}" else item).format(i, title, TEXT[i % 3])
        for i, title in enumerate(titles)
    )
    with pytest.raises(ArticleFileError, match="lists other articles"):
        read(f"<h1>港聞</h1><div>{items}</div>", "<title>港聞 | 海報網</title>")


def test_an_unescaped_quotation_mark_belongs_to_the_value() -> None:
    title = '海濱長廊"延伸段"下月啟用'
    head = f'<meta property="og:title" content="{title}"><meta name="author" content="何方">'
    body = f"<div>{wrapped('<p>', '</p>')}</div>"
    assert read(body, head).title == title


def test_the_title_beside_the_text_in_a_scripts_data_has_no_site() -> None:
    data = json.dumps({"headlines": {"basic": TITLE}, "content": "\n".join(TEXT)})
    page = f"<div id=app></div><script>App.content={data};</script>"
    assert read(page, f"<title>{TITLE} - 水岸</title>").title == TITLE


def test_flash_news_without_a_full_stop() -> None:
    flash = "海濱長廊延伸段將於下月一日啟用 全長兩公里 設四十張長椅 渡輪照常"
    other = "<div><a href=/1>舊橋下月拆卸重建</a></div>"
    draft = read(f"<div>{other}</div><h2>{TITLE}</h2><div>2023-05-10</div><p>{flash}</p>{other}")
    assert (draft.title, draft.body) == (TITLE, flash)


@pytest.mark.parametrize(
    "offer",
    [
        "<p>用手機看新聞天天有驚喜。<a href=/app>點我下載APP</a></p>",
        "<p>Thanks for reading the Bay Letters, which are free and come every week.</p>",
        "<p>特別聲明：以上內容由用戶上傳，本平台僅提供信息儲存服務。</p>",
    ],
)
def test_the_sites_own_offers_are_not_of_the_article(offer: str) -> None:
    first, *rest = TEXT
    body = f"<p>{first}</p>{offer}" + "".join(f"<p>{line}</p>" for line in rest)
    assert read(f"<h1>{TITLE}</h1><div>{body}</div>").body == "\n\n".join(TEXT)
