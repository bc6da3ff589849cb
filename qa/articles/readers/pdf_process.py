"""What stands where on the pages of a PDF: run as a program of its own, never imported.

A file from strangers can ask its parser for any amount of memory and time. So it is parsed in
a process that has so much of both and no more, and whose end harms nobody. The PDF comes from
standard input; one JSON object for each page goes to standard output, first one for the file.
Uses nothing of this package, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

# Smaller than anyone can read: marks for machines.
_SMALLEST = 2.0
# A gap this wide, in sizes of the type, parts two pieces of one row.
_GAP = 0.9
_SAME_ROW = 0.45


def main(memory: int, seconds: int, output: int, most_pages: int) -> None:
    """Write the pages of the PDF on standard input."""
    _limit(memory, seconds, output)
    import pypdfium2

    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        kind = "password" if getattr(error, "err_code", 0) == 4 else "damaged"
        _put({"error": kind})
        return
    title = document.get_metadata_dict().get("Title", "")
    _put({"pages": len(document), "title": title})
    for number in range(min(len(document), most_pages)):
        try:
            _put(_page(document[number]))
        except pypdfium2.PdfiumError:
            _put({"damaged": True, "size": [1, 1], "pieces": [], "bad": 0})


def _limit(memory: int, seconds: int, output: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limits; the caller's limit on time holds.
    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):
            continue


def _put(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")


def _page(page: Any) -> dict[str, Any]:
    glyphs = list(_glyphs(page.get_textpage()))
    turns = Counter(glyph[7] for glyph in glyphs if glyph[0].strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    glyphs = [glyph for glyph in glyphs if glyph[7] == turn]
    if turn == 0 and _is_vertical(glyphs):
        turn = -1
    width, height = page.get_mediabox()[2:] if turn else page.get_size()
    pieces = list(_pieces([_turned(glyph, turn) for glyph in glyphs]))
    return {
        "size": [height, width] if turn in (1, 3, -1) else [width, height],
        "pieces": pieces,
        "bad": sum(glyph[6] for glyph in glyphs),
        "vertical": turn == -1,
    }


# A glyph: text, left, bottom, right, top, size, whether it cannot be decoded, quarter turns.
_Glyph = tuple[str, float, float, float, float, float, bool, int]


def _glyphs(text_page: Any) -> Iterator[_Glyph]:
    import pypdfium2.raw as raw

    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13):
            continue
        if raw.FPDFText_IsHyphen(text_page, index) == 1:
            code = 0x2D
        if not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            continue
        raw.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = raw.FPDFText_GetFontSize(text_page, index) * scale
        if size < _SMALLEST and code != 32:
            continue
        bad = raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 or _is_bad(code)
        turn = round(math.degrees(raw.FPDFText_GetCharAngle(text_page, index)) / 90) % 4
        text = " " if code in (32, 160) else chr(code) if code < 0x110000 else "\ufffd"
        yield (text, box.left, box.bottom, box.right, box.top, size, bad, turn)


def _is_bad(code: int) -> bool:
    return code < 32 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF or 0xD800 <= code < 0xE000


def _is_vertical(glyphs: list[_Glyph]) -> bool:
    """Whether the text runs from top to bottom, as Chinese may."""
    down = across = 0
    for first, second in pairwise(glyphs):
        size = first[5] or 1.0
        right, up = second[1] - first[1], second[2] - first[2]
        down += abs(right) < 0.3 * size and -2.5 * size < up < -0.5 * size
        across += abs(up) < 0.3 * size and 0 < right < 2.5 * size
    return down > 2 * across and down > 20


def _turned(glyph: _Glyph, turn: int) -> _Glyph:
    """The glyph as it stands when the page is held so that its text can be read."""
    text, left, bottom, right, top, size, bad, quarter = glyph
    if turn == 1:
        left, bottom, right, top = -top, left, -bottom, right
    elif turn == 2:
        left, bottom, right, top = -right, -top, -left, -bottom
    elif turn == 3:
        left, bottom, right, top = bottom, -right, top, -left
    elif turn == -1:
        left, bottom, right, top = -top, left, -bottom, right
    return (text, left, bottom, right, top, size, bad, quarter)


def _pieces(glyphs: list[_Glyph]) -> Iterator[list[Any]]:
    """Runs of glyphs on one row without a wide gap: text, left, bottom, right, top, size."""
    text = ""
    left = bottom = right = top = size = 0.0
    for glyph in glyphs:
        if glyph[0] == " ":
            text += " " if text and not text.endswith(" ") else ""
            continue
        fits = (
            text
            and abs(glyph[2] - bottom) < _SAME_ROW * max(size, glyph[5])
            and -0.5 * size < glyph[1] - right < _GAP * min(size, glyph[5])
        )
        if text and not fits:
            yield [text.strip(), left, bottom, right, top, size]
            text = ""
        if not text:
            left, bottom, right, top, size = glyph[1:6]
        text += glyph[0]
        right, top = max(right, glyph[3]), max(top, glyph[4])
        bottom = min(bottom, glyph[2]) if glyph[5] >= size else bottom
        size = max(size, glyph[5])
    if text.strip():
        yield [text.strip(), left, bottom, right, top, size]


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:5]))
