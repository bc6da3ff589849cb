from __future__ import annotations

from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError
from tests.articles.readers.made import BODY, MARKUP, TITLE, mail


def read(path: Path, data: bytes) -> list[Reading]:
    path.write_bytes(data)
    return list(read_file(path, timezone="Asia/Hong_Kong"))


def test_the_headers_of_a_mail_are_its_fields(tmp_path: Path) -> None:
    (draft,) = read(tmp_path / "a.eml", mail())
    assert draft == ArticleDraft(
        title=TITLE, body=BODY, source="Bay Times", published="2023-03-21T20:00:00+08:00"
    )


def test_html_says_more_than_a_stub_of_text(tmp_path: Path) -> None:
    (draft,) = read(
        tmp_path / "a.eml", mail("Open this letter in a browser.\n", html=f"<div>{MARKUP}</div>")
    )
    assert isinstance(draft, ArticleDraft)
    assert draft.body == BODY


def test_chinese_in_headers_and_in_an_old_encoding(tmp_path: Path) -> None:
    text = "港內航線的票價將於七月上調百分之五，原因是燃料成本上升，公司星期四表示。" * 3
    data = (
        b"From: =?big5?B?" + b"pOm7eg==" + b"?= <a@example.org>\r\nSubject: =?utf-8?B?"
        b"5rih6Lyq56Wo5YO5?=\r\nDate: Wed, 10 May 2023 09:30:00 +0800\r\n"
        b"Content-Type: text/plain; charset=big5\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    ) + text.encode("big5")
    (draft,) = read(tmp_path / "a.eml", data)
    assert isinstance(draft, ArticleDraft)
    assert (draft.title, draft.body) == ("渡輪票價", text)


def test_a_mailbox_holds_many_and_quotes_from(tmp_path: Path) -> None:
    one = mail(f"{BODY}\n\n>From the north side the view is better, the roads office said.\n")
    box = b"From a@b Tue Mar 21 2023\n" + one + b"\nFrom a@b Tue Mar 22 2023\n" + mail("")
    draft, empty = read(tmp_path / "letters.mbox", box)
    assert isinstance(draft, ArticleDraft)
    assert draft.body.endswith("\n\nFrom the north side the view is better, the roads office said.")
    assert draft.record == "mail 1"
    assert isinstance(empty, Skipped)
    assert empty.record == "mail 2"


def test_what_is_no_mail(tmp_path: Path) -> None:
    (letter,) = read(tmp_path / "a.eml", b"Dear reader, this is a letter.")
    (box,) = read(tmp_path / "a.mbox", b"Subject: no mailbox\n\nText.")
    for error in (letter, box):
        assert isinstance(error, ArticleFileError)
        assert "not a mail" in error.message
