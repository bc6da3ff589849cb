"""Files as bytes, plain or compressed with gzip or xz, and what their names say."""

from __future__ import annotations

import gzip
import io
import lzma
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Any

from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits, too_large
from qa.articles.readers.unpacking import Guarded, XzStream
from qa.errors import ArticleFileError

COMPRESSED = (".gz", ".xz")
_BUFFER = 1 << 20


_read = threading.local()


class _Counted(io.FileIO):
    def readinto(self, buffer: Any) -> int | None:
        count = super().readinto(buffer)
        _read.bytes = bytes_read() + (count or 0)
        return count


def bytes_read() -> int:
    """How many bytes of files this thread has read with ``open_bytes``, for whoever shows it."""
    return int(getattr(_read, "bytes", 0))


def inner_suffix(path: PurePath) -> str:
    """The suffix that tells the format, lower case: ``.jsonl`` for ``news.JSONL.gz``."""
    suffix = path.suffix.lower()
    return PurePath(path.stem).suffix.lower() if suffix in COMPRESSED else suffix


@contextmanager
def open_bytes(path: Path, limits: Limits = LIMITS) -> Iterator[io.BufferedReader[Any]]:
    """The decompressed file as a stream that can be looked into (``peek``).

    Raises:
        ArticleFileError: while opening or reading: missing, unreadable, damaged, or a bomb.
    """
    suffix = path.suffix.lower()
    try:
        with io.BufferedReader(_Counted(path), _BUFFER) as raw:
            if suffix == ".gz":
                with gzip.GzipFile(fileobj=raw) as unzipped:
                    yield io.BufferedReader(Guarded(unzipped, raw, shown(path), limits), _BUFFER)
            elif suffix == ".xz":
                unpacked = XzStream(raw, limits.dictionary)
                yield io.BufferedReader(Guarded(unpacked, raw, shown(path), limits), _BUFFER)
            else:
                yield raw
    except EOFError:
        raise ArticleFileError(
            f"{shown(path)}: the compressed file ends too early", "copy or download it again"
        ) from None
    except (gzip.BadGzipFile, zlib.error, lzma.LZMAError):
        raise ArticleFileError(
            f"{shown(path)}: not a valid {suffix} file", "copy or download it again"
        ) from None
    except FileNotFoundError:
        raise ArticleFileError(f"{shown(path)}: no such file", "check the path") from None
    except PermissionError:
        raise ArticleFileError(
            f"{shown(path)}: no permission to read this file", f"chmod a+r {shown(path)}"
        ) from None
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ArticleFileError(f"{shown(path)}: {reason}", "check the file and its disk") from None


def read_bytes(path: Path, limits: Limits = LIMITS, *, largest: int | None = None) -> bytes:
    """The whole decompressed file, of at most ``largest`` bytes (``limits.document``).

    Raises:
        ArticleFileError: as ``open_bytes``, or the file is empty or too large.
    """
    with open_bytes(path, limits) as stream:
        largest = largest or limits.document
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise too_large(shown(path), largest, "split it, or use .jsonl")
    if not data.strip():
        raise ArticleFileError(f"{shown(path)}: the file is empty", "put text in it or remove it")
    return data


def bounded_lines(stream: io.BufferedReader[Any], where: str, limits: Limits) -> Iterator[bytes]:
    """The lines of a stream with their ends, none held that is longer than the limit.

    Raises:
        ArticleFileError: a longer line.
    """
    while line := stream.readline(limits.line + 1):
        if len(line) > limits.line:
            raise too_large(f"{where}: a line", limits.line, "is it a file of this format?")
        yield line
