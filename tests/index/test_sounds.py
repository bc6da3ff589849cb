"""Which names in an English article are kept by their sound."""

from __future__ import annotations

import pytest

from qa.embedding.load import shipped_model
from qa.index.sounds import names_by_sound
from qa.text.language import HAN
from qa.text.sounds import sounds


def known(word: str) -> bool:
    return len(shipped_model().token_ids([word])[0]) == 1


def test_a_rare_name_gives_its_likeliest_bigrams() -> None:
    assert not known("Brandolini")
    found = list(names_by_sound("They met Brandolini on Friday."))
    assert found == [bigram for bigram, _ in sounds("Brandolini", 8)]
    assert "利尼" in found
    assert all(len(bigram) == 2 and HAN.match(bigram) and HAN.match(bigram[1]) for bigram in found)


def test_each_name_counts_once() -> None:
    once = list(names_by_sound("Brandolini came. Kalborino left."))
    assert list(names_by_sound("Brandolini came. Brandolini and Kalborino left.")) == once
    assert once == [*names_by_sound("Brandolini"), *names_by_sound("Kalborino")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Paris and London",
        "NATO, UNESCO and the WHO",
        "the brandolini effect",
        "Li Bo",
        "第7屆",
        "K2 and C919",
    ],
)
def test_what_is_no_rare_name_has_no_sound(text: str) -> None:
    assert list(names_by_sound(text)) == []


def test_names_that_the_model_knows_are_left_out_whatever_the_text_around_them() -> None:
    assert known("Beijing")
    beside = list(names_by_sound("Beijing welcomed Brandolini."))
    assert beside == list(names_by_sound("Brandolini"))


@pytest.mark.parametrize("text", ["Brandolini's visit", "Brandolini-led talks", "(Brandolini)"])
def test_marks_around_a_name_do_not_matter(text: str) -> None:
    assert list(names_by_sound(text)) == list(names_by_sound("Brandolini"))


@pytest.mark.parametrize(
    ("accented", "plain"), [("Brandolíni", "Brandolini"), ("Vestergård", "Vestergard")]
)
def test_accents_do_not_count(accented: str, plain: str) -> None:
    assert set(names_by_sound(accented)) == set(names_by_sound(plain)) != set()
