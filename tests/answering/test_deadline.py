from __future__ import annotations

import threading
import time
from collections.abc import Generator

import pytest

from qa.answering.deadline import within


def test_items_come_through_in_order() -> None:
    assert list(within(5, (n for n in range(100)))) == list(range(100))


def test_what_the_source_raises_is_raised() -> None:
    def source() -> Generator[int]:
        yield 1
        raise ValueError("broken")

    items = within(5, source())
    assert next(items) == 1
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_a_silent_source_is_not_waited_for_beyond_the_deadline() -> None:
    def source() -> Generator[int]:
        yield 1
        time.sleep(30)
        yield 2

    started = time.monotonic()
    with pytest.raises(TimeoutError, match=r"within 0\.2 s"):
        list(within(0.2, source()))
    assert time.monotonic() - started < 10


def test_a_source_without_end_is_read_until_the_deadline() -> None:
    def source() -> Generator[int]:
        while True:
            yield 1

    with pytest.raises(TimeoutError):
        for _ in within(0.2, source()):
            time.sleep(0.001)


def test_a_source_that_nobody_reads_any_more_is_closed() -> None:
    closed = threading.Event()

    def source() -> Generator[int]:
        try:
            while True:
                time.sleep(0.01)
                yield 1
        finally:
            closed.set()

    items = within(30, source())
    next(items)
    items.close()
    assert closed.wait(10)
