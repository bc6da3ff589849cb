"""Whether the files of a derived side are those that were written: sizes, times, checksums.

Chroma's native code trusts its files: random bytes in them end the whole process. So they are
looked at before it opens them. Small files are always read; of a large one with the size and the
time that it was left with, the bytes are taken to be the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

# Read in about 10 ms: CRC-32 does 3 GB a second, the hashes of hashlib a quarter of that or less.
_ALWAYS_READ = 32_000_000
_BLOCK = 2**22
_PASSING = (".lock", "-journal", "-wal", "-shm", ".tmp")


@dataclass(frozen=True, slots=True)
class Habits:
    """What an engine changes in its files by merely opening them.

    Attributes:
        volatile: stretches of bytes of a file, by its path.
        complete: the name of a file without which the engine makes all of a subfolder anew.
    """

    volatile: Mapping[str, Sequence[slice]] = field(default_factory=dict)
    complete: str = ""


class FileStamp(NamedTuple):
    """A file as it was left: size in bytes, time of change in ns, CRC-32 of its bytes."""

    size: int
    modified: int
    checksum: int


def stamp_files(folder: Path, habits: Habits) -> dict[str, FileStamp]:
    """The stamps of all lasting files in a folder, by their paths in it."""
    names = sorted(path.relative_to(folder).as_posix() for path in _lasting(folder, habits))
    return {name: _stamp(folder / name, habits.volatile.get(name, ())) for name in names}


def changed_file(folder: Path, stamps: Mapping[str, FileStamp], habits: Habits) -> str | None:
    """The first file that is not as it was left, or None; files that came later are passed over."""
    for name, stamp in stamps.items():
        path = folder / name
        try:
            found = path.stat()
            if name not in habits.volatile and found.st_size != stamp.size:
                return name
            same_time = found.st_mtime_ns == stamp.modified and found.st_size == stamp.size
            if same_time and stamp.size > _ALWAYS_READ:
                continue
            if _checksum(path, stamp.size, habits.volatile.get(name, ())) != stamp.checksum:
                return name
        except OSError:
            return name
    return None


def _lasting(folder: Path, habits: Habits) -> Iterator[Path]:
    for path in folder.rglob("*"):
        kept = path.parent == folder or (path.parent / habits.complete).exists()
        if kept and path.is_file() and not path.name.endswith(_PASSING):
            yield path


def _stamp(path: Path, volatile: Sequence[slice]) -> FileStamp:
    found = path.stat()
    checksum = _checksum(path, found.st_size, volatile)
    return FileStamp(found.st_size, found.st_mtime_ns, checksum)


def _checksum(path: Path, size: int, volatile: Sequence[slice]) -> int:
    """CRC-32 of the first ``size`` bytes, with zeros in the place of volatile ones."""
    checksum = 0
    with path.open("rb") as file:
        start = 0
        while start < size and (block := bytearray(file.read(min(_BLOCK, size - start)))):
            for gap in volatile:
                low, high = max(gap.start - start, 0), min(gap.stop - start, len(block))
                if low < high:
                    block[low:high] = bytes(high - low)
            checksum = zlib.crc32(block, checksum)
            start += len(block)
    return checksum if start == size else ~checksum
