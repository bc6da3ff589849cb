"""Keeping a derived side (dense or lexical) in step with the store.

A side lives in a folder ``<name>-<generation>``. ``derived.json`` says which generation is
in use, which store it came from, in which version, up to which change, and what its files were
then. A side that is behind catches up from the change log; one that is missing, of another
version, damaged, or full of dead entries is rebuilt into a new folder, which then takes the old
one's place. Readers go on with the generation they have until they are done.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from qa.errors import IndexBusyError, StorageError
from qa.index.damage import DamagedIndexSideError
from qa.index.generation import Current, Generation, Stamp
from qa.index.integrity import FileStamp, Habits, changed_file, stamp_files
from qa.index.store import Change, Store

_log = logging.getLogger(__name__)
_FILE_NAME = "derived.json"
_TOLERATED_DEAD = 1000
# Both sides may be filled at one time, and their stamps stand in one file.
_stamping = threading.Lock()


class Side(Protocol):
    """What a derived side can do.

    Raises (from all methods):
        DamagedIndexSideError: its files cannot be used.
        StorageError: the machine does not let it.
    """

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


@dataclass
class Derived(Generic[SideT]):
    """One derived side of the index in ``root`` and the rules that keep it true.

    Opening, catching up and rebuilding are for one thread at a time; reading is for all.

    Attributes:
        open_side: opens the side in a folder, creating an empty one where there is none.
        fill: puts the store's chunks ``first`` to ``last`` (None: all the rest) into a side.
        probe: searches an opened side; raises where it cannot be searched.
        inspect: whether a folder whose files are not known can be used; tried in a process of
            its own, as the engine may end the process that opens it.
        outgrown: whether the store has become so large that a side should be built otherwise.
        habits: what the engine changes in its files by merely opening them.
        mended: why the side was rebuilt in this process; empty where it was not.
    """

    root: Path
    name: str
    version: str
    store: Store
    open_side: Callable[[Path], SideT]
    fill: Callable[[SideT, int, int | None], None]
    probe: Callable[[SideT], object]
    inspect: Callable[[Path], bool] = lambda _: True
    outgrown: Callable[[SideT], bool] = lambda _: False
    habits: Habits = field(default_factory=Habits)
    mended: str = ""
    _current: Current[SideT] = field(default_factory=Current)

    @property
    def side(self) -> SideT | None:
        """The opened side, or None."""
        generation = self._current.generation
        return generation.side if generation else None

    @property
    def opened(self) -> Stamp:
        """The stamp of the opened side; an empty one where none is open."""
        generation = self._current.generation
        return generation.stamp if generation else Stamp()

    @contextmanager
    def reading(self) -> Iterator[Generation[SideT]]:
        """The opened side, which stays open to the end of the block.

        Raises:
            IndexBusyError: none is open.
        """
        with self._current.reading() as generation:
            if generation is None:
                raise IndexBusyError(f"the {self.name} index is not open", "try again")
            yield generation

    def stamp(self) -> Stamp:
        """The stamp on disk; an empty one where there is none or it cannot be read."""
        try:
            fields = dict(self._stamps()[self.name])
            files = {name: FileStamp(*one) for name, one in fields.pop("files", {}).items()}
            return Stamp(**fields, files=files)
        except (KeyError, TypeError, AttributeError, ValueError):
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
        if not self._is_ours(stamp):  # a folder may be gone under the side that is open
            return False
        if self.side is not None and stamp == self.opened:
            return True
        try:
            side = self._open(stamp)
        except DamagedIndexSideError as error:
            _log.warning("the %s index is damaged: %s", self.name, error)
            self.mended = f"damaged ({error})"
            return False
        self._current.swap(Generation(side, stamp))
        return True

    def keep_open(self) -> bool:
        """Open what is on disk, or keep what is open; False where there is neither."""
        with suppress(StorageError):
            self.open_current()
        return self.side is not None

    def _open(self, stamp: Stamp) -> SideT:
        """The side that a stamp speaks of, if it is as it was left and can be searched."""
        folder = self._folder(stamp)
        changed = None
        if not stamp.unfinished:
            changed = changed_file(folder, stamp.files, self.habits)
        if changed is not None and changed not in self.habits.volatile:
            raise DamagedIndexSideError(f"{changed} is not as it was written")
        if (changed or stamp.unfinished) and not self.inspect(folder):
            raise DamagedIndexSideError(f"{changed or 'what was being written'} cannot be used")
        side = self.open_side(folder)
        try:
            self.probe(side)
            finished = stamp.seq == self.store.last_change() and not stamp.unfinished
            if finished and side.count() != self.store.count("chunks"):
                raise DamagedIndexSideError("its entries are not those of the articles")
        except BaseException:
            side.close()
            raise
        return side

    def bring_up(self) -> None:
        """Open, catch up or rebuild. Needs the index's write lock."""
        if not self.open_current():
            self.rebuild()
            return
        if self.opened.seq == self.store.last_change():
            return
        with self.reading() as generation:
            outgrown = self.outgrown(generation.side)
        if outgrown:
            self.rebuild()
            return
        changes = self.store.changes(self.opened.seq)
        gone = sum(change.last - change.first + 1 for change in changes if not change.added)
        dead = self.opened.dead + gone
        if dead > max(_TOLERATED_DEAD, self.store.count("chunks")):
            self.rebuild()
            return
        last = self.store.last_chunk()
        stamp = replace(self.opened, seq=changes[-1].seq, dead=dead, last_chunk=last)
        try:
            self._apply(changes, stamp)
        except DamagedIndexSideError as error:
            _log.warning("the %s index failed to catch up: %s", self.name, error)
            self.mended = f"damaged ({error})"
            self.rebuild()

    def _apply(self, changes: list[Change], stamp: Stamp) -> None:
        """Catch up in place; readers may find some of what is new before all of it is there."""
        with self.reading() as generation:
            side = generation.side
            self._write(replace(generation.stamp, unfinished=True))
            for change in _merged(changes):
                if change.added:
                    self.fill(side, change.first, change.last)
                else:
                    side.remove(range(change.first, change.last + 1))
            side.commit()
            held, expected = side.count(), self.store.count("chunks")
            if held != expected:
                raise DamagedIndexSideError(f"{held} chunks, {expected} expected")
            generation.stamp = self._stamped(stamp)

    def rebuild(self) -> None:
        """Build the side anew from the store, into a new folder. Needs the write lock."""
        stamp = Stamp(
            self.stamp().generation + 1,
            self.store.meta("uuid") or "",
            self.version,
            self.store.last_change(),
            last_chunk=self.store.last_chunk(),
        )
        folder = self._folder(stamp)
        shutil.rmtree(folder, ignore_errors=True)
        _log.info("building the %s index of %d chunks", self.name, self.store.count("chunks"))
        side = self.open_side(folder)
        try:
            self.fill(side, 0, None)
            side.commit()
            stamp = self._stamped(stamp)
        except BaseException:
            side.close()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._current.swap(Generation(side, stamp))
        for stale in self.root.glob(f"{self.name}-*"):
            if stale != folder:
                shutil.rmtree(stale, ignore_errors=True)

    def _stamped(self, stamp: Stamp) -> Stamp:
        """Write the stamp of a side whose files are as they should be."""
        files = stamp_files(self._folder(stamp), self.habits)
        stamp = replace(stamp, files=files, unfinished=False)
        self._write(stamp)
        return stamp

    def _write(self, stamp: Stamp) -> None:
        path = self.root / _FILE_NAME
        temporary = path.with_suffix(".tmp")
        try:
            with _stamping, temporary.open("w", encoding="utf-8") as file:
                json.dump(self._stamps() | {self.name: asdict(stamp)}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
                temporary.replace(path)
        except OSError as error:
            raise StorageError(
                f"{path} cannot be written: {error}", "free disk space, then try again"
            ) from error

    def _folder(self, stamp: Stamp) -> Path:
        return self.root / f"{self.name}-{stamp.generation}"

    def close(self) -> None:
        """Close the side, if it is open, as soon as nobody reads it."""
        self._current.swap(None)


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
