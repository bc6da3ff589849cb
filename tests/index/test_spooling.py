from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from qa.index.spooling import spooled


def test_all_is_taken_at_once_and_given_back_in_order() -> None:
    taken: list[int] = []

    def items() -> Iterator[tuple[int, str]]:
        for number in range(3):
            taken.append(number)
            yield number, "浦东" * number

    back = spooled(items())
    assert taken == [0, 1, 2]
    assert list(back) == [(0, ""), (1, "浦东"), (2, "浦东浦东")]


def test_what_fails_while_it_is_taken_fails_there() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        spooled(items())


def test_many_are_not_held_in_memory() -> None:
    size = 1 << 20
    tracemalloc.start()
    try:
        back = spooled(bytes(size) for _ in range(60))
        assert sum(map(len, back)) == 60 * size
        assert tracemalloc.get_traced_memory()[1] < 30 * size
    finally:
        tracemalloc.stop()
