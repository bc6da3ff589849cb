"""Files as bytes, plain or compressed with gzip or xz, and what their names say."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError

COMPRESSED = (".gz", ".xz")
# Whole-file formats are held in memory; nobody's single article is larger than this.
LARGEST_FILE = 256 * 1024 * 1024
_BUFFER = 1 << 20


def inner_suffix(path: Path) -> str:
    """The suffix that tells the format, lower case: ``.jsonl`` for ``news.JSONL.gz``."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in COMPRESSED else suffix


@contextmanager
def open_bytes(path: Path) -> Iterator[io.BufferedReader[Any]]:
    """The decompressed file as a stream that can be looked into (``peek``).

    Raises:
        ArticleFileError: while opening or reading: missing, unreadable, or damaged.
    """
    suffix = path.suffix.lower()
    try:
        with io.BufferedReader(io.FileIO(path), _BUFFER) as raw:
            if suffix == ".gz":
                with gzip.GzipFile(fileobj=raw) as unzipped:
                    yield io.BufferedReader(unzipped, _BUFFER)
            elif suffix == ".xz":
                with lzma.LZMAFile(raw) as unpacked:
                    yield io.BufferedReader(unpacked, _BUFFER)
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


def read_bytes(path: Path) -> bytes:
    """The whole decompressed file.

    Raises:
        ArticleFileError: as ``open_bytes``, or the file is empty or too large.
    """
    with open_bytes(path) as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ArticleFileError(
            f"{shown(path)}: larger than {LARGEST_FILE >> 20} MiB", "split it, or use .jsonl"
        )
    if not data.strip():
        raise ArticleFileError(f"{shown(path)}: the file is empty", "put text in it or remove it")
    return data
