"""Sentence-aware chunks of an article's body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.chunking.ranks import count_tokens
from qa.text.sentences import sentence_spans

CHUNK_TOKENS = 256
OVERLAP_TOKENS = 48
# Bump when the same body would be cut otherwise: indexes are then cut anew.
CHUNKER_VERSION = 2

_CLAUSE_END = re.compile(r"[，,、；;：:]|\s")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of whole sentences: ``text == body[start:end]``, ``tokens`` by our encoding."""

    start: int
    end: int
    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    tokens: int


def chunk_body(
    body: str, *, size: int = CHUNK_TOKENS, overlap: int = OVERLAP_TOKENS
) -> list[Chunk]:
    """Cut a body into chunks of about ``size`` tokens that overlap by whole sentences.

    Each chunk has at most ``size`` tokens (counted sentence by sentence); a sentence that is
    longer alone is cut at a clause. Neighbours share as many whole sentences as fit into
    ``overlap`` tokens. Every sentence is in at least one chunk.
    """
    units = list(_units(body, size))
    chunks: list[Chunk] = []
    first = 0
    while first < len(units):
        last, tokens = first, units[first].tokens
        while last + 1 < len(units) and tokens + units[last + 1].tokens <= size:
            last += 1
            tokens += units[last].tokens
        start, end = units[first].start, units[last].end
        chunks.append(Chunk(start, end, body[start:end], tokens))
        if last + 1 == len(units):
            break
        first = _next_first(units, first, last, size, overlap)
    return chunks


def _next_first(units: list[_Unit], first: int, last: int, size: int, overlap: int) -> int:
    """Where the next chunk starts: as far back as the overlap allows, and always onwards."""
    budget = min(overlap, size - units[last + 1].tokens)
    following = last + 1
    while following - 1 > first and units[following - 1].tokens <= budget:
        following -= 1
        budget -= units[following].tokens
    return following


def _units(body: str, size: int) -> Iterator[_Unit]:
    for start, end in sentence_spans(body):
        tokens = count_tokens(body[start:end])
        if tokens <= size:
            yield _Unit(start, end, tokens)
        else:
            yield from _split_long(body, start, end, size)


def _split_long(body: str, start: int, end: int, size: int) -> Iterator[_Unit]:
    """Pieces of one over-long sentence, cut after a clause mark where there is one."""
    while start < end:
        stop = _longest_prefix(body, start, end, size)
        if stop < end:
            marks = [m.end() for m in _CLAUSE_END.finditer(body, start, stop)]
            if marks and marks[-1] - start > (stop - start) // 2:
                stop = marks[-1]
        text = body[start:stop]
        if text.strip():
            lead = len(text) - len(text.lstrip())
            yield _Unit(start + lead, start + len(text.rstrip()), count_tokens(text.strip()))
        start = stop


def _longest_prefix(body: str, start: int, end: int, size: int) -> int:
    # A token of byte-level BPE is at least one byte, so a character is at most four tokens:
    # the first size // 4 characters always fit, and bisection finds how many more do.
    low, high = min(end, start + max(1, size // 4)), min(end, start + size * 16)
    while low < high:
        middle = (low + high + 1) // 2
        if count_tokens(body[start:middle]) <= size:
            low = middle
        else:
            high = middle - 1
    return low
