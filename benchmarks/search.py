"""Ingestion and search speed: ``python -m benchmarks.search NEWS --articles 20000``.

NEWS is a text file (or ``.txt.xz``) with one article a line, or any file or folder that
``qa ingest`` reads. With ``--index DIR`` an index that is there already is searched instead.
The questions are titles and first words, or those of each ``--questions FILE`` in turn; where
the files are in different languages, each direction of the search is timed by itself.

With ``--json OUT`` the times are written as ``python -m evals keep`` takes them.

Beside the time that passes stands the processor time of all threads, which hardly depends on
what else the machine does.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer

from benchmarks.pools import KEPT, PROPOSED, search_lexical
from evals.datasets import read_documents
from evals.files import read_objects
from evals.keeping import made_now
from evals.kept_figures import Figures, Result, Run, save_figures
from qa.articles.identity import make_article
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.candidates import looked_at, nearness
from qa.retrieval.features import match
from qa.retrieval.query import Query
from qa.retrieval.retriever import Mode, Retriever

_MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")
_FILTERS = Filters(language="zh")
Search = Callable[[str], object]


def main(
    news: Annotated[Path | None, typer.Argument(help="Articles to ingest.")] = None,
    articles: Annotated[int, typer.Option(help="How many of them.")] = 20_000,
    queries: Annotated[int, typer.Option(help="Queries of each kind.")] = 200,
    index: Annotated[Path | None, typer.Option(help="An index to search instead.")] = None,
    questions: Annotated[
        list[Path] | None, typer.Option(help="A queries.jsonl of questions to ask.")
    ] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the times here.")] = None,
) -> None:
    """Ingest where articles are given, then time each kind of search, and hybrid by its stages."""
    if (news is None) == (index is None):
        raise typer.BadParameter("give articles to ingest, or an index")
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as folder:
        if news:
            _ingest(Path(folder), news, articles)
        with closing(Index(index or Path(folder))) as opened:
            print(f"{opened.store.count('chunks'):,} chunks")
            for name, asked in sample_questions(opened, questions or [], queries):
                load = os.getloadavg()[0]
                print(
                    f"\n{name}: {len(asked)} questions; load {load:.1f} on {os.cpu_count()} cores"
                )
                results += _time_searches(opened, name, asked)
    if json_out:
        run = Run(made=made_now(sys.orig_argv), results=tuple(results))
        save_figures(json_out, Figures(runs=(run,)))


def _ingest(folder: Path, news: Path, articles: int) -> None:
    drafts = itertools.islice(read_documents(news), articles)
    report = ingest_articles(folder, map(make_article, drafts))
    rate = report.articles / report.seconds
    print(f"ingested {report.articles:,} articles, {report.chunks:,} chunks, {rate:.0f} a second")


def sample_questions(
    index: Index, files: Sequence[Path], queries: int
) -> Iterator[tuple[str, list[str]]]:
    """The questions of each file, or the titles of some articles, with a name."""
    for path in files:
        rows = itertools.islice(read_objects(path), queries)
        yield path.resolve().parent.name, [row["text"] for _, row in rows]
    if not files:
        some = itertools.islice(index.store.iter_articles(), queries)
        yield "titles", [article.headline[:40] or article.body[:40] for article in some]


def _time_searches(index: Index, dataset: str, asked: Sequence[str]) -> Iterator[Result]:
    """Print the times of each kind of search, and give those of the three modes."""
    retriever = Retriever(index)

    def searching(mode: Mode, filters: Filters | None = None) -> Search:
        def search(question: str) -> object:
            query = Query.of(question, index)
            return retriever.search(query, mode=mode, filters=filters)

        return search

    for mode in _MODES:
        figures = _report(mode, asked, searching(mode))
        yield Result(dataset=dataset, system=mode, queries=len(asked), figures=figures)
    _report("filtered", asked, searching("hybrid", _FILTERS))
    _report_stages(index, asked, searching("hybrid"))


def _report(name: str, questions: Sequence[str], search: Search) -> dict[str, float]:
    """Print the median and the 95th percentile, and give them."""
    search(questions[0])
    times = [_timed(search, question) for question in questions]
    p50, p95 = np.percentile([each.passed for each in times], [50, 95])
    processor = np.median([each.processor for each in times])
    print(f"{name:9} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms  (processor {processor:6.1f} ms)")
    return {"ms p50": round(float(p50), 2), "ms p95": round(float(p95), 2)}


class Times(NamedTuple):
    """Milliseconds."""

    passed: float
    processor: float

    @classmethod
    def now(cls) -> Times:
        """Two clocks to count from."""
        return cls(1000 * time.perf_counter(), 1000 * time.process_time())

    def since(self, earlier: Times) -> Times:
        """The time between two readings of the clocks."""
        return Times(self.passed - earlier.passed, self.processor - earlier.processor)


def _timed(search: Search, question: str) -> Times:
    started = Times.now()
    search(question)
    return Times.now().since(started)


# -- the stages of the hybrid search --------------------------------------------------------


class _Clock:
    """The time from one call of ``lap`` to the next, by name."""

    def __init__(self) -> None:
        self.laps: dict[str, Times] = {}
        self._last = Times.now()

    def lap(self, name: str) -> None:
        now = Times.now()
        self.laps[name] = now.since(self._last)
        self._last = now


def _stages(question: str, index: Index) -> dict[str, Times]:
    """Milliseconds of each stage, put together as in ``qa.retrieval.candidates.propose``."""
    clock = _Clock()
    query = Query.of(question, index)
    query.wordings()
    clock.lap("words and their translations")
    _ = query.vector, query.matching_vector, query.words
    clock.lap("embedding of the question")
    nearest = index.search_dense(query.vector, PROPOSED)
    clock.lap("dense candidates")
    lexical, shares = search_lexical(query)
    clock.lap("lexical candidates")
    best = sorted(lexical, key=lambda chunk: -shares[chunk])
    ids = list(dict.fromkeys([*(chunk for chunk, _ in nearest[:KEPT]), *best[:KEPT]]))
    near = nearness(query, ids)
    clock.lap("nearness")
    candidates = looked_at(query, ids, near, lexical)
    clock.lap("reading, lexical scores")
    match(query, candidates)
    clock.lap("features")
    return clock.laps


def _report_stages(index: Index, asked: Sequence[str], search: Search) -> None:
    """Print the median of each stage, and of what the whole search takes beyond them."""
    found: list[dict[str, Times]] = []
    for number, question in enumerate(asked):
        # Whichever comes second finds some things in memory: they take turns.
        before = _timed(search, question) if number % 2 else None
        laps = _stages(question, index)
        whole = before or _timed(search, question)
        stages = Times(*np.sum(list(laps.values()), axis=0).tolist())
        found.append({**laps, "rest": whole.since(stages)})
    for name in found[0]:
        passed, processor = np.median([each[name] for each in found], axis=0)
        print(f"  {name:28} {passed:6.1f} ms  (processor {processor:6.1f} ms)")


if __name__ == "__main__":
    typer.run(main)
