"""A look at Chroma's files in a process of its own, because they may end the one that opens them.

``python -m qa.index.inspection FOLDER DIMENSION`` exits with 0 where they can be used.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np

from qa.index.damage import DamagedIndexSideError
from qa.index.vectors import DATABASE, VectorIndex

_log = logging.getLogger(__name__)
_LONGEST = 600.0
_SAMPLE = 200
_NEAR = 10
_ITSELF = 0.99


def inspect(folder: Path, dimension: int) -> bool:
    """Whether a folder can be opened and searched; takes some seconds."""
    paths = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", __name__, str(folder), str(dimension)]
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            command,
            env=os.environ | {"PYTHONPATH": paths},
            capture_output=True,
            text=True,
            timeout=_LONGEST,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.warning("%s could not be inspected: %s", folder, error)
        return False
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        _log.warning("%s cannot be used (exit %d): %s", folder, done.returncode, *last or [""])
    return done.returncode == 0


def _look(folder: Path, dimension: int) -> None:
    """Raise where something is wrong: in the database, in a sample of entries, in the graph."""
    _tidy(folder / DATABASE)
    side = VectorIndex(folder, name="")
    dimension = side.basis.directions.shape[1] if side.basis else dimension
    ids = sorted(side.ids())
    if len(ids) != side.count():
        raise DamagedIndexSideError("entries and vectors are not of one number")
    # The newest are those that Chroma may not have put into its graph.
    step = max(1, len(ids) // _SAMPLE)
    for chunk_id in {*ids[::step], *ids[-_SAMPLE:]}:
        vector = side.vector(chunk_id)
        if vector is None or vector.shape != (dimension,):
            raise DamagedIndexSideError(f"chunk {chunk_id} has no vector")
        length = float(np.linalg.norm(vector))
        found = side.search_held(vector, _NEAR)
        if length and not found[0][1] > _ITSELF:
            raise DamagedIndexSideError(f"chunk {chunk_id} is not found by its own vector")


def _tidy(database: Path) -> None:
    """Check the database, and take out the notes of openings before they fill their page."""
    if not database.exists():
        raise DamagedIndexSideError("there is no database")
    with closing(sqlite3.connect(database, timeout=30)) as db:
        problems = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if problems != "ok":
            raise DamagedIndexSideError(problems)
        with db:
            db.execute("DELETE FROM acquire_write")


if __name__ == "__main__":
    _look(Path(sys.argv[1]), int(sys.argv[2]))
