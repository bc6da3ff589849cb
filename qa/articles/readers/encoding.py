"""Bytes to text: byte order marks, UTF-8, and the encodings of older Chinese files."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from qa.articles.readers.common_characters import common_share
from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What declarations mean in practice: pages that say gb2312 or gbk are GB18030.
_DECLARED = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs",
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "windows-1252": "cp1252",
}  # fmt: skip
_TEXT_ENCODING = re.compile(
    r"(?:gb|big5|euc|shift_jis|windows-12|cp12|cp9|iso-8859-|iso8859-|koi8|utf-?(?:8|16)$)"
)
_CHINESE = ("gb18030", "big5hkscs", "cp950")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAUSIBLE = re.compile(
    "[\t\n\r -~\u00a0-\u00ff\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
_CONTROL_SHARE, _COMMON_SHARE, _PLAUSIBLE_SHARE = 0.01, 0.12, 0.95
_SAMPLE = 64 * 1024
_DAMAGED_SHARE, _ENOUGH_GOOD = 0.02, 8
_WESTERN = ("cp1252", "latin-1", "iso8859-1")
_HIGH_RUN = re.compile(rb"[\x80-\xff](?:[\x80-\xff]|[\x40-\x7e](?=[\x80-\xff]))*")


def decode(data: bytes, path: Path, *, declared: str | None = None) -> str:
    """The text of a file, without a byte order mark; damaged bytes become U+FFFD.

    A file in two encodings is read line by line.

    Args:
        declared: what the file says of its own encoding; believed only if it fits.

    Raises:
        ArticleFileError: a binary file, or text in no encoding that is known here.
    """
    encoding = detect_encoding(data, path, declared=declared)
    if encoding == "utf-8" and not _decodes(data, "utf-8", partial=False):
        text = _line_by_line(data)
    else:
        text = data.decode(encoding, errors="replace")
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise _binary(path)
    return text.removeprefix("\ufeff")


def decode_line(line: bytes, encoding: str) -> str:
    """One line of a file in this encoding, or in another if it can only be that."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        chinese = _chinese(line)
        return line.decode(chinese or encoding, errors="replace")


def detect_encoding(
    data: bytes, path: Path, *, declared: str | None = None, partial: bool = False
) -> str:
    """The name of the encoding of ``data``, a few damaged bytes aside.

    Args:
        partial: it may end inside a character.

    Raises:
        ArticleFileError: a binary file, or text in no encoding that is known here.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\x00" in data:
        return _without_mark(data[:_SAMPLE], path)
    if _decodes(data, "utf-8", partial) or _mostly_utf8(data):
        return "utf-8"
    chinese = _chinese(data, partial=partial)
    if declared:
        name = _DECLARED.get(declared.strip().lower(), declared.strip().lower())
        if _TEXT_ENCODING.match(name) and _decodes(data, name, partial):
            # Any bytes are Western letters, and servers say that they are where nobody told them.
            western = name in _WESTERN
            return chinese if western and chinese and _in_runs(data[:_SAMPLE]) else name
    return chinese or _guess(data, path, partial)


def _chinese(data: bytes, *, partial: bool = False) -> str | None:
    """The Chinese encoding that data is in, a few damaged bytes aside; None if in none."""
    sample = data[:_SAMPLE]
    fits = [name for name in _CHINESE if _decodes(data, name, partial)]
    fits = fits or [name for name in _CHINESE if _damage(sample, name) <= _DAMAGED_SHARE]
    best = max(fits, key=lambda name: common_share(sample, name), default=None)
    return best if best and common_share(sample, best) >= _COMMON_SHARE else None


def _damage(data: bytes, encoding: str) -> float:
    """The share of characters beyond ASCII that do not decode."""
    text = data.decode(encoding, errors="replace")
    return text.count("\ufffd") / max(1, sum(c > "\x7f" for c in text))


def _in_runs(data: bytes) -> bool:
    """Whether bytes beyond ASCII stand together, as those of Chinese do; letters with accents
    stand among others."""
    runs = _HIGH_RUN.findall(data)
    return sum(len(run) > 3 for run in runs) > len(runs) / 3


def _line_by_line(data: bytes) -> str:
    """Text of which lines are UTF-8; the others are read as what they can only be."""
    lines = data.split(b"\n")
    # Together the others tell more.
    others = frozenset(line for line in lines if _good(line) < max(1, _bad(line)))
    others = frozenset(line for line in others if not line.isascii())
    joined = b"\n".join(line for line in lines if line in others)
    encoding = _chinese(joined) or ("utf-8" if _in_runs(joined) else _WESTERN[0])
    return "\n".join(
        line.decode(encoding if line in others else "utf-8", errors="replace") for line in lines
    )


def _guess(data: bytes, path: Path, partial: bool) -> str:
    """What charset-normalizer makes of it, for texts too short or too odd to count characters."""
    from charset_normalizer import from_bytes

    names = ["gb18030", "big5hkscs", "big5", "cp1252", "cp1250", "shift_jis", "euc_kr"]
    match = from_bytes(data[:_SAMPLE], cp_isolation=names).best()
    if match is None:
        raise _undecodable(path, "its encoding is not known")
    name = _DECLARED.get(match.encoding, match.encoding)
    return name if _decodes(data, name, partial) else str(match.encoding)


def _without_mark(data: bytes, path: Path) -> str:
    """UTF-16 without a byte order mark, or a binary file."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data[: len(data) // 2 * 2].decode(name, errors="replace")
        if len(_PLAUSIBLE.findall(text)) >= _PLAUSIBLE_SHARE * len(text):
            return name
    raise _binary(path)


def _mostly_utf8(data: bytes) -> bool:
    """Whether some bytes only are not UTF-8, or some lines, among many characters that are."""
    sample = data[:_SAMPLE]
    if _good(sample) > 4 * _bad(sample):
        return True
    whole = (line for line in sample.split(b"\n") if not _bad(line))
    return sum(_good(line) for line in whole) >= _ENOUGH_GOOD


def _good(data: bytes) -> int:
    """How many characters of three bytes and more decode as UTF-8; hardly any does by chance."""
    return sum("\u07ff" < c != "\ufffd" for c in data.decode("utf-8", errors="replace"))


def _bad(data: bytes) -> int:
    return data.decode("utf-8", errors="replace").count("\ufffd")


def _decodes(data: bytes, name: str, partial: bool) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(data, final=not partial)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _binary(path: Path) -> ArticleFileError:
    return ArticleFileError(
        f"{shown(path)}: a binary file, not text", "give it the suffix of its format, or remove it"
    )


def _undecodable(path: Path, problem: str) -> ArticleFileError:
    return ArticleFileError(
        f"{shown(path)}: the text cannot be decoded: {problem}", "save the file as UTF-8"
    )
