"""Keeping a derived side (dense or lexical) in step with the store.

A side lives in a folder ``<name>-<generation>``. ``derived.json`` says which generation is
in use, which store it came from, in which version, and up to which change. A side that is
behind catches up from the change log; one that is missing, of another version, damaged, or
full of dead entries is rebuilt into a new folder, which then takes the old one's place.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from qa.errors import QAError
from qa.index.store import Change, Store

_log = logging.getLogger(__name__)
_FILE_NAME = "derived.json"
_TOLERATED_DEAD = 1000


class Side(Protocol):
    """What a derived side can do."""

    def count(self) -> int:
        """Number of chunks it holds."""

    def ids(self) -> set[int]:
        """Ids of the chunks it holds."""

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these chunks."""

    def commit(self) -> None:
        """Make additions and removals lasting and visible."""

    def close(self) -> None:
        """Let go of its folder."""


SideT = TypeVar("SideT", bound=Side)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of which store a side holds.

    ``dead`` counts entries removed since the last rebuild (Chroma never frees their space);
    ``last_chunk`` is the highest chunk id that it may hold.
    """

    generation: int = 0
    store: str = ""
    version: str = ""
    seq: int = -1
    dead: int = 0
    last_chunk: int = 0


@dataclass
class Derived(Generic[SideT]):
    """One derived side of the index in ``root`` and the rules that keep it true.

    Attributes:
        open_side: opens the side in a folder, creating an empty one where there is none.
        fill: puts the store's chunks ``first`` to ``last`` (None: all the rest) into a side.
        probe: raises, or returns False, where an opened side cannot be searched.
        mended: why the side was rebuilt in this process; empty where it was not.
    """

    root: Path
    name: str
    version: str
    store: Store
    open_side: Callable[[Path], SideT]
    fill: Callable[[SideT, int, int | None], None]
    probe: Callable[[SideT], bool]
    side: SideT | None = None
    opened: Stamp = Stamp()
    mended: str = ""

    def stamp(self) -> Stamp:
        """The stamp on disk; an empty one where there is none or it cannot be read."""
        try:
            return Stamp(**self._stamps()[self.name])
        except (KeyError, TypeError):
            return Stamp()

    def _stamps(self) -> dict[str, dict[str, Any]]:
        """What ``derived.json`` says of all sides; nothing where it is missing or senseless."""
        try:
            values = json.loads((self.root / _FILE_NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def is_current(self) -> bool:
        """Whether the side on disk is of this store and version, up to the last change."""
        stamp = self.stamp()
        return self._is_ours(stamp) and stamp.seq == self.store.last_change()

    def _is_ours(self, stamp: Stamp) -> bool:
        folder = self._folder(stamp)
        return (
            stamp.version == self.version
            and stamp.store == self.store.meta("uuid")
            and folder.is_dir()
        )

    def open_current(self) -> bool:
        """Open the side on disk where it is ours and sound (it may be behind)."""
        stamp = self.stamp()
        if self.side is not None and stamp == self.opened:
            return True
        self.close()
        if not self._is_ours(stamp):
            return False
        try:
            side = self.open_side(self._folder(stamp))
            sound = self.probe(side) and (
                stamp.seq != self.store.last_change() or side.count() == self.store.count("chunks")
            )
        # Whatever a damaged side raises, the answer is the same: rebuild it.
        except BaseException as error:
            if not is_damage(error):
                raise
            _log.warning("the %s index is damaged: %s", self.name, error)
            self.mended = f"damaged ({error})"
            return False
        if not sound:
            side.close()
            self.mended = "its entries were not those of the articles"
            return False
        self.side, self.opened = side, stamp
        return True

    def bring_up(self) -> None:
        """Open, catch up or rebuild. Needs the index's write lock."""
        if not self.open_current():
            self.rebuild()
            return
        if self.opened.seq == self.store.last_change():
            return
        changes = self.store.changes(self.opened.seq)
        gone = sum(change.last - change.first + 1 for change in changes if not change.added)
        dead = self.opened.dead + gone
        if dead > max(_TOLERATED_DEAD, self.store.count("chunks")):
            self.rebuild()
            return
        try:
            last = self.store.last_chunk()
            self._apply(
                changes, replace(self.opened, seq=changes[-1].seq, dead=dead, last_chunk=last)
            )
        except BaseException as error:
            if not is_damage(error):
                raise
            _log.warning("the %s index failed to catch up: %s", self.name, error)
            self.rebuild()

    def _apply(self, changes: list[Change], stamp: Stamp) -> None:
        assert self.side is not None  # noqa: S101
        for change in _merged(changes):
            if change.added:
                self.fill(self.side, change.first, change.last)
            else:
                self.side.remove(range(change.first, change.last + 1))
        self.side.commit()
        if self.side.count() != self.store.count("chunks"):
            raise RuntimeError(f"{self.side.count()} chunks, {self.store.count('chunks')} expected")
        self._write(stamp)

    def rebuild(self) -> None:
        """Build the side anew from the store, into a new folder. Needs the write lock."""
        old = self.stamp()
        self.close()
        stamp = Stamp(
            old.generation + 1,
            self.store.meta("uuid") or "",
            self.version,
            self.store.last_change(),
            last_chunk=self.store.last_chunk(),
        )
        folder = self._folder(stamp)
        shutil.rmtree(folder, ignore_errors=True)
        _log.info("building the %s index of %d chunks", self.name, self.store.count("chunks"))
        side = self.open_side(folder)
        self.fill(side, 0, None)
        side.commit()
        self.side = side
        self._write(stamp)
        for stale in self.root.glob(f"{self.name}-*"):
            if stale != folder:
                shutil.rmtree(stale, ignore_errors=True)

    def _write(self, stamp: Stamp) -> None:
        path = self.root / _FILE_NAME
        values = self._stamps() | {self.name: asdict(stamp)}
        temporary = path.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(values, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        self.opened = stamp

    def _folder(self, stamp: Stamp) -> Path:
        return self.root / f"{self.name}-{stamp.generation}"

    def close(self) -> None:
        """Close the side, if it is open."""
        if self.side is not None:
            self.side.close()
            self.side = None
        self.opened = Stamp()


def is_damage(error: BaseException) -> bool:
    """Whether an error may come from a damaged side; a panic of tantivy is no ``Exception``."""
    ours = (QAError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)
    return not isinstance(error, ours)


def _merged(changes: Iterable[Change]) -> list[Change]:
    """The changes with neighbouring ranges of one kind made one, so that batches are full."""
    merged: list[Change] = []
    for change in changes:
        last = merged[-1] if merged else None
        if last and last.added == change.added and last.last + 1 == change.first:
            merged[-1] = replace(change, first=last.first)
        else:
            merged.append(change)
    return merged
