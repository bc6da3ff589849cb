from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import QuestionError
from qa.index.index import Index
from qa.retrieval.query import Carried, Query, check_question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("x" * 100_000, "100,000 characters"),
        ("?!。", "no word"),
    ],
)
def test_questions_that_cannot_be_asked(question: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said) as caught:
        check_question(question)
    assert caught.value.hint


def test_white_space_is_tidied() -> None:
    assert check_question("  how\n much ") == "how much"


def test_scripts_are_one_language_and_english_is_another(small_index: Path) -> None:
    query = Query.of("大桥有几条行车线", Index(small_index))
    assert not query.crosses("zh-Hant")
    assert query.crosses("en")


def test_what_is_carried_over_stands_before_the_question(small_index: Path) -> None:
    index = Index(small_index)
    query = Query.statement("多少錢？", index, carried=[Carried("ferry ticket", "en")])
    assert query.text == "ferry ticket 多少錢？"
    assert (query.asked, query.language) == ("多少錢？", "zh-Hant")


def test_what_is_carried_over_is_worded_from_its_own_language(small_index: Path) -> None:
    index = Index(small_index)
    query = Query.statement("何時通車？", index, carried=[Carried("new bridge", "en")])
    chinese = {term.text for word in query.own_wording.search for way in word.ways for term in way}
    english = {
        term.text for word in query.other_wording.search for way in word.ways for term in way
    }
    assert {"通车", "桥"} <= chinese, "the bridge is translated for Chinese articles"
    assert "bridg" in english, "and stays as it is for English ones"
