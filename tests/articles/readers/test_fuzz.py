"""Every reader on real files that were damaged: no crash, no hang, one-line errors."""

from __future__ import annotations

import gzip
import json
import lzma
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.articles.model import ArticleDraft
from qa.articles.readers import SUFFIXES, read_file
from qa.articles.readers.outcomes import Skipped
from qa.errors import ArticleFileError
from tests.articles.readers.made import (
    BODY,
    MARKUP,
    PAGE,
    TITLE,
    book,
    mail,
    rss,
    saved_page,
    warc,
    word,
    word_paragraph,
    zipped,
)
from tests.articles.readers.test_pdf import make_pdf

ITEM = f"<item><title>{TITLE}</title><description><![CDATA[{MARKUP}]]></description></item>"
RECORD = json.dumps({"title": TITLE, "text": BODY, "published": "2023-03-21"})


@cache
def seeds() -> dict[str, bytes]:
    """A sound file of each format."""
    text = f"{TITLE}\n\n21 March 2023\n\n{BODY}".encode()
    page, feed, record = PAGE.encode(), rss(ITEM * 3).encode(), f"{RECORD}\n".encode()
    found = {
        ".txt": text,
        ".md": b"---\ntitle: T\ndate: 2023-03-21\n---\n\n" + text,
        ".html": page,
        ".htm": page,
        ".pdf": make_pdf([TITLE, BODY]),
        ".jsonl": record * 3,
        ".csv": f'title,text,published\n"{TITLE}","{BODY}",2023-03-21\n'.encode(),
        ".rss": feed,
        ".atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title>"
        b"<summary>" + BODY.encode() + b"</summary></entry></feed>",
        ".rdf": feed,
        ".xml": feed,
        ".docx": word(word_paragraph(TITLE, "Title") + word_paragraph(BODY)),
        ".epub": book({"a.xhtml": f"<h1>{TITLE}</h1>{MARKUP}"}),
        ".eml": mail(html=MARKUP),
        ".mbox": b"From a@b\n" + mail() + b"\nFrom a@b\n" + mail(html=MARKUP),
        ".mhtml": saved_page(PAGE),
        ".mht": saved_page(PAGE, encoding="gb18030"),
        ".warc": warc([("https://example.org/a", "text/html", page)] * 2, packed=False),
        ".warc.gz": warc([("https://example.org/a", "text/html; charset=x", page)] * 2),
        ".zip": zipped({"a.txt": text, "b.html": page, "c.zip": zipped({"d.jsonl": record})}),
        ".txt.gz": gzip.compress(text),
        ".jsonl.xz": lzma.compress(record * 3),
    }
    # Formats of which there is no seed here are fed the text of the others.
    return found | {suffix: text + record for suffix in SUFFIXES if suffix not in found}


def check(name: str, data: bytes) -> int:
    """Read a file; the number of its articles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{name}")
        path.write_bytes(data)
        articles = 0
        for found in read_file(path, timezone="Asia/Hong_Kong"):
            if isinstance(found, ArticleDraft):
                articles += 1
                # What is stored has to be text that can be.
                (found.title + found.body + (found.url or "")).encode("utf-8")
            elif isinstance(found, Skipped):
                assert "\n" not in found.reason
            else:
                assert isinstance(found, ArticleFileError)
                assert str(path) in found.message
                assert "\n" not in str(found)
        return articles


@pytest.mark.parametrize("name", sorted(seeds()))
def test_every_format_has_a_reader_that_reads(name: str) -> None:
    known = seeds()[name]
    assert check(name, known) >= 1 or b"{" in known


def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes changed, cut out, doubled, put in or cut off, a few times."""
    content = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.sampled_from([1, 1, 2, 4, 16, 200]))
        kind = draw(st.sampled_from(["change", "cut", "double", "put", "end", "number"]))
        if kind == "change":
            content[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif kind == "cut":
            del content[at : at + length]
        elif kind == "double":
            content[at:at] = content[at : at + length] * draw(st.integers(1, 50))
        elif kind == "put":
            content[at:at] = draw(st.sampled_from(TOKENS))
        elif kind == "end":
            del content[at:]
        else:
            content[at : at + 4] = draw(st.sampled_from(NUMBERS))
    return bytes(content)


TOKENS = [
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<![CDATA[", b"&#0;", b"&#x110000;", b"\x00", b"\xff\xfe",
    b"\nFrom a\n", b"\r\n\r\n", b"--XX\r\n", b"{", b"[" * 500, b'"', b"<" * 300, b"WARC/1.0\r\n",
    b"Content-Length: -1\r\n", b"Content-Length: 99999999999\r\n", b"=?x?q?=", b"PK\x03\x04",
    b"PK\x05\x06", b" 0 obj", b"<</Length 9999999>>stream\n", b"\xed\xa0\x80", b"https://[",
    b"9999-99-99", b"Date: Wed, 99 May 99999 99:99:99 +9999\r\n", "渡輪".encode("big5"),
]  # fmt: skip
NUMBERS = [b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\xff\xff\xff\x7f"]


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A damaged file, at times with the ending of another format."""
    name = draw(st.sampled_from(sorted(seeds())))
    data = damaged(draw, seeds()[name])
    if draw(st.integers(0, 9)) == 0:
        name = draw(st.sampled_from(sorted(seeds())))
    return name, data


@pytest.mark.slow
@settings(
    max_examples=2500,
    deadline=20_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(file=files())
def test_damaged_files(file: tuple[str, bytes]) -> None:
    check(*file)
