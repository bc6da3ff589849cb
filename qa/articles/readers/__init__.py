"""Readers of article files: find the files, then read each into drafts.

Nothing here raises for a bad file, and nothing is passed over in silence: errors, and what is no
article, are yielded in place (``qa.articles.readers.outcomes``), so that the rest goes on.

A reader is a generator function ``read_NAME(path, *, timezone)`` in a module of its own, with a
line in ``_READERS`` for each ending. It yields drafts, ``Skipped`` and ``ArticleFileError``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path, PurePath

from qa.articles.model import ArticleDraft
from qa.articles.readers.compression import COMPRESSED, inner_suffix
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.soundness import sound
from qa.errors import ArticleFileError
from qa.folders import INDEX_FILE

# Module and function of each format, imported when a file of it is met.
_READERS = {
    ".txt": ("text", "read_text"),
    ".md": ("markdown", "read_markdown"),
    ".html": ("web_page", "read_web_page"),
    ".htm": ("web_page", "read_web_page"),
    ".pdf": ("pdf", "read_pdf"),
    ".json": ("json_records", "read_json"),
    ".jsonl": ("json_records", "read_json"),
    ".ndjson": ("json_records", "read_json"),
    ".jl": ("json_records", "read_json"),
    ".csv": ("tables", "read_table"),
    ".tsv": ("tables", "read_table"),
    ".xlsx": ("workbook", "read_workbook"),
    ".xlsm": ("workbook", "read_workbook"),
    ".rss": ("feed", "read_feed"),
    ".atom": ("feed", "read_feed"),
    ".rdf": ("feed", "read_feed"),
    ".xml": ("feed", "read_feed"),
    ".docx": ("docx", "read_docx"),
    ".epub": ("epub", "read_epub"),
    ".eml": ("mail", "read_message"),
    ".mbox": ("mail", "read_mailbox"),
}
# Of formats that hold files of other formats; these are told what is left of the limits.
_CONTAINERS = {
    ".mhtml": ("saved_page", "read_saved_page"),
    ".mht": ("saved_page", "read_saved_page"),
    ".warc": ("warc", "read_warc"),
    ".zip": ("zip_archive", "read_zip"),
}
SUFFIXES = (*_READERS, *_CONTAINERS)
_SUPPORTED = f"supported are {', '.join(SUFFIXES)}, each also with {' or '.join(COMPRESSED)}"

_Reader = Callable[..., Iterator[Reading]]


def find_files(path: Path) -> Iterator[Path | Skipped | ArticleFileError]:
    """The article files that a path means, in sorted order.

    A file means itself. A folder is walked through: hidden entries, ``README*`` files, indexes and
    formats that nobody reads are yielded as skipped, folders that links lead to are walked once.
    What is missing or must not be read is yielded as an error, and so is a folder without any
    article file.
    """
    path = Path(path)
    if _is_folder(path):
        nothing = True
        for found in _walk(path, set()):
            nothing = nothing and isinstance(found, Skipped)
            yield found
        if nothing:
            yield ArticleFileError(f"{shown(path)}: no article files in it", _SUPPORTED)
    elif not _exists(path):
        yield ArticleFileError(f"{shown(path)}: no such file or folder", "check the path")
    elif inner_suffix(path) not in SUFFIXES:
        yield ArticleFileError(f"{shown(path)}: not a supported format", _SUPPORTED)
    else:
        yield path


def read_file(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """What one file gives, lazily: drafts, and outcomes of what is none.

    Args:
        path: a file with a supported suffix.
        timezone: IANA name of the zone of dates that state none.
        limits: of what archives may ask of this machine.
    """
    path = Path(path)
    suffix = inner_suffix(path)
    known = _READERS.get(suffix) or _CONTAINERS.get(suffix)
    if known is None:
        yield ArticleFileError(f"{shown(path)}: not a supported format", _SUPPORTED)
        return
    if _is_special(path):
        yield ArticleFileError(f"{shown(path)}: not a regular file", "name a file with articles")
        return
    module, function = known
    reader: _Reader = getattr(import_module(f"{__name__}.{module}"), function)
    nothing = True
    try:
        told = {"limits": limits} if suffix in _CONTAINERS else {}
        for found in reader(path, timezone=timezone, **told):
            nothing = False
            yield sound(found) if isinstance(found, ArticleDraft) else found
    except ArticleFileError as error:
        nothing = False
        yield error
    if nothing:
        yield Skipped("no article in it", shown(path))


def _walk(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Skipped | ArticleFileError]:
    try:
        status = folder.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            yield Skipped("a link to a folder that is read already", shown(folder))
            return
        seen.add(identity)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
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
    if INDEX_FILE in names:
        yield Skipped("an index, not articles", shown(folder))
        return
    for name in names:
        entry = folder / name
        if name.startswith("."):
            yield Skipped("hidden: its name begins with a dot", shown(entry))
        elif _is_folder(entry):
            yield from _walk(entry, seen)
        else:
            yield _entry(entry)


def left_out(path: PurePath) -> str:
    """Why a file that nobody named is not read, "" where it is."""
    suffix = inner_suffix(path)
    if path.name.startswith("."):
        return "hidden: its name begins with a dot"
    if suffix not in SUFFIXES:
        return f"{suffix} files are not read" if suffix else "files without an ending are not read"
    if path.name.lower().startswith("readme"):
        return "a README describes its folder; name it to have it read"
    return ""


def _entry(path: Path) -> Path | Skipped | ArticleFileError:
    reason = left_out(path)
    if reason:
        return Skipped(reason, shown(path))
    if not _exists(path):
        return ArticleFileError(
            f"{shown(path)}: a link to a file that is not there", "remove the link or mend it"
        )
    if _is_special(path):
        return Skipped("not a regular file", shown(path))
    return path


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
