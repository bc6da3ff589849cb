"""Files that stand in other files (archives, saved pages, mails), read as if they lay in a folder.

Each is written to a temporary file with its own ending and read by the reader of its format, so
that no reader knows of archives, and nothing large is held in memory. What it says of the
temporary file is said of the archive and the file's name in it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.compression import COMPRESSED
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import Limits, check_ratio, too_large
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError

_BLOCK = 1 << 18
_NOT_BIG_ENOUGH = "free some disk space, or unpack it yourself and ingest the folder"


def read_nested(
    stream: IO[bytes],
    name: str,
    container: Path,
    *,
    timezone: str,
    limits: Limits,
    ending: str = "",
    packed: int | None = None,
) -> Iterator[Reading]:
    """What the file ``name`` of a container gives; its failures are yielded.

    Args:
        stream: its bytes.
        container: the file that it stands in, for messages.
        ending: tells the format, where the name does not.
        packed: how many bytes of the container it takes, where that is known.
    """
    where = f"{shown(container)}, {shown(name)}"
    with tempfile.TemporaryDirectory(prefix="news-qa-") as folder:
        path = Path(folder, f"file{ending or _ending(name)}")
        try:
            _write(stream, path, where, limits, packed)
        except ArticleFileError as error:
            yield error
            return
        for found in read_file(path, timezone=timezone, limits=limits.within()):
            yield _renamed(found, shown(path), container, shown(name))


def _write(stream: IO[bytes], path: Path, where: str, limits: Limits, packed: int | None) -> None:
    size = 0
    try:
        with path.open("wb") as file:
            while data := stream.read(_BLOCK):
                size += len(data)
                if size > limits.member:
                    raise too_large(where, limits.member, "take it out of the archive")
                if packed is not None:
                    check_ratio(size, packed, where, limits)
                file.write(data)
    except OSError as error:
        raise ArticleFileError(f"{where}: {error.strerror or error}", _NOT_BIG_ENOUGH) from None


def _ending(name: str) -> str:
    suffixes = [each.lower() for each in Path(name).suffixes]
    count = 2 if suffixes and suffixes[-1] in COMPRESSED else 1
    return "".join(suffixes[-count:])


def _renamed(found: Reading, temporary: str, container: Path, name: str) -> Reading:
    """What was said of the temporary file, said of the file in its container."""
    if isinstance(found, ArticleDraft):
        notes = tuple(note.replace(temporary, name) for note in found.notes)
        return found.model_copy(update={"record": _record(name, found.record), "notes": notes})
    if isinstance(found, Skipped):
        return replace(found, path=shown(container), record=_record(name, found.record))
    where = f"{shown(container)}, {name}"
    return ArticleFileError(
        found.message.replace(temporary, where), found.hint.replace(temporary, where)
    )


def _record(name: str, record: str) -> str:
    return f"{name}, {record}" if record else name
