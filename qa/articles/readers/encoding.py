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


def decode(data: bytes, path: Path, *, declared: str | None = None) -> str:
    """The text of a file, without a byte order mark.

    Args:
        declared: what the file says of its own encoding; believed only if it fits.

    Raises:
        ArticleFileError: a binary file, or text in no encoding that is known here.
    """
    encoding = detect_encoding(data, path, declared=declared)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(path, f"byte {error.start} is not valid {encoding}") from None
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise _binary(path)
    return text.removeprefix("\ufeff")


def detect_encoding(
    data: bytes, path: Path, *, declared: str | None = None, partial: bool = False
) -> str:
    """The name of the encoding of ``data``; ``partial``: it may end inside a character.

    Raises:
        ArticleFileError: a binary file, or text in no encoding that is known here.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if b"\x00" in data:
        return _without_mark(data[:_SAMPLE], path)
    if _decodes(data, "utf-8", partial):
        return "utf-8"
    if _mostly_utf8(data):
        raise _undecodable(path, "it is UTF-8 with damaged characters")
    if declared:
        name = _DECLARED.get(declared.strip().lower(), declared.strip().lower())
        if _TEXT_ENCODING.match(name) and _decodes(data, name, partial):
            return name
    chinese = [name for name in _CHINESE if _decodes(data, name, partial)]
    best = max(chinese, key=lambda name: common_share(data[:_SAMPLE], name), default=None)
    if best and common_share(data[:_SAMPLE], best) >= _COMMON_SHARE:
        return best
    return _guess(data, path, partial)


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
    """Whether only a few bytes are not UTF-8, among many multi-byte characters that are."""
    text = data[:_SAMPLE].decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    # Characters of three bytes hardly come about by chance.
    return sum(c > "\u07ff" for c in text) - bad > 4 * bad


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
