from __future__ import annotations

import pytest

from qa.answering.runaway import LONGEST, RunawayError, Watch


def stopped(*pieces: str) -> RunawayError | None:
    watch = Watch()
    try:
        for piece in pieces:
            watch.feed(piece)
    except RunawayError as error:
        return error
    return None


@pytest.mark.parametrize(
    "unit", ["and so on ", "他說，", "x", "The ferry company will raise fares. "]
)
def test_repetition_without_end_is_noticed(unit: str) -> None:
    error = stopped("It costs 5.6 dollars. ", *[unit] * 200)
    assert error
    assert not error.noise


def test_noise_is_noticed() -> None:
    error = stopped("It costs", *["\x00\ufffd"] * 20)
    assert error
    assert error.noise


def test_an_answer_without_end_is_noticed() -> None:
    assert stopped(*(f"and {n} " for n in range(LONGEST // 6)))


@pytest.mark.parametrize(
    "text",
    ["1,000,000,000,000 dollars", "-" * 30, "Trade [1]. " * 3, "| a | b |\n|---|---|\n| 1 | 2 |"],
)
def test_an_answer_is_left_alone(text: str) -> None:
    assert stopped(*text) is None
