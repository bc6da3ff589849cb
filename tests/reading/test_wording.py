"""A question's words take the form in which the passage writes them."""

from __future__ import annotations

import pytest

from qa.reading.wording import as_written

ENGLISH = (
    "Ferry to Ilmora\nPrime Minister Mishustin opened the Ilmora crossing with Governor Quist."
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who is mishustin", "who is Mishustin"),
        ("who is Mishusitn?", "who is Mishustin?"),
        ("what did mishustn open", "what did Mishustin open"),
        ("who opened the ilmora crossing?", "who opened the Ilmora crossing?"),
    ],
)
def test_names_are_read_with_capitals_and_without_slips(typed: str, read: str) -> None:
    assert as_written(typed, ENGLISH) == read


@pytest.mark.parametrize(
    "question",
    [
        "What did the President of Serbia open?",  # another country, in a passage on Siberia
        "When did the boat arrive?",
        "Who is Quist?",
    ],
)
def test_what_is_a_word_of_its_own_stays(question: str) -> None:
    assert as_written(question, f"{ENGLISH} It lies in Siberia.") == question


def test_a_name_is_read_as_the_passages_region_writes_it() -> None:
    assert as_written("普丁去了哪些城市？", "普京此行还去了哈尔滨。") == "普京去了哪些城市？"
    assert as_written("普京去了哪些城市？", "普丁此行還去了哈爾濱。") == "普丁去了哪些城市？"
    assert as_written("普丁去了哪些城市？", "普丁此行還去了哈爾濱。") == "普丁去了哪些城市？"
