"""Things taken now and used later, kept on disk meanwhile."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
# Bytes that are held in memory; beyond, all stand in a temporary file.
_HELD = 8 << 20


def spooled(items: Iterable[T]) -> Iterator[T]:
    """Take all of the items now, and give them back one by one. They have to be fit for pickle."""
    spool = tempfile.SpooledTemporaryFile(_HELD)  # noqa: SIM115 (closed when all is given back)
    try:
        for item in items:
            pickle.dump(item, spool, pickle.HIGHEST_PROTOCOL)
    except BaseException:
        spool.close()
        raise
    end = spool.tell()
    spool.seek(0)
    return _given_back(spool, end)


def _given_back(spool: tempfile.SpooledTemporaryFile[bytes], end: int) -> Iterator[T]:
    with spool:
        while spool.tell() < end:
            yield pickle.load(spool)  # noqa: S301 (written above)
