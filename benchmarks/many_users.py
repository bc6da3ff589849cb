"""Many people asking at once: ``python -m benchmarks.many_users --index DIR``.

For each ``--users`` N a fresh ``app.py`` serves the index, and N clients ask it over HTTP, each its
next question when it has its answer. Side by side: answers a second, how long one waits for an
answer, and the server's memory, at its highest and after it. Linux only (``/proc``).

The figures are of one machine with all else that it does: compare those of one run.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from evals.files import read_objects
from qa.index.index import Index
from qa.settings import ROOT

_START_SECONDS = 120
_QUESTION_SECONDS = 300


@dataclass(frozen=True)
class Figures:
    """What N users got.

    Attributes:
        seconds: of each answer.
        passed: from the first question to the last answer, in seconds.
        processor: seconds of all the server's threads in that time.
        peak, after: megabytes of the server that were in memory.
    """

    seconds: Sequence[float]
    passed: float
    processor: float
    peak: float
    after: float

    def line(self) -> str:
        """For a table."""
        p50, p95 = np.percentile(self.seconds, [50, 95])
        return (
            f"{len(self.seconds) / self.passed:7.1f}  {p50:7.2f}  {p95:7.2f}  "
            f"{self.peak:7.0f}  {self.after:7.0f}  {self.processor / self.passed:6.2f}"
        )


def main(
    index: Annotated[Path, typer.Option(help="An index that is there already.")],
    users: Annotated[list[int] | None, typer.Option(help="How many ask at once.")] = None,
    answers: Annotated[int, typer.Option(help="Answers in all, for each number of users.")] = 300,
    workers: Annotated[
        list[int] | None, typer.Option(help="Of QA_PARALLEL_ANSWERS; without: the default.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="A queries.jsonl of questions; else titles.")
    ] = None,
) -> None:
    """Ask the same questions by each number of users, of each number of workers."""
    asked = _questions(index, questions, answers)
    print(f"{len(asked)} questions; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("workers  users  answers/s  p50 s    p95 s   peak MB after MB  cores used")
    counts: list[int | None] = list(workers) if workers else [None]
    for count, parallel in itertools.product(users or [1, 50], counts):
        figures = _asked_by(count, asked, index, parallel)
        print(f"{parallel or 'default':>7}  {count:5}  {figures.line()}", flush=True)


def _questions(index: Path, file: Path | None, count: int) -> list[str]:
    if file:
        texts = [row["text"] for _, row in read_objects(file)]
    else:
        with closing(Index(index)) as opened:
            some = itertools.islice(opened.store.iter_articles(), count)
            texts = [article.headline[:60] or article.body[:40] for article in some]
    return list(itertools.islice(itertools.cycle(texts), count))


def _asked_by(users: int, asked: Sequence[str], index: Path, parallel: int | None) -> Figures:
    with _served(index, parallel) as (port, process), ThreadPoolExecutor(users) as pool:
        _ask(port, asked[0])  # the first one loads what all need
        processor, started = _processor(process), time.perf_counter()
        seconds = list(pool.map(lambda question: _ask(port, question), asked))
        passed = time.perf_counter() - started
        processor = _processor(process) - processor
        peak, after = (_megabytes(process, name) for name in ("VmHWM", "VmRSS"))
        return Figures(seconds, passed, processor, peak, after)


def _ask(port: int, question: str) -> float:
    started = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, _QUESTION_SECONDS)) as connection:
        body = json.dumps({"question": question})
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        if response.status != 200:
            raise SystemExit(f"{question}: {response.status} {response.read().decode()}")
        response.read()
    return time.perf_counter() - started


@contextmanager
def _served(index: Path, parallel: int | None) -> Iterator[tuple[int, int]]:
    """The port and the process id of a server that is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "QA_PORT": str(port), "QA_INDEX": str(index.absolute())}
    if parallel:
        environment["QA_PARALLEL_ANSWERS"] = str(parallel)
    quiet = subprocess.DEVNULL
    command = [sys.executable, "app.py"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait_until_ready(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait for the index, and for the page, which takes memory and the processor as well."""
    end = time.perf_counter() + _START_SECONDS
    while time.perf_counter() < end and server.poll() is None:
        try:
            if all(_status(port, path) == 200 for path in ("/readyz", "/gradio_api/info")):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"app.py did not get ready within {_START_SECONDS} s")


def _status(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, 5)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def _megabytes(process: int, name: str) -> float:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1000


def _processor(process: int) -> float:
    """Seconds that the threads of a process have had of the processor."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    typer.run(main)
