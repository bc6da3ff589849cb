from __future__ import annotations

from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError
from tests.articles.readers.made import BODY, MARKUP, TITLE, rss


def read(path: Path, text: str, encoding: str = "utf-8") -> list[Reading]:
    path.write_bytes(text.encode(encoding))
    return list(read_file(path, timezone="Asia/Hong_Kong"))


def only(found: list[Reading]) -> ArticleDraft:
    (draft,) = found
    assert isinstance(draft, ArticleDraft), draft
    return draft


def test_the_full_text_of_an_rss_item_and_its_fields(tmp_path: Path) -> None:
    item = (
        f"<item><title>{TITLE} &amp;amp; more</title><link>https://example.org/bridge</link>"
        "<pubDate>Tue, 21 Mar 2023 20:00:00 HKT</pubDate><category>Traffic</category>"
        f"<guid isPermaLink='false'>b-1</guid><description>The bridge closes.</description>"
        f"<content:encoded><![CDATA[{MARKUP}<script>track()</script>]]></content:encoded></item>"
    )
    draft = only(read(tmp_path / "feed.xml", rss(item)))
    assert draft == ArticleDraft(
        title=f"{TITLE} & more",
        body=BODY,
        url="https://example.org/bridge",
        source="Bay Times",
        category="Traffic",
        published="2023-03-21T20:00:00+08:00",
        external_id="b-1",
        record="entry 1",
    )


def test_atom_with_xhtml_content(tmp_path: Path) -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay Times</title>'
        f"<entry><title>{TITLE}</title><id>urn:1</id>"
        '<link rel="enclosure" href="https://example.org/a.mp3"/>'
        '<link href="https://example.org/bridge"/><published>2023-03-21T12:00:00Z</published>'
        "<updated>2023-03-22T12:00:00Z</updated><content type='xhtml'>"
        f"<div xmlns='http://www.w3.org/1999/xhtml'>{MARKUP}</div></content></entry></feed>"
    )
    draft = only(read(tmp_path / "feed.atom", text))
    assert (draft.title, draft.body) == (TITLE, BODY)
    assert draft.url == "https://example.org/bridge"
    assert draft.published == "2023-03-21T12:00:00+00:00"
    assert draft.updated == "2023-03-22T12:00:00+00:00"


def test_escaped_markup_in_a_description(tmp_path: Path) -> None:
    escaped = MARKUP.replace("<", "&lt;").replace(">", "&gt;")
    item = f"<item><title>{TITLE}</title><description>{escaped}</description></item>"
    assert only(read(tmp_path / "a.rss", rss(item))).body == BODY


def test_a_teaser_is_kept_and_said_to_be_one(tmp_path: Path) -> None:
    item = f"<item><title>{TITLE}</title><description>The bridge closes…</description></item>"
    draft = only(read(tmp_path / "a.rss", rss(item)))
    assert draft.body == "The bridge closes…"
    assert "teaser" in draft.notes[0]


def test_an_entry_without_text_is_skipped_and_a_strange_date_is_noted(tmp_path: Path) -> None:
    items = (
        f"<item><title>{TITLE}</title></item><item><title>{TITLE}</title>"
        f"<pubDate>soon</pubDate><description><![CDATA[{MARKUP}]]></description></item>"
    )
    empty, draft = read(tmp_path / "a.rss", rss(items))
    assert isinstance(empty, Skipped)
    assert TITLE in empty.reason
    assert isinstance(draft, ArticleDraft)
    assert draft.published is None
    assert "'soon'" in draft.notes[0]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "港內航線的票價將於七月上調百分之五，原因是燃料成本上升，公司星期四表示。" * 3
    declared = {"gb18030": "gb2312"}.get(encoding, encoding)
    item = f"<item><title>渡輪票價七月上調</title><description>{text}</description></item>"
    feed = rss(item).replace("UTF-8", declared)
    draft = only(read(tmp_path / "a.rss", feed, encoding))
    assert (draft.title, draft.body) == ("渡輪票價七月上調", text)


@pytest.mark.parametrize("text", ["<urlset><url/></urlset>", "<html><p>No feed</p></html>", "x"])
def test_what_is_no_feed(tmp_path: Path, text: str) -> None:
    (error,) = read(tmp_path / "a.xml", text)
    assert isinstance(error, ArticleFileError)
    assert "a.xml: not a feed" in error.message


def test_files_beside_a_feed_are_not_read_through_it(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The password.")
    harmful = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]>'
    (error,) = read(tmp_path / "a.rss", rss("<item><title>&e;</title></item>", head=harmful))
    assert isinstance(error, ArticleFileError)
    assert "entities" in error.message
