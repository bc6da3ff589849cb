from __future__ import annotations

import pytest

from qa.models.artefact import artefact
from qa.text.pinyin import PINYIN_FILE, characters, in_pinyin, names_in_pinyin


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who is Qin Gang?", [("Qin", "Gang", [("qin", "gang")])]),
        ("Gao Zhidan met Li Keqiang", [
            ("Gao", "Zhidan", [("gao", "zhi", "dan")]), ("Li", "Keqiang", [("li", "ke", "qiang")])
        ]),
        ("Chen Xian", [("Chen", "Xian", [("chen", "xian"), ("chen", "xi", "an")])]),
        ("Lan Fo'an or Wang Xi'an", [("Wang", "Xi'an", [("wang", "xi", "an")])]),
        ("Who is Janet Yellen?", []),
        ("Wang Blinken", []),
        ("the gang met", []),
        ("", []),
    ],
)  # fmt: skip
def test_chinese_names_in_latin_letters(
    question: str, names: list[tuple[str, str, list[tuple[str, ...]]]]
) -> None:
    assert [(one, two, list(read)) for one, two, read in names_in_pinyin(question)] == names


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("秦刚", [("qin", "gang")]),
        ("高志丹", [("gao", "zhidan")]),
        ("总理", []),
        ("秦", []),
        ("米舒斯京", []),
        ("", []),
    ],
)
def test_chinese_names_as_latin_letters(name: str, written: list[tuple[str, str]]) -> None:
    assert list(in_pinyin(name)) == written


def test_a_character_stands_under_each_of_its_readings() -> None:
    assert "重" in characters("zhong")
    assert "重" in characters("chong")
    assert "吕" in characters("lu"), "as lü is mostly written"
    assert characters("xyz") == ""


def test_the_table_is_small() -> None:
    assert artefact("lexicon").path(PINYIN_FILE).stat().st_size < 30_000
