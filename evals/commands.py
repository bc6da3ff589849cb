"""What each eval command does, from its options to its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.indexes import EvalIndex, given_index, sample_index
from evals.paraphrases import Judged, judged, load_paraphrases
from evals.plain import Plain, ask_plain, load_plain
from evals.product import NewsQA
from evals.progress import Progress
from evals.ranker import System
from evals.report import Report
from evals.runner import run_answers, run_retrieval, run_suite
from evals.sets import (
    BeirOptions,
    EvalSet,
    beir_report,
    check_given_index,
    check_names,
    open_index,
    read_set,
    to_ask,
    to_search,
)
from evals.stamps import take_stamps
from evals.suite import SAMPLE_SUITE, Split, SuiteQuestion, gold_articles, load_suite
from qa.errors import EvalError

if TYPE_CHECKING:
    from qa.service import Service


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
    ready = [read_set(options, to_search) for options in sets]
    check_names([each.beir.name for each in ready])
    for system in systems:
        _check_system(system, sets)
    for each in ready:
        check_given_index(each)
    return tuple(_retrieval_report(each, system, progress) for each in ready for system in systems)


def answers_reports(
    sets: Sequence[BeirOptions], system: NewsQA, progress: Progress
) -> tuple[Report, ...]:
    """Ask every query of BEIR folders, set by set; all sets are read before the first is asked.

    With ``oracle``, queries without a gold article are left out: there is nothing to give.

    Raises:
        EvalError: an eval set cannot be read, or has no query to ask.
        QAError: an index cannot be built or opened.
    """
    ready = [read_set(options, to_ask) for options in sets]
    check_names([each.beir.name for each in ready])
    for each in ready:
        check_given_index(each)
    return tuple(_answers_report(each, system, progress) for each in ready)


def _answers_report(ready: EvalSet, system: NewsQA, progress: Progress) -> Report:
    options = ready.options
    index = open_index(ready, system, progress)
    with system.service(index.folder) as service:
        rows = run_answers(
            service,
            ready.queries,
            ready.gold,
            oracle=options.oracle,
            retriever=system.retriever,
        )
        shown = tuple(progress(rows, len(ready.queries), f"{ready.beir.name}, {system.name}"))
        return beir_report("answers", ready, system, index, shown, service.status())


@dataclass(frozen=True, slots=True)
class SuiteOptions:
    """Which suite ``run`` takes, and how; named as on the command line.

    Attributes:
        suite: our own over the sample corpus, unless given.
        index: a fresh one of the sample corpus, unless given.
        split: only the questions of this half.
        history: False asks follow-ups as if nothing had been said before.
    """

    suite: Path | None = None
    index: str | None = None
    split: Split | None = None
    history: bool = True

    def stated(self) -> dict[str, str | int | bool | None]:
        """The options that bear on the figures, where they are not as usual."""
        given = {"split": self.split} if self.split else {}
        return given | ({} if self.history else {"history": False})


def suite_report(options: SuiteOptions, progress: Progress) -> Report:
    """Search and ask every question of a suite.

    Raises:
        EvalError: the suite cannot be read, has no question to ask, or names an article that
            the index lacks.
    """
    path = options.suite or SAMPLE_SUITE
    questions = load_suite(path, options.split)
    if options.index is not None:
        index = given_index(options.index)
        return _suite_report(path.stem, index, questions, options, progress)
    with sample_index() as built:
        return _suite_report(path.stem, built, questions, options, progress)


def paraphrases_report(index: str | None, progress: Progress) -> tuple[Judged, ...]:
    """Ask the questions that people word in many ways.

    Raises:
        EvalError: the suite cannot be read.
    """
    questions = load_paraphrases()
    if index is None:
        with sample_index() as built:
            return paraphrases_report(str(built.folder), progress)
    with NewsQA().service(given_index(index).folder) as service:
        return tuple(progress(judged(service, questions), len(questions), "asking"))


def plain_report(progress: Progress) -> tuple[Plain, ...]:
    """Ask the plain questions of a fresh index of the sample corpus.

    Raises:
        EvalError: the suite cannot be read.
        QAError: a question cannot be answered.
    """
    questions = load_plain()
    with sample_index() as built, NewsQA().service(built.folder) as service:
        return tuple(progress(ask_plain(service, questions), len(questions), "asking"))


def _retrieval_report(ready: EvalSet, system: System, progress: Progress) -> Report:
    index = open_index(ready, system, progress)
    with system.open(index.folder) as ranker:
        rows = run_retrieval(ranker.rank, ready.queries, ready.gold)
        shown = tuple(progress(rows, len(ready.queries), f"{ready.beir.name}, {system.name}"))
        return beir_report("retrieval", ready, system, index, shown, ranker.status())


def _check_system(system: System, sets: Sequence[BeirOptions]) -> None:
    # An index of ours that is opened with another model is embedded anew, for everybody.
    if system.model and any(options.index is not None for options in sets):
        raise EvalError(f"system {system.name}: has an index of its own", "leave --index out")
    # It says that the model cannot be used, where that is so.
    system.index_key()


def _suite_report(
    name: str,
    index: EvalIndex,
    questions: tuple[SuiteQuestion, ...],
    options: SuiteOptions,
    progress: Progress,
) -> Report:
    with NewsQA().service(index.folder) as service:
        gold = gold_articles(questions, article_titles(service))
        asked = run_suite(service, questions, gold, with_history=options.history)
        rows = tuple(progress(asked, len(questions), "asking"))
        status = service.status()
    return Report(
        command="run",
        dataset=name,
        options=options.stated(),
        documents=None,
        articles=status.articles,
        ingest_seconds=index.ingest_seconds,
        stamps=take_stamps(status),
        rows=rows,
    )


def article_titles(service: Service) -> dict[str, list[str]]:
    """Title to the ids of the articles of an index that have it."""
    titles: dict[str, list[str]] = {}
    for article in service.index.store.iter_articles():
        titles.setdefault(article.title, []).append(article.id)
    return titles
