"""Zip files, web archives and saved pages: files within files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError
from tests.articles.readers.made import BODY, PAGE, TITLE, mail, rss, saved_page, warc, zipped


def read(path: Path, data: bytes) -> list[Reading]:
    path.write_bytes(data)
    return list(read_file(path, timezone="Asia/Hong_Kong"))


def test_a_zip_file_of_several_formats_says_what_it_leaves_out(tmp_path: Path) -> None:
    text = f"{TITLE}\n\n{BODY}"
    found = read(
        tmp_path / "a.zip",
        zipped(
            {
                "pages/one.html": PAGE,
                "two.txt.gz": gzip.compress(text.encode()),
                "three.eml": mail(),
                "photo.jpg": b"\xff\xd8",
                "__MACOSX/.x.txt": "x",
            }
        ),
    )
    drafts = [each for each in found if isinstance(each, ArticleDraft)]
    assert [(draft.title, draft.body) for draft in drafts] == [(TITLE, BODY)] * 3
    assert [draft.record for draft in drafts] == ["pages/one.html", "two.txt.gz", "three.eml"]
    skipped = {each.record: each.reason for each in found if isinstance(each, Skipped)}
    assert skipped == {
        "photo.jpg": ".jpg files are not read",
        "__MACOSX/.x.txt": "hidden: its name begins with a dot",
    }


def test_archives_in_archives_are_read_to_a_depth(tmp_path: Path) -> None:
    data: bytes | str = f"{TITLE}\n\n{BODY}"
    name = "a.txt"
    for _ in range(3):
        data, name = zipped({name: data}), "inner.zip"
    assert isinstance(data, bytes)
    (draft,) = read(tmp_path / "three.zip", data)
    assert isinstance(draft, ArticleDraft)
    assert draft.record == "inner.zip, inner.zip, a.txt"
    (error,) = read(tmp_path / "four.zip", zipped({"inner.zip": data}))
    assert isinstance(error, ArticleFileError)
    assert "four.zip, inner.zip, inner.zip, inner.zip: an archive in an archive" in error.message


def test_errors_name_the_archive_and_the_file_in_it(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.zip", zipped({"bad.txt": b"\x00\x01\x02" * 90}))
    assert isinstance(error, ArticleFileError)
    assert error.message.startswith(f"{tmp_path}/a.zip, bad.txt: ")


def test_names_in_big5(tmp_path: Path) -> None:
    # Python writes other names as UTF-8; older Windows wrote the bytes of its own encoding.
    raw = "渡輪票價七月上調.txt".encode("big5")
    stand_in = "x" * len(raw)
    data = zipped({stand_in: f"{TITLE}\n\n{BODY}"}).replace(stand_in.encode(), raw)
    (draft,) = read(tmp_path / "a.zip", data)
    assert isinstance(draft, ArticleDraft)
    assert draft.record == "渡輪票價七月上調.txt"


def test_a_password_and_damage(tmp_path: Path) -> None:
    plain = zipped({"a.txt": BODY})
    # The flag in both headers is all that tells.
    locked = plain.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    (error,) = read(tmp_path / "locked.zip", locked)
    assert isinstance(error, ArticleFileError)
    assert "locked.zip, a.txt: asks for a password" in error.message
    (error,) = read(tmp_path / "cut.zip", plain[:-30])
    assert isinstance(error, ArticleFileError)
    assert "cut.zip: not a valid .zip file" in error.message


@pytest.mark.parametrize("packed", [True, False])
def test_the_pages_of_a_web_archive(tmp_path: Path, packed: bool) -> None:
    chinese = PAGE.replace(TITLE, "渡輪票價七月上調").encode("big5")
    data = warc(
        [
            ("https://example.org/bridge", "text/html", PAGE.encode()),
            ("https://example.org/photo", "image/png", b"\x89PNG"),
            ("https://example.org/ferry", "text/html; charset=big5", chinese),
        ],
        packed=packed,
    )
    found = read(tmp_path / ("a.warc.gz" if packed else "a.warc"), data)
    one, two = (each for each in found if isinstance(each, ArticleDraft))
    assert (one.title, one.url) == (TITLE, "https://example.org/bridge")
    assert one.published == "2023-03-21T20:00:00+08:00"
    assert (two.title, two.record) == ("渡輪票價七月上調", "https://example.org/ferry")
    reasons = [each.reason for each in found if isinstance(each, Skipped)]
    assert sorted(reasons) == ["1 records of image/png", "1 records of warcinfo"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_that_is_cut_gives_what_it_holds(tmp_path: Path, packed: bool) -> None:
    records = [(f"https://example.org/{n}", "text/html", PAGE.encode()) for n in range(3)]
    data = warc(records, packed=packed)
    *drafts, last = read(tmp_path / f"a.warc{'.gz' * packed}", data[: int(0.9 * len(data))])
    whole = [each.url for each in drafts if isinstance(each, ArticleDraft)]
    assert whole[:2] == ["https://example.org/0", "https://example.org/1"]
    assert isinstance(last, ArticleFileError)
    assert "in the middle of a record" in last.message


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_saved_page(tmp_path: Path, encoding: str) -> None:
    html = PAGE.replace(TITLE, "渡轮票价七月上调")
    (draft,) = read(tmp_path / "a.mhtml", saved_page(html, encoding=encoding))
    assert isinstance(draft, ArticleDraft)
    assert (draft.title, draft.body) == ("渡轮票价七月上调", BODY)
    assert draft.url == "https://example.org/bridge"
    assert draft.published == "2023-03-21T20:00:00+08:00"


def test_feeds_in_an_archive_keep_their_entries(tmp_path: Path) -> None:
    items = f"<item><title>{TITLE}</title><description>{BODY}</description></item>" * 2
    found = read(tmp_path / "a.zip", zipped({"feed.xml": rss(items)}))
    records = [each.record for each in found if isinstance(each, ArticleDraft)]
    assert records == ["feed.xml, entry 1", "feed.xml, entry 2"]
