"""Mails, one (.eml) or many (.mbox), as newsletters come: the text or HTML part is the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from pathlib import Path

from qa.articles.body import clean_lines
from qa.articles.lines import unwrap, weight
from qa.articles.plain import read_plain
from qa.articles.readers.compression import bounded_lines, open_bytes, read_bytes
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits, too_large
from qa.articles.readers.markup import text_of_html
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.readers.rfc822 import moment_of
from qa.errors import ArticleFileError

_HEADER_LINE = re.compile(rb"^[!-9;-~]{1,80}:", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MULTIPART = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_MOST_PARTS = 200
_LONGEST_HEADER = 2000
_ADDRESS = re.compile(r"https?://[^\s<>]+")
# A text part that says so much less than the HTML part only says "open this in a browser".
_STUB = 0.5


def read_message(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The article of one mail.

    Raises:
        ArticleFileError: the file cannot be read or is no mail.
    """
    data = read_bytes(path, limits)
    if not _HEADER_LINE.match(data.lstrip()):
        raise ArticleFileError(f"{shown(path)}: not a mail: no header lines", "save it as .eml")
    yield _article(data, path, "", timezone, limits)


def read_mailbox(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The articles of the mails in a mailbox, one in memory at a time.

    Raises:
        ArticleFileError: the file cannot be read or is no mailbox.
    """
    with open_bytes(path, limits) as stream:
        if not stream.peek(5).startswith(b"From "):
            raise ArticleFileError(
                f"{shown(path)}: not a mailbox: it does not begin with 'From '",
                "save single mails as .eml",
            )
        lines = bounded_lines(stream, shown(path), limits)
        for number, data in enumerate(_messages(lines, limits), 1):
            yield _article(data, path, f"mail {number}", timezone, limits)


def _messages(lines: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """The mails of a mailbox; of one that is too large one byte more than is allowed."""
    parts: list[bytes] = []
    size, blank, started = 0, True, False
    for line in lines:
        if blank and line.startswith(b"From "):
            if started:
                yield b"".join(parts)
            parts, size, started, blank = [], 0, True, False
            continue
        blank = not line.strip()
        if size <= limits.message:
            parts.append(line[: limits.message + 1 - size])
            size += len(parts[-1])
    yield b"".join(parts)


def _article(data: bytes, path: Path, record: str, timezone: str, limits: Limits) -> Reading:
    where = f"{shown(path)}, {record}" if record else shown(path)
    if len(data) > limits.message:
        return too_large(where, limits.message, "take its attachments out")
    if len(_MULTIPART.findall(data)) > _MOST_PARTS:
        return ArticleFileError(f"{where}: more than {_MOST_PARTS} parts in parts", "")
    try:
        message = message_from_bytes(_QUOTED_FROM.sub(rb"\1", data) if record else data)
        return _draft(message, path, record, timezone)
    except (MessageError, ValueError, LookupError, RecursionError, TypeError, IndexError) as error:
        return ArticleFileError(
            f"{where}: not a mail that can be read: {type(error).__name__}", "save it again"
        )


def _draft(message: Message, path: Path, record: str, timezone: str) -> Reading:
    text, notes = _text(message, path)
    title = _header(message, "Subject")
    lines = clean_lines(unwrap(text), drop=set())
    if not lines:
        reason = notes[0] if notes else "no text in it"
        return Skipped(f"a mail without an article: {reason}", shown(path), record)
    name, address = parseaddr(_header(message, "From"))
    draft = read_plain(lines, timezone=timezone, title=title or None)
    stated = _header(message, "Date")
    published = moment_of(stated, timezone=timezone)
    if stated and not published:
        notes.append(f"date {stated[:40]!r} not understood: kept without it")
    place = _ADDRESS.search(_header(message, "Archived-At"))
    return draft.model_copy(
        update={
            "source": name or address.rpartition("@")[2] or draft.source,
            "published": published or draft.published,
            "url": place[0] if place else None,
            "external_id": _header(message, "Message-ID").strip("<> ") or None,
            "notes": tuple(notes),
            "record": record,
        }
    )


def _text(message: Message, path: Path) -> tuple[str, list[str]]:
    """The text of a mail, and what of it is not read."""
    plain: list[str] = []
    markup: list[str] = []
    notes: list[str] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        name = part.get_filename()
        if kind not in ("text/plain", "text/html") or part.get_content_disposition() == (
            "attachment"
        ):
            if name or kind.startswith("application/"):
                notes.append(f"attachment {_decoded(name or kind)} not read")
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        try:
            text = decode(content, path, declared=part.get_content_charset())
        except ArticleFileError:
            notes.append(f"a {kind} part that cannot be decoded")
            continue
        if kind == "text/plain":
            plain.append(text)
        else:
            markup.append(text_of_html(text))
    said, drawn = "\n\n".join(plain), "\n\n".join(markup)
    return (said if weight(said) >= _STUB * weight(drawn) else drawn), notes


def _header(message: Message, name: str) -> str:
    return _decoded(message.get(name) or "")


def _decoded(value: object) -> str:
    """A header in characters on one line, as it is where it is encoded wrongly."""
    text = str(value)[:_LONGEST_HEADER]
    with suppress(MessageError, ValueError, LookupError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.encode("utf-8", "replace").decode().split())
