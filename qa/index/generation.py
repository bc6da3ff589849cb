"""A generation: one opened state of a derived side, closed when its last reader is done.

Searches hold no lock: each takes the generation that is current and keeps it to its end, while a
rebuild or a reopening puts another one in its place.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from qa.index.integrity import FileStamp


class Closable(Protocol):
    """What can be closed."""

    def close(self) -> None:
        """Let go of all files."""


SideT = TypeVar("SideT", bound=Closable)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of which store a side holds.

    ``dead`` counts entries removed since the last rebuild (Chroma never frees their space);
    ``last_chunk`` is the highest chunk id that it may hold; ``files`` what its files were when
    the stamp was written; ``unfinished`` says that a catch-up has begun since.
    """

    generation: int = 0
    store: str = ""
    version: str = ""
    seq: int = -1
    dead: int = 0
    last_chunk: int = 0
    files: dict[str, FileStamp] = field(default_factory=dict, compare=False)
    unfinished: bool = field(default=False, compare=False)


class Generation(Generic[SideT]):
    """An opened side with the stamp of what it holds. Its maker is its first reader."""

    def __init__(self, side: SideT, stamp: Stamp) -> None:
        self.side = side
        self.stamp = stamp
        self._readers = 1
        self._counting = threading.Lock()

    def hold(self) -> None:
        """Become one more reader, while another one reads."""
        with self._counting:
            self._readers += 1

    def release(self) -> None:
        """Stop reading; the last one closes the side."""
        with self._counting:
            self._readers -= 1
            if self._readers:
                return
        self.side.close()


class Current(Generic[SideT]):
    """The generation that readers get now, if there is one."""

    def __init__(self) -> None:
        self._generation: Generation[SideT] | None = None
        self._swapping = threading.Lock()

    @property
    def generation(self) -> Generation[SideT] | None:
        """The current one, to look at; it may be closed at any time unless it is held."""
        return self._generation

    def swap(self, new: Generation[SideT] | None) -> None:
        """Put another in its place; the old one is closed when its readers are done."""
        with self._swapping:
            old, self._generation = self._generation, new
        if old is not None:
            old.release()

    @contextmanager
    def reading(self) -> Iterator[Generation[SideT] | None]:
        """Hold the current one to the end of the block."""
        with self._swapping:  # so that it is not closed between being found and being held
            held = self._generation
            if held is not None:
                held.hold()
        try:
            yield held
        finally:
            if held is not None:
                held.release()
