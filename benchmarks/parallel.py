"""Searches a second of one thread and of several: ``python -m benchmarks.parallel INDEX``.

The questions are titles and first words of some articles, or those of ``--questions FILE``. Each
number of threads does as many searches in all, in rounds that take turns, so that what else the
machine does falls on all alike. Beside the rate stands the time a search takes, and what the
cores were busy with.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.search import sample_questions
from qa.index.index import Index
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever

_WARMING = 40


@dataclass
class Measured:
    """What one number of threads did.

    Attributes:
        seconds: that its rounds took in all.
        processor: seconds of all cores in that time.
        times: of each search, in ms.
    """

    seconds: float = 0.0
    processor: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Searches a second."""
        return len(self.times) / self.seconds


def main(
    index: Annotated[Path, typer.Argument(help="An index folder.")],
    queries: Annotated[int, typer.Option(help="Questions asked in each round.")] = 200,
    rounds: Annotated[int, typer.Option(help="Rounds of each number of threads.")] = 3,
    threads: Annotated[list[int] | None, typer.Option(help="Numbers of threads.")] = None,
    questions: Annotated[list[Path] | None, typer.Option(help="A queries.jsonl.")] = None,
) -> None:
    """Search with each number of threads in turn and print the rates side by side."""
    counts = threads or [1, 8]
    with closing(Index(index)) as opened, ExitStack() as stack:
        # No question twice: what is kept of one would make the next round faster.
        wanted = queries * rounds * len(counts) + sum(_WARMING * count for count in counts)
        named = sample_questions(opened, questions or [], wanted)
        asked = iter([question for _, some in named for question in some])
        found = {count: Measured() for count in counts}
        # As in a server, threads live long: each has its connection to the store.
        pools = {n: stack.enter_context(ThreadPoolExecutor(n)) for n in counts}
        for count, pool in pools.items():
            _round(opened, list(islice(asked, _WARMING * count)), pool, Measured())
        for _ in range(rounds):
            for count, measured in found.items():
                _round(opened, list(islice(asked, queries)), pools[count], measured)
        print(
            f"{opened.store.count('chunks'):,} chunks, {rounds} rounds of {queries} questions; "
            f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )
    for count, measured in found.items():
        p50, p95 = np.percentile(measured.times, [50, 95])
        print(
            f"{count} threads: {measured.rate:6.1f} searches a second "
            f"({measured.rate / found[counts[0]].rate:.2f} x)  p50 {p50:6.1f} ms  "
            f"p95 {p95:6.1f} ms  cores busy {measured.processor / measured.seconds:.2f}"
        )


def _round(
    index: Index, asked: Sequence[str], pool: ThreadPoolExecutor, measured: Measured
) -> None:
    """Ask all questions once with the threads of a pool."""
    retriever = Retriever(index)

    def search(question: str) -> float:
        started = time.perf_counter()
        retriever.search(Query.of(question, index))
        return 1000 * (time.perf_counter() - started)

    started, processor = time.perf_counter(), time.process_time()
    measured.times.extend(pool.map(search, asked))
    measured.seconds += time.perf_counter() - started
    measured.processor += time.process_time() - processor


if __name__ == "__main__":
    typer.run(main)
