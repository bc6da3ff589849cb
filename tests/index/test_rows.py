"""Articles in rows and back."""

from __future__ import annotations

import random

from qa.index.rows import ARTICLE_COLUMNS, article_of, packed, row_of, unpacked
from tests.conftest import BRIDGE, HARBOUR


def test_a_body_of_any_characters_comes_back() -> None:
    everything = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    assert unpacked(packed("".join(everything))) == "".join(everything)
    random.Random(3).shuffle(everything)
    assert unpacked(packed("".join(everything))) == "".join(everything)
    assert unpacked(packed("")) == ""


def test_a_chinese_body_takes_half_its_bytes() -> None:
    body = "碼頭道的圖書館六月起提早一小時開放。市議會星期一說，讀者去年秋天已提出要求。"
    assert len(packed(body)) < len(body.encode()) * 0.75


def test_an_article_is_its_row() -> None:
    for article in (HARBOUR, BRIDGE):
        row = row_of(article)
        assert len(row) == len(ARTICLE_COLUMNS.split(", "))
        assert article_of(row) == article
