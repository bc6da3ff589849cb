from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.models.artefact import artefact
from qa.text.folding import fold
from qa.text.sounds import SOUNDS_FILE, letters, sounds, spelling_characters


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("Mishustin", {"米舒", "舒斯"}),
        ("Blinken", {"布林", "林肯"}),
        ("Lavrov", {"拉夫", "罗夫"}),
    ],
)
def test_a_name_has_the_pairs_of_its_spellings(name: str, pairs: set[str]) -> None:
    assert pairs <= {pair for pair, _ in sounds(name)}


def test_pairs_are_folded_and_come_best_first_with_weights_up_to_one() -> None:
    found = sounds("Zelensky")
    weights = [weight for _, weight in found]
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight <= 1 for weight in weights)
    assert all(len(pair) == 2 and fold(pair) == pair for pair, _ in found)
    assert len({pair for pair, _ in found}) == len(found) == 20
    assert sounds("Zelensky", 5) == found[:5]


def test_a_pair_that_a_name_has_twice_still_weighs_one_at_most() -> None:
    assert all(weight <= 1 for _, weight in sounds("Tatatatata"))


@pytest.mark.parametrize("other", ["Beyonce", "BEYONCÉ", "Bey-oncé", "Bey’oncé"])
def test_accents_capitals_and_hyphens_make_no_difference(other: str) -> None:
    assert sounds(other) == sounds("Beyoncé") != ()


@pytest.mark.parametrize(
    "word", ["", " ", "Li", "2020", "C919x", "Covid19", "特朗普", "Путин", "a" * 17, "two words"]
)
def test_what_is_no_latin_name_has_no_sound(word: str) -> None:
    assert sounds(word) == ()


@given(st.text(max_size=20))
def test_any_text_is_a_name_or_none(text: str) -> None:
    plain = letters(text)
    assert plain == "" or (plain.isascii() and plain.isalpha() and 3 <= len(plain) <= 16)
    assert all(len(pair) == 2 and 0 < weight <= 1 for pair, weight in sounds(text))


def test_letters_that_are_no_accented_ones_have_plain_forms_too() -> None:
    assert letters("Łódź") == "lodz"
    assert letters("Strauß") == "strauss"


def test_the_file_is_small() -> None:
    assert artefact("lexicon").path(SOUNDS_FILE).stat().st_size < 100_000


def test_characters_that_names_are_written_with() -> None:
    spelling = spelling_characters()
    assert set("米舒斯泽尔马科夫布兰多利尼") <= spelling
    assert not spelling & set("的了說谁在二")
    assert 150 < len(spelling) < 350
