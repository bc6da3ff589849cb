"""A deadline for a whole stream, also where its source falls silent."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
_END = object()


def within(seconds: float, source: Generator[T]) -> Generator[T]:
    """The items of ``source``, which runs in a thread of its own.

    When time is up, or nobody reads on, the source is closed as soon as it yields again.

    Raises:
        TimeoutError: the source did not end within so many seconds.
        Exception: whatever the source raised.
    """
    deadline = time.monotonic() + seconds
    items: queue.Queue[object] = queue.Queue()
    abandoned = threading.Event()

    def pump() -> None:
        try:
            for item in source:
                items.put(item)
                if abandoned.is_set():
                    break
            items.put(_END)
        # Handed on to the reader, whatever it is.
        except Exception as error:  # noqa: BLE001
            items.put(_Raised(error))
        finally:
            source.close()

    threading.Thread(target=pump, name="chat model", daemon=True).start()
    try:
        while True:
            try:
                item = items.get(timeout=deadline - time.monotonic())
            # A timeout below 0 is a ValueError: what has come too late is not read either.
            except (queue.Empty, ValueError):
                raise TimeoutError(f"no whole answer within {seconds:g} s") from None
            if item is _END:
                return
            if isinstance(item, _Raised):
                raise item.error
            yield item  # type: ignore[misc]
    finally:
        abandoned.set()


class _Raised:
    def __init__(self, error: Exception) -> None:
        self.error = error
