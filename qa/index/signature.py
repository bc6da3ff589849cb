"""Signatures: a few hundred bytes of an article that tell how much text two articles share.

A signature holds two sketches. The MinHash of the body's shingles estimates resemblance and
containment (Broder, "On the resemblance and containment of documents", 1997); the sketch of
its numbers tells a copy from the next issue of a templated story, such as a daily stock
report, which shares most words and few numbers.

Everything is taken from folded text without punctuation and white space: the other script,
another line width or other quotation marks make no difference. The headline is left out,
because outlets write their own.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.text.folding import fold
from qa.text.language import HAN, TextLanguage, is_chinese

# Bump when the same article would get other bytes, also if a new rensa is the reason.
SIGNATURE_VERSION: Final = 1
# 256 values of 16 bits estimate better than 128 of 32 bits in the same space: the root mean
# square error at a resemblance of 0.5 is 0.026, not 0.040 (400 pairs of sets of 500 shingles).
# Keeping only low bits adds 2 ** -16 to a resemblance (Li and König, "b-Bit Minwise Hashing",
# 2010).
PERMUTATIONS: Final = 256
# 99 of 100 news articles have fewer different numbers.
NUMBERS: Final = 40
SIGNATURE_BYTES: Final = 4 + 2 * (PERMUTATIONS + NUMBERS)

_SEED = 1
_CHINESE_SHINGLE = 5
_OTHER_SHINGLE = 3
_HEADER = struct.Struct("<HH")
_MOST = 0xFFFF
_VALUE = np.dtype("<u2")

# One Chinese character, or a run of other letters and digits.
_TOKEN = re.compile(rf"{HAN.pattern}|[^\W_{HAN.pattern[1:-1]}]+")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True)
class Likeness:
    """How alike n articles are, pair by pair; all arrays are symmetric, shape ``(n, n)``.

    Attributes:
        resemblance: estimated share of the shingles of both that both have (Jaccard), 0 to 1.
        containment: estimated share of the shorter one's shingles that the other has, 0 to 1.
        shingles: number of different shingles of the shorter one.
        numbers: number of different numbers of the one with fewer of them.
        conflicts: how many of those the other one lacks: 0 where a text was cut or continued,
            many where the numbers were exchanged.
    """

    resemblance: NDArray[np.float32]
    containment: NDArray[np.float32]
    shingles: NDArray[np.int32]
    numbers: NDArray[np.int32]
    conflicts: NDArray[np.int32]


def signature(article: Article) -> bytes:
    """The signature of an article's body, ``SIGNATURE_BYTES`` long.

    The same on every machine and in every process. Layout, all little-endian uint16: number of
    different shingles, number of different numbers (both at most 65535), the low 16 bits of
    ``PERMUTATIONS`` MinHash values (R-MinHash: Dahlgaard, Knudsen and Thorup, "Fast Similarity
    Sketching", 2017), and the ``NUMBERS`` smallest hashes of numbers, in order, padded with 0.
    """
    from rensa import RMinHash  # type: ignore[import-untyped]

    folded = fold(article.body)
    shingles = _shingles(folded, article.language)
    numbers = _numbers(folded)
    sketch = RMinHash(PERMUTATIONS, _SEED)
    sketch.update(shingles)
    values = np.asarray(sketch.digest(), np.uint32).astype(_VALUE)
    kept = np.zeros(NUMBERS, _VALUE)
    kept[: len(numbers)] = numbers[:NUMBERS]
    header = _HEADER.pack(min(len(shingles), _MOST), min(len(numbers), _MOST))
    return header + values.tobytes() + kept.tobytes()


def resemblance(signatures: Sequence[bytes]) -> NDArray[np.float32]:
    """Estimated Jaccard resemblance of the shingles of n articles, shape ``(n, n)``, 0 to 1.

    An article without any text resembles nothing but itself.
    """
    count, _, values, _ = _unpack(signatures)
    alike = np.empty((len(count), len(count)), np.float32)
    for row, own in enumerate(values):  # all at once would be gigabytes for a deep search
        alike[row] = (values == own).sum(axis=1, dtype=np.int32)
    alike /= PERMUTATIONS
    alike[(count == 0) | (count[:, None] == 0)] = 0
    np.fill_diagonal(alike, 1)
    return alike


def compare(signatures: Sequence[bytes]) -> Likeness:
    """How alike n articles are.

    Raises:
        ValueError: a signature that has another length, so is not of this version.
    """
    shingles, _, _, _ = _unpack(signatures)
    alike = resemblance(signatures)
    smaller = np.minimum(shingles, shingles[:, None])
    common = alike / (1 + alike) * (shingles + shingles[:, None])
    containment = np.clip(common / np.maximum(smaller, 1), 0, 1).astype(np.float32)
    numbers, conflicts = _compare_numbers(signatures)
    return Likeness(alike, containment, smaller, numbers, conflicts)


def _compare_numbers(
    signatures: Sequence[bytes],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """``Likeness.numbers`` and ``Likeness.conflicts``.

    Of an article with more numbers than were kept, those up to the highest kept hash are a
    fair sample; the other article is then looked at only as far up.
    """
    _, counts, _, kept = _unpack(signatures)
    n = len(signatures)
    held = np.arange(NUMBERS) < counts[:, None]
    reach = np.where(counts > NUMBERS, kept.max(axis=1, initial=0), _MOST)
    distinct, places = np.unique(kept[held], return_inverse=True)
    has = np.zeros((n, len(distinct)), np.float32)
    has[np.nonzero(held)[0], places] = 1
    within = np.empty((n, n), np.int32)
    for i, limit in enumerate(np.minimum(reach, reach[:, None])):
        within[i] = (held[i] & (kept[i] <= limit[:, None])).sum(axis=1)
    numbers = np.minimum(within, within.T)
    return numbers, numbers - (has @ has.T).astype(np.int32)


def minhashes(signatures: Sequence[bytes]) -> NDArray[np.uint16]:
    """The MinHash values of n articles, (n, ``PERMUTATIONS``); equal ones count as common text."""
    return np.ascontiguousarray(_unpack(signatures)[2], np.uint16)


def _unpack(
    signatures: Sequence[bytes],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint16], NDArray[np.uint16]]:
    """Shingle counts (n,), number counts (n,), MinHash values (n, p), number hashes (n, k)."""
    if any(len(one) != SIGNATURE_BYTES for one in signatures):
        raise ValueError(f"a signature of version {SIGNATURE_VERSION} has {SIGNATURE_BYTES} bytes")
    table = np.frombuffer(b"".join(signatures), _VALUE).reshape(-1, SIGNATURE_BYTES // 2)
    counts = table[:, :2].astype(np.int32)
    return counts[:, 0], counts[:, 1], table[:, 2 : 2 + PERMUTATIONS], table[:, 2 + PERMUTATIONS :]


def _shingles(folded: str, language: TextLanguage) -> list[str]:
    """The different runs of 5 Chinese characters, or of 3 words, in a folded text.

    A text shorter than that is one shingle.
    """
    tokens = _TOKEN.findall(folded)
    size = _CHINESE_SHINGLE if is_chinese(language) else _OTHER_SHINGLE
    if len(tokens) <= size:
        return [" ".join(tokens)] if tokens else []
    shifted = (tokens[start:] for start in range(size))
    return list(set(map(" ".join, zip(*shifted, strict=False))))


def _numbers(folded: str) -> list[int]:
    """16-bit hashes of the different numbers of a folded text, in ascending order.

    ``1,200`` is ``1200`` and ``08`` is ``8``: outlets write the same number differently.
    """
    found = {match.replace(",", "").lstrip("0") for match in _NUMBER.findall(folded)}
    hashes = {blake2b(one.encode(), digest_size=2).digest() for one in found}
    return sorted(int.from_bytes(one, "little") for one in hashes)
