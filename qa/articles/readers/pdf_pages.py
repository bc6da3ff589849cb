"""The pages of a PDF as pieces of text with their places, read by a process of its own.

PDFium reads them (pypdfium2): it knows the character maps that PDFs name and do not carry
(HKSCS), says of each character where it stands, how large it is and whether it could be decoded,
and takes ten milliseconds a page. In C code, hence the process (``pdf_process``).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import Limits
from qa.errors import ArticleFileError

_PROGRAM = Path(__file__).with_name("pdf_process.py")
# Beyond the limit on processor time, for a machine that has other things to do.
_PATIENCE = 4
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": "-"})


@dataclass(frozen=True)
class Piece:
    """Text on one row without a wide gap; lengths in points, from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page as it is read, turned upright; ``bad`` characters could not be decoded."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    bad: int = 0

    @property
    def characters(self) -> int:
        """How many characters stand on it."""
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True)
class Document:
    """The pages of a PDF; ``left_out`` of them, at its end, are not read."""

    title: str = ""
    pages: tuple[Page, ...] = ()
    left_out: int = 0
    damaged: tuple[int, ...] = field(default=())


def read_pages(data: bytes, path: Path, limits: Limits) -> Document:
    """The pages of a PDF.

    Raises:
        ArticleFileError: it cannot be read, asks for a password, or for too much of the machine.
    """
    numbers = (limits.pdf_memory, limits.pdf_seconds, limits.document, limits.pdf_pages)
    # Isolated from the environment, as the product's own settings are no concern of it.
    command = [sys.executable, "-I", str(_PROGRAM), *map(str, numbers)]
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                command,
                input=data,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE * limits.pdf_seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _too_much(path, limits) from None
        output.seek(0)
        lines = output.read().splitlines()
    if done.returncode != 0:
        raise _too_much(path, limits)
    head, *pages = [json.loads(line) for line in lines]
    if "error" in head:
        raise _unreadable(path, head["error"])
    return Document(
        title=str(head["title"]).strip(),
        pages=tuple(_page(page) for page in pages),
        left_out=head["pages"] - len(pages),
        damaged=tuple(n for n, page in enumerate(pages, 1) if page.get("damaged")),
    )


def _page(page: dict[str, Any]) -> Page:
    width, height = page["size"]
    pieces = tuple(
        Piece(text.translate(_LIGATURES), *place) for text, *place in page["pieces"] if text
    )
    return Page(width, height, pieces, page["bad"])


def _unreadable(path: Path, kind: str) -> ArticleFileError:
    if kind == "password":
        return ArticleFileError(
            f"{shown(path)}: this PDF asks for a password", "save a copy without one"
        )
    return ArticleFileError(f"{shown(path)}: not a PDF that can be read", "export it again")


def _too_much(path: Path, limits: Limits) -> ArticleFileError:
    memory = limits.pdf_memory >> 20
    return ArticleFileError(
        f"{shown(path)}: reading this PDF takes more than {memory} MiB of memory or "
        f"{limits.pdf_seconds} s of processor time, or crashes its reader",
        "print it to a new PDF",
    )
