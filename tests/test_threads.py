"""Programs multiply matrices in one thread; whoever says otherwise is heard."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_SCRIPT = """
import runpy, sys
sys.argv = ["qa", "--help"]
try:
    runpy.run_module("qa", run_name="__main__")
except SystemExit:
    pass
import numpy, threadpoolctl
print(max(library["num_threads"] for library in threadpoolctl.threadpool_info()))
"""


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores to tell")
@pytest.mark.parametrize(("told", "threads"), [({}, 1), ({"OPENBLAS_NUM_THREADS": "2"}, 2)])
def test_one_thread_unless_told_otherwise(told: dict[str, str], threads: int) -> None:
    kept = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env={**kept, **told},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout.split()[-1]) == threads
