from __future__ import annotations

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import Words
from qa.retrieval.guesses import Guesses
from qa.retrieval.wording import other_parts

MET = ["王毅與布林肯會面，談了三小時。", "習近平會見了拜登。", "米舒斯京抵達上海。"]


def guesses(question: str) -> tuple[Words, Guesses]:
    words = Words.of(question, shipped_model())
    return words, Guesses.of(words, other_parts(question, "en"))


@pytest.mark.parametrize(
    ("question", "guessed"),
    [
        ("Who did Blinken meet in Beijing?", ["Blinken"]),
        ("Did Mishustin and Blinken meet?", ["Mishustin", "Blinken"]),
        ("Who did Putin meet?", []),
        ("What is the price of rice?", []),
    ],
)
def test_names_that_the_model_has_in_pieces_are_guessed(question: str, guessed: list[str]) -> None:
    words, found = guesses(question)
    assert [words.texts[place] for place in found.places] == guessed


def test_a_name_matches_the_text_that_has_its_sound() -> None:
    words, found = guesses("Did Blinken meet Mishustin?")
    by_vectors = words.matches(MET, shipped_model())
    heard = found.heard(by_vectors, MET)
    blinken, meet, mishustin = heard.T
    assert blinken.argmax() == 0
    assert mishustin.argmax() == 2
    assert min(blinken[0], mishustin[2]) > 0.6
    assert max(blinken[1], mishustin[1]) < 0.4
    assert np.array_equal(meet, by_vectors[:, 1])
    assert (heard >= by_vectors).all()


def test_without_guesses_matches_stay_as_they_are() -> None:
    words, found = guesses("Did Putin visit Beijing?")
    by_vectors = words.matches(MET, shipped_model())
    assert np.array_equal(found.heard(by_vectors, MET), by_vectors)
