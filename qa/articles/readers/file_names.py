"""Names of files as people read them, whatever bytes they are made of.

Archives from older Chinese systems unpack to names in Big5 or GBK. Python carries such bytes
through as lone surrogates, which neither SQLite, JSON nor a terminal takes.
"""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from qa.articles.readers.common_characters import common_share

# For each Chinese encoding: where its punctuation and its frequent characters stand (first byte),
# and the least second byte of those. GB 2312 and Big5 are both ordered by how frequent characters
# are, which tells apart names that are valid in either.
_CHINESE = {
    "gb18030": (range(0xA1, 0xA4), range(0xB0, 0xD8), 0xA1),
    "big5hkscs": (range(0xA1, 0xA4), range(0xA4, 0xC7), 0x40),
}
_WESTERN = "cp1252"
# Letters with accents stand alone among plain ones.
_WESTERN_NAME = re.compile(r"(?:[\x00-\x7f]|[À-ÖØ-öø-ſ](?![À-ſ]))+")
# Control characters and the separators of lines and paragraphs.
_BREAKING = frozenset({"Cc", "Zl", "Zp"})
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LEAST_FREQUENT = 0.5


def readable(path: Path | str) -> str:
    """The path in characters: bytes that are not UTF-8 decoded, or else as escapes (``\\xe9``)."""
    text = str(path)
    if text.isascii():
        return text
    return "/".join(_decoded(os.fsencode(part)) for part in text.split("/"))


def shown(path: Path | str) -> str:
    """``readable``, on one line: control characters as escapes (``\\n``)."""
    return "".join(
        c.encode("unicode_escape").decode("ascii") if unicodedata.category(c) in _BREAKING else c
        for c in readable(path)
    )


def exists(path: str) -> bool:
    """Whether there is a file that ``readable`` gives this path."""
    if Path(path).exists():
        return True
    found = [Path("/" if path.startswith("/") else ".")]
    for part in path.strip("/").split("/"):
        found = [
            place for at in found for name in _spellings(part) if (place := at / name).exists()
        ]
    return bool(found)


def _decoded(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        pass
    scores = {encoding: _chinese(name, encoding) for encoding in _CHINESE}
    best = max(scores, key=lambda encoding: scores[encoding])
    frequent, common = scores[best]
    if frequent > _LEAST_FREQUENT:
        return name.decode(best)
    western = name.decode(_WESTERN, errors="replace")
    if _WESTERN_NAME.fullmatch(western):
        return western
    return name.decode(best) if common else name.decode("ascii", errors="backslashreplace")


def _chinese(name: bytes, encoding: str) -> tuple[float, float]:
    """How much this is Chinese in this encoding: its share of characters of the first level,
    and of those that are everywhere in news.
    """
    try:
        text = name.decode(encoding)
    except UnicodeDecodeError:
        return (0.0, 0.0)
    punctuation, frequent, least = _CHINESE[encoding]
    wide = [c.encode(encoding) for c in text if not c.isascii()]
    words = [c for c in wide if c[0] not in punctuation]
    if not words or _PRIVATE.search(text):
        return (0.0, 0.0)
    known = sum(len(c) == 2 and c[0] in frequent and c[1] >= least for c in words)
    return (known / len(words), common_share(name, encoding))


def _spellings(part: str) -> set[str]:
    """The names on disk that may be read as ``part``."""
    names = {part}
    for encoding in (*_CHINESE, _WESTERN):
        try:
            names.add(os.fsdecode(part.encode(encoding)))
        except UnicodeEncodeError:
            continue
    if "\\x" in part:
        names.add(os.fsdecode(_unescaped(part)))
    return names


def _unescaped(part: str) -> bytes:
    pieces = part.split("\\x")
    data = pieces[0].encode()
    for piece in pieces[1:]:
        try:
            data += bytes.fromhex(piece[:2]) + piece[2:].encode()
        except ValueError:
            data += b"\\x" + piece.encode()
    return data
