from __future__ import annotations

import os
from pathlib import Path

import pytest

from qa.articles.readers import find_files
from qa.articles.readers.file_names import exists, readable, shown

NAMES = [
    (b"report.txt", "report.txt"),
    ("中國新聞".encode(), "中國新聞"),
    ("中國新聞.txt".encode("big5"), "中國新聞.txt"),
    ("立法會通過法案（二）.html".encode("big5"), "立法會通過法案（二）.html"),
    ("股市2023年3月.csv".encode("big5"), "股市2023年3月.csv"),
    ("中国新闻.txt".encode("gbk"), "中国新闻.txt"),
    ("习近平会见俄罗斯总理.pdf".encode("gbk"), "习近平会见俄罗斯总理.pdf"),
    ("經濟數據發布.txt".encode("gbk"), "經濟數據發布.txt"),
    ("café à Paris.txt".encode("latin-1"), "café à Paris.txt"),
    ("Ångström.md".encode("latin-1"), "Ångström.md"),
    (b"\xff\xfe\x80.txt", "\\xff\\xfe\\x80.txt"),
]


@pytest.mark.parametrize(("raw", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_name_is_read_in_the_encoding_it_is_in(raw: bytes, name: str) -> None:
    assert readable(Path(os.fsdecode(raw))) == name


def test_each_folder_has_an_encoding_of_its_own() -> None:
    raw = b"/news/" + "香港".encode("big5") + b"/" + "股市".encode("gbk") + b"/" + "今日".encode()
    assert readable(Path(os.fsdecode(raw))) == "/news/香港/股市/今日"


def test_what_would_break_a_line_is_an_escape_where_it_is_shown() -> None:
    path = Path("two\nlines\x1b[31m.txt")
    assert readable(path) == str(path)
    assert shown(path) == r"two\nlines\x1b[31m.txt"


@pytest.mark.parametrize(("raw", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_file_is_found_again_by_its_readable_name(tmp_path: Path, raw: bytes, name: str) -> None:
    folder = tmp_path / os.fsdecode("舊聞".encode("big5"))
    folder.mkdir()
    wanted = f"{tmp_path}/舊聞/{name}"
    assert not exists(wanted)
    (folder / os.fsdecode(raw)).write_text("A sentence.")
    assert exists(wanted)


@pytest.mark.parametrize("raw", [b"", "空".encode("big5"), b"two\nlines"])
def test_a_folder_without_articles_is_named(tmp_path: Path, raw: bytes) -> None:
    folder = tmp_path / os.fsdecode(raw)
    folder.mkdir(exist_ok=True)
    (folder / "photo.jpg").write_text("no article")
    *_, error = find_files(folder)
    assert str(error).startswith(f"{shown(folder)}: no article files in it")
    str(error).encode()
