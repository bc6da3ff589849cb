"""Training text that the embedding model never sees.

Scores of later stages (relevance, fusion, the reader) are fitted on pairs that look to the
embedding model as a stranger's question does; on its own training pairs it is far too sure.
One part in sixteen is held out: questions by their passage, translated news by blocks of
neighbouring lines, so that no sentence of a held-out passage is trained on.
"""

from __future__ import annotations

import hashlib

_ONE_IN = 16
BLOCK_LINES = 40


def passage_held_out(passage: str) -> bool:
    """Whether questions on this passage are held out."""
    return _drawn(passage)


def line_held_out(source: str, line: int) -> bool:
    """Whether this line (from 0) of the parallel file is held out."""
    return _drawn(f"{source}:{line // BLOCK_LINES}")


def _drawn(key: str) -> bool:
    return hashlib.sha256(key.encode()).digest()[0] % _ONE_IN == 0
