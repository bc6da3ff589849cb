"""What each eval command does, from its options to its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from evals.datasets import BeirSet, Query, Scan, gold_by_query, load_beir
from evals.indexes import EvalIndex, corpus_index, given_index, sample_index
from evals.report import Command, Report, Row
from evals.runner import Gold, run_answers, run_retrieval, run_suite
from evals.stamps import take_stamps
from evals.suite import SAMPLE_SUITE, SuiteQuestion, gold_articles, load_suite
from qa.errors import ArticleNotFoundError, EvalError
from qa.retrieval.retriever import Mode

if TYPE_CHECKING:
    from qa.service import Service

T = TypeVar("T")


class Progress(Protocol):
    """Passes items on, and may show how far it is."""

    def __call__(self, items: Iterable[T], length: int, label: str) -> Iterator[T]:
        """The items, one by one; there will be ``length`` of them."""


@dataclass(frozen=True, slots=True)
class BeirOptions:
    """Options of ``retrieval`` and ``answers``; named as on the command line."""

    folder: Path
    corpus: Path | None = None
    distractors: Path | None = None
    limit: int | None = None
    retriever: Mode = "hybrid"
    index: str | None = None
    oracle: bool = False

    def stated(self) -> dict[str, str | int | bool | None]:
        """The options that bear on the figures, for the report."""
        return {
            "corpus": self.corpus.name if self.corpus else None,
            "distractors": self.distractors.name if self.distractors else None,
            "limit": self.limit,
            "retriever": self.retriever,
            "oracle": self.oracle,
        }


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An eval set with its index open."""

    beir: BeirSet
    service: Service
    gold: Gold
    documents: int
    ingest_seconds: float | None
    notes: tuple[str, ...]


def retrieval_report(options: BeirOptions, progress: Progress) -> Report:
    """Search for every judged query of a BEIR folder.

    Raises:
        EvalError: the eval set cannot be read, or judges no query.
        QAError: the index cannot be built or opened.
    """
    beir = _load(options)
    queries = beir.judged(options.limit)
    if not queries:
        raise EvalError(f"{options.folder}: qrels/test.tsv has a relevant document for no query")
    with _prepared(beir, options, progress) as prepared:
        rows = run_retrieval(prepared.service, queries, prepared.gold, retriever=options.retriever)
        rows = progress(rows, len(queries), "searching")
        return _beir_report("retrieval", options, prepared, tuple(rows))


def answers_report(options: BeirOptions, progress: Progress) -> Report:
    """Ask every query of a BEIR folder.

    With ``oracle``, queries without a gold article are left out: there is nothing to give.

    Raises:
        EvalError: the eval set cannot be read, or has no query to ask.
        QAError: the index cannot be built or opened.
    """
    beir = _load(options)
    queries = _to_ask(beir, options)
    with _prepared(beir, options, progress) as prepared:
        rows = run_answers(
            prepared.service,
            queries,
            prepared.gold,
            oracle=options.oracle,
            retriever=options.retriever,
        )
        rows = progress(rows, len(queries), "answering")
        return _beir_report("answers", options, prepared, tuple(rows))


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


def _load(options: BeirOptions) -> BeirSet:
    return load_beir(options.folder, corpus=options.corpus, distractors=options.distractors)


def _to_ask(beir: BeirSet, options: BeirOptions) -> tuple[Query, ...]:
    queries = beir.queries
    if options.oracle:
        queries = beir.judged()
    if not queries:
        raise EvalError(
            f"{options.folder}: no query has a gold article to give", "leave --oracle out"
        )
    return queries[: options.limit]


@contextmanager
def _prepared(beir: BeirSet, options: BeirOptions, progress: Progress) -> Iterator[_Prepared]:
    scan = beir.corpus.scan(beir.gold_documents())
    notes = _notes(beir, scan, oracle=options.oracle)
    if options.index is not None:
        index = given_index(options.index)
    else:
        articles = progress(beir.corpus.articles(), scan.documents, "ingesting")
        index = corpus_index(beir.name, beir.corpus, articles)
    gold = gold_by_query(beir.judgements, scan.article_ids)
    with _opened(index) as service:
        if options.index is not None:
            _check_holds(service, scan.article_ids.values(), options.index)
        yield _Prepared(beir, service, gold, scan.documents, index.ingest_seconds, notes)


@contextmanager
def _opened(index: EvalIndex) -> Iterator[Service]:
    from qa.service import Service

    service = Service(index.folder)
    try:
        yield service
    finally:
        service.close()


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


def _check_holds(service: Service, article_ids: Iterable[str], index: str) -> None:
    """At least one gold article must be in a given index, or it is of another corpus."""
    wanted = list(article_ids)
    for article_id in wanted:
        try:
            service.get_article(article_id)
        except ArticleNotFoundError:
            continue
        return
    if wanted:
        raise EvalError(
            f"index {index}: holds none of the gold articles",
            "ingest the eval set's corpus into it, or leave --index out",
        )


def _beir_report(
    command: Command, options: BeirOptions, prepared: _Prepared, rows: tuple[Row, ...]
) -> Report:
    status = prepared.service.status()
    return Report(
        command=command,
        dataset=prepared.beir.name,
        options=options.stated(),
        documents=prepared.documents,
        articles=status.articles,
        ingest_seconds=prepared.ingest_seconds,
        stamps=take_stamps(
            embedding_model=status.embedding_model, index_format=status.index_format
        ),
        notes=prepared.notes,
        rows=rows,
    )


def _suite_report(
    name: str, index: EvalIndex, questions: tuple[SuiteQuestion, ...], progress: Progress
) -> Report:
    with _opened(index) as service:
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
        stamps=take_stamps(
            embedding_model=status.embedding_model, index_format=status.index_format
        ),
        rows=rows,
    )


def _titles(service: Service) -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for article in service.index.store.iter_articles():
        titles.setdefault(article.title, []).append(article.id)
    return titles
