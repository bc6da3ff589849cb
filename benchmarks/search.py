"""Ingestion and search speed: ``python -m benchmarks.search NEWS --articles 20000``.

NEWS is a text file (or ``.txt.xz``) with one article a line, or any file or folder that
``qa ingest`` reads.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from evals.datasets import read_documents
from qa.articles.identity import make_article
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.query import Query
from qa.retrieval.retriever import Mode, Retriever

_MODES: tuple[Mode, ...] = ("lexical", "dense", "hybrid")


def main(
    news: Annotated[Path, typer.Argument(help="Articles.")],
    articles: Annotated[int, typer.Option(help="How many of them.")] = 20_000,
    queries: Annotated[int, typer.Option(help="Queries of each kind.")] = 200,
) -> None:
    """Ingest, then time each kind of search with titles and first words as questions."""
    with tempfile.TemporaryDirectory() as folder:
        drafts = itertools.islice(read_documents(news), articles)
        report = ingest_articles(Path(folder), map(make_article, drafts))
        rate = report.articles / report.seconds
        print(
            f"ingested {report.articles:,} articles, {report.chunks:,} chunks, {rate:.0f} a second"
        )
        index = Index(Path(folder))
        retriever = Retriever(index)
        asked = [a.title[:40] for a in itertools.islice(index.store.iter_articles(), queries)]

        def timed(name: str, mode: Mode = "hybrid", filters: Filters | None = None) -> None:
            def search(question: str) -> object:
                query = Query.of(question, index)
                return retriever.search(query, mode=mode, filters=filters)

            _report(name, asked, search)

        for mode in _MODES:
            timed(mode, mode)
        timed("filtered", filters=Filters(language="zh"))
        index.close()


def _report(name: str, questions: list[str], search: Callable[[str], object]) -> None:
    milliseconds = list(_times(questions, search))
    p50, p95 = np.percentile(milliseconds, [50, 95])
    print(f"{name:9} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms")


def _times(questions: list[str], search: Callable[[str], object]) -> Iterator[float]:
    search(questions[0])
    for question in questions:
        started = time.perf_counter()
        search(question)
        yield 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    typer.run(main)
