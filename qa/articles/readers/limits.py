"""How much a file may ask of the machine that reads it.

Archives, compressed files and documents can say "write a terabyte" in a few bytes. What goes
beyond these limits is refused with the limit's name; nothing is read in part unannounced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qa.errors import ArticleFileError

_MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, unless said otherwise.

    Attributes:
        document: a file, a page or a message that is held in memory whole.
        member: one file of an archive, unpacked onto the disk.
        members: how many files one archive may hold.
        directory: an archive's list of its files.
        page: one web page; parsers hold ten times as much.
        part: one part of a document such as DOCX, held as a tree.
        message: one mail.
        line: one line of a format that is read by lines.
        ratio: how many bytes one compressed byte may unpack to, once ``ratio_from`` bytes are
            unpacked; text reaches 30.
        dictionary: what the decoder of an xz file may hold.
        depth: archives within archives.
        pdf_memory: of the process that reads a PDF.
        pdf_seconds: of processor time, for one PDF.
        pdf_pages: how many pages of one PDF are read.
    """

    document: int = 256 * _MIB
    member: int = 4096 * _MIB
    members: int = 1_000_000
    directory: int = 128 * _MIB
    page: int = 32 * _MIB
    part: int = 32 * _MIB
    message: int = 64 * _MIB
    line: int = 64 * _MIB
    ratio: int = 200
    ratio_from: int = 32 * _MIB
    dictionary: int = 256 * _MIB
    depth: int = 3
    pdf_memory: int = 1024 * _MIB
    pdf_seconds: int = 120
    pdf_pages: int = 5000

    def within(self) -> Limits:
        """The limits of an archive that stands in an archive."""
        return replace(self, depth=self.depth - 1)


LIMITS = Limits()


def too_large(where: str, size: int, hint: str = "split it") -> ArticleFileError:
    """The error of something larger than ``size`` bytes."""
    return ArticleFileError(f"{where}: larger than {size / _MIB:.15g} MiB", hint)


def check_ratio(unpacked: int, packed: int, where: str, limits: Limits) -> None:
    """Refuse what unpacks to far more than any text does.

    Raises:
        ArticleFileError: more than ``limits.ratio`` bytes for each packed one.
    """
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(packed, 1):
        raise ArticleFileError(
            f"{where}: unpacks to more than {limits.ratio} times its size",
            "no text does so: the file is damaged or made to do harm",
        )
