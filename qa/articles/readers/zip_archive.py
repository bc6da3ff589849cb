"""Zip archives: each file in it by the reader of its own format."""

from __future__ import annotations

import io
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from qa.articles.readers import left_out
from qa.articles.readers.compression import COMPRESSED, open_bytes
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits, check_ratio, too_large
from qa.articles.readers.nested import read_nested
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError

# Appended to the archive, before a comment: where its list of files stands and how long it is.
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"
_TAIL = 66_000
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError,
    RuntimeError, ValueError, struct.error, OSError, LookupError,
)  # fmt: skip


def read_zip(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """What the files of an archive give, each in its place.

    Raises:
        ArticleFileError: it cannot be opened, or unpacks to far more than it is.
    """
    if limits.depth <= 0:
        raise ArticleFileError(
            f"{shown(path)}: an archive in an archive in an archive, deeper than is read",
            "unpack the outer ones",
        )
    with opened_zip(path, limits) as archive:
        unpacked, size = 0, path.stat().st_size
        for info in archive.infolist():
            if info.is_dir():
                continue
            name = member_name(info)
            reason = left_out(PurePosixPath(name))
            if reason:
                yield Skipped(reason, shown(path), shown(name))
                continue
            unpacked += yield from _member(archive, info, name, path, timezone, limits)
            # Files may share their packed bytes, each harmless.
            check_ratio(unpacked, size, shown(path), limits)


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    name: str,
    path: Path,
    timezone: str,
    limits: Limits,
) -> Generator[Reading, None, int]:
    """What one file gives; returned is how many bytes of it count."""
    where = f"{shown(path)}, {shown(name)}"
    if info.flag_bits & _ENCRYPTED:
        yield ArticleFileError(f"{where}: asks for a password", "unpack it, and ingest the folder")
        return 0
    try:
        with archive.open(info) as stream:
            yield from read_nested(
                stream, name, path, timezone=timezone, limits=limits, packed=info.compress_size
            )
            # What is refused for itself shall not have the rest refused.
            return min(stream.tell(), limits.ratio * max(info.compress_size, 1))
    except DAMAGED as error:
        yield ArticleFileError(
            f"{where}: cannot be unpacked: {type(error).__name__}", "copy or download it again"
        )
        return 0


@contextmanager
def opened_zip(path: Path, limits: Limits = LIMITS) -> Iterator[zipfile.ZipFile]:
    """The archive, open, its list of files no longer than the limits say.

    Raises:
        ArticleFileError: it cannot be opened, holds too many files, or cannot be read.
    """
    if path.suffix.lower() in COMPRESSED:
        raise ArticleFileError(f"{shown(path)}: packed twice", "unpack it once")
    with open_bytes(path, limits) as stream:
        directory = _directory_size(stream)
        if directory > limits.directory:
            raise too_large(f"{shown(path)}: its list of files", limits.directory)
        try:
            archive = zipfile.ZipFile(stream)
        except DAMAGED as error:
            raise ArticleFileError(
                f"{shown(path)}: not a valid {path.suffix.lower()} file: {error}",
                "copy or download it again",
            ) from None
        with archive:
            if len(archive.infolist()) > limits.members:
                raise ArticleFileError(
                    f"{shown(path)}: more than {limits.members} files in it", "split it"
                )
            yield archive


def read_part(archive: zipfile.ZipFile, name: str, path: Path, limits: Limits) -> bytes:
    """One part of a document that is a zip file (DOCX, EPUB), b"" where it is missing.

    Raises:
        ArticleFileError: the part cannot be unpacked, or is too large.
    """
    where = f"{shown(path)}, {shown(name)}"
    try:
        info = archive.getinfo(name)
    except KeyError:
        return b""
    data = bytearray()
    try:
        with archive.open(info) as stream:
            while block := stream.read(1 << 18):
                data += block
                if len(data) > limits.part:
                    raise too_large(where, limits.part)
                check_ratio(len(data), info.compress_size, where, limits)
    except DAMAGED as error:
        raise ArticleFileError(
            f"{where}: cannot be unpacked: {type(error).__name__}", "copy or download it again"
        ) from None
    return bytes(data)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a file in an archive; older systems write the bytes of their own encoding."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return os.fsdecode(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def _directory_size(stream: io.BufferedReader) -> int:
    """Bytes of the archive's list of its files, as the archive says; 0 where it says nothing."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return 0
    length = int(struct.unpack_from("<I", tail, at + 12)[0])
    at = tail.rfind(_END_64)
    if length == 0xFFFFFFFF and at >= 0 and len(tail) >= at + 56:
        length = int(struct.unpack_from("<Q", tail, at + 40)[0])
    # A list cannot be longer than its archive; the rest of a lie is the archive's damage.
    return min(length, size)
