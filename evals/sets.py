"""Eval sets in BEIR layout: read, found fit to be measured, and with their index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.datasets import BeirSet, Query, Scan, gold_by_query, load_beir
from evals.indexes import EvalIndex, corpus_index, given_index
from evals.product import NewsQA
from evals.progress import Progress
from evals.ranker import System
from evals.report import Command, Report, Row
from evals.runner import Gold
from evals.stamps import take_stamps
from qa.errors import ArticleNotFoundError, EvalError
from qa.index.status import IndexStatus

if TYPE_CHECKING:
    from qa.service import Service


@dataclass(frozen=True, slots=True)
class BeirOptions:
    """Which eval set a command takes, and how; named as on the command line."""

    folder: Path
    corpus: Path | None = None
    distractors: Path | None = None
    limit: int | None = None
    index: str | None = None
    oracle: bool = False

    def stated(self, system: System) -> dict[str, str | int | bool | None]:
        """The options that bear on the figures, for the report."""
        given = {"embedding_model": system.model} if system.model else {}
        return given | {
            "corpus": self.corpus.name if self.corpus else None,
            "distractors": self.distractors.name if self.distractors else None,
            "limit": self.limit,
            "retriever": system.retriever,
            "oracle": self.oracle,
        }


@dataclass(frozen=True, slots=True)
class EvalSet:
    """An eval set, read and found fit to be measured.

    Attributes:
        queries: those to ask.
    """

    options: BeirOptions
    beir: BeirSet
    queries: tuple[Query, ...]
    gold: Gold
    scan: Scan
    notes: tuple[str, ...]


def read_set(
    options: BeirOptions, choose: Callable[[BeirSet, BeirOptions], tuple[Query, ...]]
) -> EvalSet:
    """Read an eval set, with the queries that are chosen of it.

    Raises:
        EvalError: it cannot be read, has none of these queries, or none of its gold documents.
    """
    beir = load_beir(options.folder, corpus=options.corpus, distractors=options.distractors)
    queries = choose(beir, options)
    scan = beir.corpus.scan(beir.gold_documents())
    gold = gold_by_query(beir.judgements, scan.article_ids)
    return EvalSet(options, beir, queries, gold, scan, _notes(beir, scan, oracle=options.oracle))


def to_search(beir: BeirSet, options: BeirOptions) -> tuple[Query, ...]:
    """The queries that have a gold document."""
    queries = beir.judged(options.limit)
    if not queries:
        raise EvalError(f"{options.folder}: qrels/test.tsv has a relevant document for no query")
    return queries


def to_ask(beir: BeirSet, options: BeirOptions) -> tuple[Query, ...]:
    """All queries, or with ``oracle`` those that have a gold document."""
    queries = beir.queries
    if options.oracle:
        queries = beir.judged()
    if not queries:
        raise EvalError(
            f"{options.folder}: no query has a gold article to give", "leave --oracle out"
        )
    return queries[: options.limit]


def check_names(names: Sequence[str]) -> None:
    """No two sets of a run may have one name."""
    for name in names:
        if names.count(name) > 1:
            raise EvalError(
                f"two eval sets are called {name}: their figures could not be told apart",
                "rename a folder, or measure them one by one",
            )


def check_given_index(ready: EvalSet) -> None:
    """At least one gold article must be in a given index, or it is of another corpus."""
    name = ready.options.index
    wanted = ready.scan.article_ids.values()
    if name is None or not wanted:
        return
    with NewsQA().service(given_index(name).folder) as service:
        if not any(_holds(service, article_id) for article_id in wanted):
            raise EvalError(
                f"index {name}: holds none of the gold articles",
                "ingest the eval set's corpus into it, or leave --index out",
            )


def _holds(service: Service, article_id: str) -> bool:
    try:
        service.get_article(article_id)
    except ArticleNotFoundError:
        return False
    return True


def open_index(ready: EvalSet, system: System, progress: Progress) -> EvalIndex:
    """The index that was given, or that of the set's corpus, built where it is not kept."""
    if ready.options.index is not None:
        return given_index(ready.options.index)
    corpus = ready.beir.corpus
    articles = progress(corpus.articles(), ready.scan.documents, "ingesting")
    return corpus_index(ready.beir.name, corpus, articles, system)


def _notes(beir: BeirSet, scan: Scan, *, oracle: bool) -> tuple[str, ...]:
    notes = []
    wanted = beir.gold_documents()
    missing = sorted(wanted - scan.article_ids.keys())
    if wanted and len(missing) == len(wanted):
        raise EvalError(
            f"{beir.corpus.main}: has no document that qrels/test.tsv names ({missing[0]}, ...)",
            "give the corpus that the judgements are for with --corpus",
        )
    if missing:
        notes.append(f"{len(missing)} gold documents are not in the corpus ({missing[0]}, ...)")
    if scan.empty:
        notes.append(f"{scan.empty} documents without text were left out")
    unjudged = len(beir.queries) - len(beir.judged())
    if oracle and unjudged:
        notes.append(f"{unjudged} queries without a gold article were left out")
    return tuple(notes)


def beir_report(
    command: Command,
    ready: EvalSet,
    system: System,
    index: EvalIndex,
    rows: tuple[Row, ...],
    status: IndexStatus,
) -> Report:
    """The report of a run over the set."""
    return Report(
        command=command,
        dataset=ready.beir.name,
        options=ready.options.stated(system),
        documents=ready.scan.documents,
        articles=status.articles,
        ingest_seconds=index.ingest_seconds,
        stamps=take_stamps(status),
        notes=ready.notes,
        rows=rows,
    )
