"""Token counts without a download: a byte-level BPE of our own, read by tiktoken.

The ranks file is made by ``python -m training tokenizer``. It is xz-compressed text:
a header line (format, number of tokens, SHA-256 of the lines that follow), then one
base64 token a line, whose rank is its line number from 0.
"""

from __future__ import annotations

import base64
import hashlib
import lzma
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import ModelError
from qa.models.artefact import artefact

if TYPE_CHECKING:
    import tiktoken

RANKS_FILE = "news-32k.ranks.xz"
# Han and other letters apart, so that a Latin word in Chinese text is counted as in English.
SPLIT_PATTERN = (
    r"\p{Han}+|'(?:s|t|re|ve|m|ll|d)| ?[\p{L}\p{M}&&[^\p{Han}]]+| ?\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}\p{M}]+|\s+(?!\S)|\s+"
)
_FORMAT = "news-qa-ranks-1"
_REMEDY = "restore the file from the repository, or rebuild it: python -m training tokenizer"


def write_ranks(tokens: Sequence[bytes], path: Path) -> None:
    """Write tokens, in the order of their ranks, in the format that ``read_ranks`` reads."""
    body = b"".join(base64.b64encode(token) + b"\n" for token in tokens)
    digest = hashlib.sha256(body).hexdigest()
    header = f"{_FORMAT} {len(tokens)} {digest}\n".encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(header + body, preset=9 | lzma.PRESET_EXTREME))


def read_ranks(path: Path) -> dict[bytes, int]:
    """Tokens and their ranks.

    Raises:
        ModelError: the file is missing, damaged, or in another format.
    """
    try:
        header, _, body = lzma.decompress(path.read_bytes()).partition(b"\n")
    except (OSError, lzma.LZMAError, EOFError) as error:
        raise ModelError(f"token ranks {path}: cannot be read ({error})", _REMEDY) from None
    form, count, digest = (*header.decode("ascii", "replace").split(" "), "", "", "")[:3]
    if form != _FORMAT:
        raise ModelError(f"token ranks {path}: not in the format {_FORMAT}", _REMEDY)
    if hashlib.sha256(body).hexdigest() != digest:
        raise ModelError(f"token ranks {path}: the checksum does not match", _REMEDY)
    ranks = {base64.b64decode(line): rank for rank, line in enumerate(body.splitlines())}
    if str(len(ranks)) != count:
        raise ModelError(f"token ranks {path}: {len(ranks)} tokens where {count} belong", _REMEDY)
    return ranks


def make_encoding(ranks: dict[bytes, int]) -> tiktoken.Encoding:
    """The tiktoken encoding that these ranks describe; it has no special tokens."""
    import tiktoken

    return tiktoken.Encoding(
        name="news-qa", pat_str=SPLIT_PATTERN, mergeable_ranks=ranks, special_tokens={}
    )


@cache
def encoding() -> tiktoken.Encoding:
    """The shipped encoding, read at the first call (about 40 ms).

    Raises:
        ModelError: the ranks file is missing or damaged.
    """
    return make_encoding(read_ranks(artefact("tokenizer").path(RANKS_FILE)))


def count_tokens(text: str) -> int:
    """How many tokens a text has; 0 for the empty text."""
    return len(encoding().encode_ordinary(text))
