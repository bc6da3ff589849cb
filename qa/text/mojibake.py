"""Text that was decoded wrongly before it came here: mended where it is certain what it was.

UTF-8 read as Windows-1252 (cafÃ©) is ftfy's (Speer, ftfy, 10.5281/zenodo.2591652). Here are the
Chinese cases that it leaves alone: GBK or Big5 read as Western letters (ÇøÍ¼Êé¹Ý), UTF-8 read as
GBK (鍖哄浘).
"""

from __future__ import annotations

import re

# A letter that begins a UTF-8 character of two to four bytes, and what a byte behind it looks
# like in Windows-1252. Most texts have neither, and ftfy takes longer than all else in ingestion.
_AS_WESTERN = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
# Two bytes beyond ASCII at a time, as Chinese characters have them, nothing else for a while.
_CHINESE_AS_WESTERN = re.compile("[\u00a1-\u00ff]{3,}")
_WESTERN_LETTER = re.compile("[\u0080-\u00ff]")
_WESTERN_SHARE = 0.5
# Marks and particles of Chinese in UTF-8 as GBK shows them: ， 。 的 and quotation marks.
_AS_GBK = re.compile("[锛銆鐨鈥鍙鍖鏄涓]")
_ENOUGH_AS_GBK = 2
# What a wrong decoding and encoding leaves when the bytes are lost.
_LOST = re.compile("锟斤拷|\ufffd|ï¿½")
_COMMON = frozenset(
    "的一是不了在人有我這这中大來来上個个國国到說说們们為为和年月日市政府新會会公司"
)
_COMMON_SHARE = 0.08


def mended(text: str) -> str:
    """The text as it was meant; itself where nothing is wrong or nothing is certain."""
    if text.isascii():
        return text
    if _AS_WESTERN.search(text) or _CHINESE_AS_WESTERN.search(text) or _is_as_gbk(text):
        # Paragraph by paragraph: one that is wrong tells nothing of the next.
        return "\n".join(_mended_line(line) for line in text.split("\n"))
    return text


def lost_characters(text: str) -> int:
    """How many characters of a text are damaged beyond mending."""
    return 0 if text.isascii() else len(_LOST.findall(text))


def _mended_line(line: str) -> str:
    if line.isascii():
        return line
    # Before ftfy, which takes pairs of letters out of such a line for Cyrillic.
    if _CHINESE_AS_WESTERN.search(line):
        western = len(_WESTERN_LETTER.findall(line))
        if western >= _WESTERN_SHARE * len(line.replace(" ", "")):
            read = _from_bytes(line, "cp1252", ("utf-8", "gb18030", "big5hkscs"))
            if read != line:
                return read
    if _AS_WESTERN.search(line):
        import ftfy

        fixed: str = ftfy.fix_encoding(line)
        if fixed != line:
            return fixed
    return _from_bytes(line, "gb18030", ("utf-8",)) if _is_as_gbk(line) else line


def _from_bytes(line: str, shown_as: str, written_in: tuple[str, ...]) -> str:
    """The line read anew in the encoding that gives common Chinese, if any does."""
    best, most = line, _COMMON_SHARE
    for shown in (shown_as, "latin-1"):
        for encoding in written_in:
            try:
                read = line.encode(shown).decode(encoding)
            except UnicodeError:
                continue
            share = sum(c in _COMMON for c in read) / max(1, sum(c > "\x7f" for c in read))
            if share > most:
                best, most = read, share
    return best


def _is_as_gbk(text: str) -> bool:
    return len(_AS_GBK.findall(text)) >= _ENOUGH_AS_GBK
