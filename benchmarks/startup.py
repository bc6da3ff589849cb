"""How long people wait for the first answer: ``python -m benchmarks.startup``.

Each command is a process of its own; the median of ``--runs`` is printed, in seconds.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from qa.index.ingest import ingest_paths
from qa.settings import ROOT

_QUESTION = "what cooperation areas did Mishustin list"


def main(runs: Annotated[int, typer.Option(help="Processes of each kind.")] = 5) -> None:
    """Time ``import qa``, ``python -m qa ask`` and ``python app.py`` until /readyz answers."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        ingest_paths(index, [ROOT / "corpus"])
        ask = [sys.executable, "-m", "qa", "ask", _QUESTION, "--index", str(index)]
        measures: dict[str, Callable[[], float]] = {
            "import qa": lambda: _process([sys.executable, "-c", "import qa"]),
            "python -m qa ask": lambda: _process(ask),
            "app.py until /readyz": lambda: _ready(index),
        }
        for name, measure in measures.items():
            seconds = [measure() for _ in range(runs)]
            spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
            print(f"{name:24} median {statistics.median(seconds):.2f} s ({spread})")


def _process(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _ready(index: Path) -> float:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "QA_PORT": str(port), "QA_INDEX": str(index)}
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - started < 120:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                    return time.perf_counter() - started
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.05)
        raise SystemExit("app.py did not get ready within 120 s")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    typer.run(main)
