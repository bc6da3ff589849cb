"""Readers of article files: find the files, then read each into drafts.

Nothing here raises for a bad file: errors are yielded in place, so that the rest goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers.compression import COMPRESSED, inner_suffix
from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError

# Module and function of each format, imported when a file of it is met.
_READERS = {
    ".txt": ("text", "read_text"),
    ".md": ("markdown", "read_markdown"),
    ".html": ("web_page", "read_web_page"),
    ".htm": ("web_page", "read_web_page"),
    ".pdf": ("pdf", "read_pdf"),
    ".jsonl": ("json_lines", "read_json_lines"),
    ".csv": ("tables", "read_table"),
}
SUFFIXES = tuple(_READERS)
_SUPPORTED = f"supported are {', '.join(SUFFIXES)}, each also with {' or '.join(COMPRESSED)}"

_Reader = Callable[..., Iterator[ArticleDraft | ArticleFileError]]


def find_files(path: Path) -> Iterator[Path | ArticleFileError]:
    """The article files that a path means, in sorted order.

    A file means itself. A folder is walked through: hidden entries, ``README*`` files and
    unsupported formats are left out, folders that links lead to are walked once. What is
    missing or must not be read is yielded as an error, and so is a folder with nothing in it.
    """
    path = Path(path)
    if _is_folder(path):
        found = _walk(path, set())
        first = next(found, None)
        yield first or ArticleFileError(f"{shown(path)}: no article files in it", _SUPPORTED)
        yield from found
    elif not _exists(path):
        yield ArticleFileError(f"{shown(path)}: no such file or folder", "check the path")
    elif inner_suffix(path) not in _READERS:
        yield ArticleFileError(f"{shown(path)}: not a supported format", _SUPPORTED)
    else:
        yield path


def read_file(path: Path, *, timezone: str) -> Iterator[ArticleDraft | ArticleFileError]:
    """The drafts of one file, lazily; records and files that fail are yielded as their errors.

    Args:
        path: a file with a supported suffix.
        timezone: IANA name of the zone of dates that state none.
    """
    path = Path(path)
    known = _READERS.get(inner_suffix(path))
    if known is None:
        yield ArticleFileError(f"{shown(path)}: not a supported format", _SUPPORTED)
        return
    if _is_special(path):
        yield ArticleFileError(f"{shown(path)}: not a regular file", "name a file with articles")
        return
    module, function = known
    reader: _Reader = getattr(import_module(f"{__name__}.{module}"), function)
    try:
        yield from reader(path, timezone=timezone)
    except ArticleFileError as error:
        yield error


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | ArticleFileError]:
    try:
        status = folder.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            return
        seen.add(identity)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except PermissionError:
        yield ArticleFileError(
            f"{shown(folder)}: no permission to read this folder", f"chmod a+rx {shown(folder)}"
        )
        return
    except OSError as error:
        yield ArticleFileError(
            f"{shown(folder)}: {error.strerror or 'cannot be read'}", "check the path"
        )
        return
    for name in names:
        entry = folder / name
        if _is_folder(entry):
            yield from _walk(entry, seen)
        elif inner_suffix(entry) in _READERS and not name.lower().startswith("readme"):
            yield from _entry(entry)


def _entry(path: Path) -> Iterator[Path | ArticleFileError]:
    if not _exists(path):
        yield ArticleFileError(
            f"{shown(path)}: a link to a file that is not there", "remove the link or mend it"
        )
    elif not _is_special(path):
        yield path


def _exists(path: Path) -> bool:
    # A file in a folder that must not be entered is there as far as this goes: reading
    # it then says what is wrong.
    try:
        return path.exists()
    except OSError:
        return True


def _is_special(path: Path) -> bool:
    """Whether this is a folder, a pipe or a device."""
    try:
        return path.exists() and not path.is_file()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
