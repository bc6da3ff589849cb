from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Skipped
from qa.errors import ArticleFileError


def saved(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_the_rows_of_all_sheets_with_texts(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "news.xlsx",
        News=[
            ["標題", "發布時間", "內容", "來源"],
            ["渡輪加價", datetime(2023, 5, 10, 9, 30), "渡輪七月加價。", "港報"],
            [None, None, None, None],
            ["沒有內文", None, None, None],
            ["橋樑", 20230511, "橋樑動工。", None],
        ],
        Notes=[["name", "age"], ["x", 1]],
        Empty=[],
    )
    first, error, last, skipped = read_file(path, timezone="Asia/Hong_Kong")
    assert first == ArticleDraft(
        title="渡輪加價",
        body="渡輪七月加價。",
        source="港報",
        published="2023-05-10T09:30:00+08:00",
        record="sheet News, row 2",
    )
    assert "sheet News, row 4: no text" in str(error)
    assert isinstance(last, ArticleDraft)
    assert last.published == "2023-05-11T00:00:00+08:00"
    assert isinstance(skipped, Skipped)
    assert "name, age" in skipped.reason


def test_a_workbook_without_texts_says_which_columns_it_has(tmp_path: Path) -> None:
    (error,) = read_file(saved(tmp_path / "a.xlsx", A=[["name", "age"]]), timezone="UTC")
    assert isinstance(error, ArticleFileError)
    assert "name, age" in error.message


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    whole = saved(tmp_path / "a.xlsx", A=[["text"], ["One."]]).read_bytes()
    path = tmp_path / "b.xlsx"
    for data in (b"PK\x03\x04 nothing", whole[:-300], b"\xd0\xcf\x11\xe0" * 200):
        path.write_bytes(data)
        (error,) = read_file(path, timezone="UTC")
        assert isinstance(error, ArticleFileError)
        assert "not a valid workbook" in error.message
    path.write_bytes(b"")
    (error,) = read_file(path, timezone="UTC")
    assert "the file is empty" in str(error)


@pytest.mark.parametrize("member", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, member: str) -> None:
    whole = saved(tmp_path / "a.xlsx", A=[["text"], ["One."]]).read_bytes()
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, b" " * (64 << 20), zipfile.ZIP_DEFLATED)
    (error,) = read_file(path, timezone="UTC")
    assert isinstance(error, ArticleFileError)
    assert f"{member} would be 64 MiB" in error.message
