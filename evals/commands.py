"""What each eval command does, from its options to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from evals.datasets import BeirSet, Query, Scan, gold_by_query, load_beir
from evals.indexes import EvalIndex, corpus_index, given_index, sample_index
from evals.product import NewsQA
from evals.ranker import System
from evals.report import Command, Report, Row
from evals.runner import Gold, run_answers, run_retrieval, run_suite
from evals.stamps import take_stamps
from evals.suite import SAMPLE_SUITE, SuiteQuestion, gold_articles, load_suite
from qa.errors import ArticleNotFoundError, EvalError
from qa.index.status import IndexStatus

if TYPE_CHECKING:
    from qa.service import Service

T = TypeVar("T")


class Progress(Protocol):
    """Passes items on, and may show how far it is."""

    def __call__(self, items: Iterable[T], length: int, label: str) -> Iterator[T]:
        """The items, one by one; there will be ``length`` of them."""


@dataclass(frozen=True, slots=True)
class BeirOptions:
    """Which eval set ``retrieval`` and ``answers`` take, and how; named as on the command line."""

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
class _EvalSet:
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


def retrieval_reports(
    sets: Sequence[BeirOptions], systems: Sequence[System], progress: Progress
) -> tuple[Report, ...]:
    """Search for every judged query of BEIR folders with each of the systems, set by set.

    All sets are read and all models loaded before the first is measured: what is wrong with
    the last is known at once.

    Raises:
        EvalError: an eval set cannot be read, or judges no query; there is no such model.
        QAError: an index cannot be built or opened.
    """
    ready = [_read(options, _to_search) for options in sets]
    _check_names([each.beir.name for each in ready])
    for system in systems:
        _check_system(system, sets)
    for each in ready:
        _check_given_index(each)
    return tuple(_retrieval_report(each, system, progress) for each in ready for system in systems)


def answers_report(options: BeirOptions, system: NewsQA, progress: Progress) -> Report:
    """Ask every query of a BEIR folder.

    With ``oracle``, queries without a gold article are left out: there is nothing to give.

    Raises:
        EvalError: the eval set cannot be read, or has no query to ask.
        QAError: the index cannot be built or opened.
    """
    ready = _read(options, _to_ask)
    _check_given_index(ready)
    index = _index(ready, system, progress)
    with system.service(index.folder) as service:
        rows = run_answers(
            service,
            ready.queries,
            ready.gold,
            oracle=options.oracle,
            retriever=system.retriever,
        )
        shown = tuple(progress(rows, len(ready.queries), f"{ready.beir.name}, {system.name}"))
        return _beir_report("answers", ready, system, index, shown, service.status())


def suite_report(suite: Path | None, index: str | None, progress: Progress) -> Report:
    """Search and ask every question of a suite.

    Args:
        suite: our own over the sample corpus, unless given.
        index: a fresh one of the sample corpus, unless given.

    Raises:
        EvalError: the suite cannot be read, or names an article that the index lacks.
    """
    path = suite or SAMPLE_SUITE
    questions = load_suite(path)
    if index is not None:
        return _suite_report(path.stem, given_index(index), questions, progress)
    with sample_index() as built:
        return _suite_report(path.stem, built, questions, progress)


def _retrieval_report(ready: _EvalSet, system: System, progress: Progress) -> Report:
    index = _index(ready, system, progress)
    with system.open(index.folder) as ranker:
        rows = run_retrieval(ranker.rank, ready.queries, ready.gold)
        shown = tuple(progress(rows, len(ready.queries), f"{ready.beir.name}, {system.name}"))
        return _beir_report("retrieval", ready, system, index, shown, ranker.status())


def _read(
    options: BeirOptions, choose: Callable[[BeirSet, BeirOptions], tuple[Query, ...]]
) -> _EvalSet:
    beir = load_beir(options.folder, corpus=options.corpus, distractors=options.distractors)
    queries = choose(beir, options)
    scan = beir.corpus.scan(beir.gold_documents())
    gold = gold_by_query(beir.judgements, scan.article_ids)
    return _EvalSet(options, beir, queries, gold, scan, _notes(beir, scan, oracle=options.oracle))


def _to_search(beir: BeirSet, options: BeirOptions) -> tuple[Query, ...]:
    queries = beir.judged(options.limit)
    if not queries:
        raise EvalError(f"{options.folder}: qrels/test.tsv has a relevant document for no query")
    return queries


def _to_ask(beir: BeirSet, options: BeirOptions) -> tuple[Query, ...]:
    queries = beir.queries
    if options.oracle:
        queries = beir.judged()
    if not queries:
        raise EvalError(
            f"{options.folder}: no query has a gold article to give", "leave --oracle out"
        )
    return queries[: options.limit]


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise EvalError(
                f"two eval sets are called {name}: their figures could not be told apart",
                "rename a folder, or measure them one by one",
            )


def _check_system(system: System, sets: Sequence[BeirOptions]) -> None:
    # An index of ours that is opened with another model is embedded anew, for everybody.
    if system.model and any(options.index is not None for options in sets):
        raise EvalError(f"system {system.name}: has an index of its own", "leave --index out")
    # It says that the model cannot be used, where that is so.
    system.index_key()


def _check_given_index(ready: _EvalSet) -> None:
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


def _index(ready: _EvalSet, system: System, progress: Progress) -> EvalIndex:
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


def _beir_report(
    command: Command,
    ready: _EvalSet,
    system: System,
    index: EvalIndex,
    rows: tuple[Row, ...],
    status: IndexStatus,
) -> Report:
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


def _suite_report(
    name: str, index: EvalIndex, questions: tuple[SuiteQuestion, ...], progress: Progress
) -> Report:
    with NewsQA().service(index.folder) as service:
        gold = gold_articles(questions, _titles(service))
        rows = tuple(progress(run_suite(service, questions, gold), len(questions), "asking"))
        status = service.status()
    return Report(
        command="run",
        dataset=name,
        options={},
        documents=None,
        articles=status.articles,
        ingest_seconds=index.ingest_seconds,
        stamps=take_stamps(status),
        rows=rows,
    )


def _titles(service: Service) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for article in service.index.store.iter_articles():
        titles.setdefault(article.title, []).append(article.id)
    return titles
