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


def test_chinese_characters_take_two_bytes_before_they_are_compressed() -> None:
    characters = "".join(random.Random(3).sample([chr(c) for c in range(0x4E00, 0x9000)], 9000))
    assert len(packed(characters)) < len(characters) * 2 + 100


def test_an_article_is_its_row() -> None:
    for article in (HARBOUR, BRIDGE):
        row = row_of(article)
        assert len(row) == len(ARTICLE_COLUMNS.split(", "))
        assert article_of(row) == article
