from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.encoding import decode
from qa.errors import ArticleFileError

PATH = Path("news.txt")
TRADITIONAL = "市政府公布新橋工程時間表\n\n新橋將於明年動工，預計三年後完成，政府表示會諮詢居民。\n"
SIMPLIFIED = "市政府公布新桥工程时间表\n\n新桥将于明年动工，预计三年后完成，政府表示会咨询居民。\n"
ENGLISH = "Café owners object\n\nThe owners of twelve cafés objected to the “new” rules – again.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(
            (TRADITIONAL, name)
            for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
        ),
        *((TRADITIONAL, name) for name in ("big5", "big5hkscs", "gb18030", "utf-32")),
        *((SIMPLIFIED, name) for name in ("utf-8", "gbk", "gb2312", "gb18030", "utf-16")),
        *((ENGLISH, name) for name in ("utf-8", "cp1252", "utf-16", "utf-16-le")),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), PATH) == text


def test_a_declaration_is_believed_only_where_it_fits() -> None:
    rare = "鎔熱，工程時間表"
    assert decode(rare.encode("gb18030"), PATH, declared="gb2312") == rare
    assert decode(SIMPLIFIED.encode(), PATH, declared="big5") == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gb18030"), PATH, declared="no-such") == SIMPLIFIED


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9, b"abc\x01\x02\x03\x04" * 50],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(ArticleFileError, match=r"news\.txt: a binary file"):
        decode(data, PATH)


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    data = (TRADITIONAL * 3).encode()
    text = decode(data[:40] + data[41:], PATH)
    assert 0 < text.count("\ufffd") < 3
    assert text.endswith(TRADITIONAL * 2)


@pytest.mark.parametrize(
    ("text", "encoding"), [(TRADITIONAL, "big5"), (SIMPLIFIED, "gb18030"), (SIMPLIFIED, "utf-8")]
)
@pytest.mark.parametrize("place", [9, 30, 60])
def test_one_damaged_byte_costs_a_character_and_not_the_file(
    text: str, encoding: str, place: int
) -> None:
    data = bytearray((text * 4).encode(encoding))
    data[place] = 0xFF
    read = decode(bytes(data), PATH)
    assert "\ufffd" in read
    assert read.endswith(text * 2)


@pytest.mark.parametrize("other", ["gb18030", "big5"])
def test_two_encodings_in_one_file(other: str) -> None:
    second = SIMPLIFIED if other == "gb18030" else TRADITIONAL
    assert decode(TRADITIONAL.encode() + second.encode(other), PATH) == TRADITIONAL + second
    assert decode(second.encode(other) + TRADITIONAL.encode(), PATH) == second + TRADITIONAL


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii"])
@pytest.mark.parametrize(("text", "encoding"), [(TRADITIONAL, "big5"), (SIMPLIFIED, "gbk")])
def test_a_western_declaration_over_chinese_is_not_believed(
    text: str, encoding: str, declared: str
) -> None:
    page = f"<html><body><p>{text}</p></body></html>"
    assert decode(page.encode(encoding), PATH, declared=declared) == page
    assert decode(ENGLISH.encode("cp1252"), PATH, declared=declared) == ENGLISH
    french = "Les élèves de l'été dernier ont protesté à Noël contre la réforme du français. " * 3
    assert decode(french.encode("cp1252"), PATH, declared=declared) == french


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    try:
        decode(data, PATH)
    except ArticleFileError as error:
        assert "news.txt" in error.message


@pytest.mark.parametrize("suffix", [".gz", ".xz"])
def test_compressed_files(tmp_path: Path, suffix: str) -> None:
    packed = (gzip if suffix == ".gz" else lzma).compress(TRADITIONAL.encode())
    path = tmp_path / f"news.txt{suffix}"
    path.write_bytes(packed)
    (draft,) = read_file(path, timezone="UTC")
    assert isinstance(draft, ArticleDraft)
    assert draft.title == "市政府公布新橋工程時間表"

    path.write_bytes(packed[:-12])
    (error,) = read_file(path, timezone="UTC")
    assert isinstance(error, ArticleFileError)
    assert "ends too early" in error.message

    path.write_bytes(b"not compressed at all")
    (error,) = read_file(path, timezone="UTC")
    assert isinstance(error, ArticleFileError)
    assert "not a valid" in error.message


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf", "a.jsonl", "a.csv"])
@pytest.mark.parametrize("content", [b"", b" \n\n"])
def test_empty_files_are_said_to_be_empty(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (error,) = read_file(path, timezone="UTC")
    assert isinstance(error, ArticleFileError)
    assert error.message == f"{path}: the file is empty"
