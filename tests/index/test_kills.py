from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.kills import survive


@pytest.mark.slow
def test_an_ingestion_killed_five_times_gives_the_same_index(tmp_path: Path) -> None:
    done = survive(tmp_path, kills=5, articles=600, seed=7)
    assert (done.kills, done.problems) == (5, ())
