"""WARC: the pages of a web archive, one in memory at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.articles.readers.compression import open_bytes
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits, too_large
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.readers.served_page import ServedPage, read_served_page
from qa.errors import ArticleFileError

_PAGES = ("text/html", "application/xhtml+xml")
_WITH_PAGES = ("response", "resource", "conversion")
# Of one record; servers stop at a hundredth of it.
_LONGEST_HEAD = 1 << 20


def read_warc(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The articles of the pages in a web archive; all other records are counted as skipped.

    Raises:
        ArticleFileError: the file is no web archive, is damaged, or unpacks to far too much.
    """
    others: Counter[str] = Counter()
    with open_bytes(path, limits) as stream:
        if not stream.peek(5).startswith((b"WARC/", b"filed")):
            raise ArticleFileError(f"{shown(path)}: not a web archive", "give it its own ending")
        for record in _records(stream, path):
            reason = _no_page(record)
            if reason:
                others[reason] += 1
            else:
                yield from _page(record, path, timezone, limits)
    for reason, count in others.most_common():
        yield Skipped(f"{count} records of {reason}", shown(path))


def _records(stream: Any, path: Path) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import BufferedReader

    class Heads(BufferedReader):  # type: ignore[misc]
        """Reads lines, of which the heads of records consist, up to a limit."""

        taken = 0

        def read(self, length: int | None = None) -> Any:
            self.taken = 0
            return super().read(length)

        def readline(self, length: int | None = None) -> Any:
            line = super().readline(min(length or _LONGEST_HEAD, _LONGEST_HEAD))
            self.taken += len(line)
            if self.taken >= _LONGEST_HEAD:
                raise too_large(f"{shown(path)}: the head of a record", _LONGEST_HEAD, "")
            return line

    class Records(ArchiveIterator):  # type: ignore[misc]
        """Without warnings on standard error."""

        INC_RECORD = ""

    available = _Available(stream, path)
    records = Records(available)
    records.reader = Heads(available)
    record = None
    try:
        for record in records:
            yield record
        if record is not None and getattr(record.raw_stream, "limit", 0) > 0:
            raise _cut_off(path)
    except ArticleFileError:
        raise
    except Exception as error:  # noqa: BLE001 - warcio raises nearly anything on damaged files
        raise ArticleFileError(
            f"{shown(path)}: damaged after byte {stream.tell()}: {type(error).__name__}",
            "copy or download it again",
        ) from None


class _Available:
    """A stream that gives what it has before it says that the rest is missing."""

    def __init__(self, stream: Any, path: Path) -> None:
        self._stream, self._path = stream, path

    def read(self, size: int) -> bytes:
        try:
            return bytes(self._stream.read1(size))
        except EOFError:
            # To warcio this would be the end of the archive.
            raise _cut_off(self._path) from None

    def tell(self) -> int:
        return int(self._stream.tell())


def _cut_off(path: Path) -> ArticleFileError:
    return ArticleFileError(
        f"{shown(path)}: ends in the middle of a record", "copy or download it again"
    )


def _no_page(record: Any) -> str:
    """Why a record holds no page, "" if it may hold one."""
    if record.rec_type not in _WITH_PAGES:
        return str(record.rec_type)
    if _media_type(record) not in _PAGES:
        return _media_type(record) or "an unknown type"
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return "" if status == "200" else f"HTTP status {status}"


def _content_type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _media_type(record: Any) -> str:
    return _content_type(record).partition(";")[0].strip().lower()


def _page(record: Any, path: Path, timezone: str, limits: Limits) -> Iterator[Reading]:
    address = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    name = address or "a page without address"
    where = f"{shown(path)}, {shown(name)}"
    try:
        data = record.content_stream().read(limits.page + 1)
    except ArticleFileError:
        raise
    except Exception as error:  # noqa: BLE001 - as above
        yield ArticleFileError(f"{where}: cannot be unpacked: {type(error).__name__}", "")
        return
    page = ServedPage(data, address, _content_type(record))
    yield from read_served_page(page, path, timezone=timezone, limits=limits)
