"""The command: the frozen questions and all their rewritings, over the sample corpus."""

from __future__ import annotations

from pathlib import Path

from evals.commands import article_titles
from evals.indexes import given_index, sample_index
from evals.metamorphic.comparing import compared
from evals.metamorphic.questions import QUESTIONS, PlainQuestion, load_questions
from evals.metamorphic.report import MetamorphicReport
from evals.product import NewsQA
from evals.progress import Progress
from evals.stamps import take_stamps
from evals.suite import gold_articles


def metamorphic_report(
    progress: Progress,
    *,
    suite: Path | None = None,
    index: str | None = None,
    limit: int | None = None,
) -> MetamorphicReport:
    """Ask every question of a list and its rewritings.

    Args:
        suite: our own list, unless given.
        index: a fresh one of the sample corpus, unless given.
        limit: only so many questions, spread over the list.

    Raises:
        EvalError: the list cannot be read, or names an article that the index lacks.
    """
    questions = load_questions(suite or QUESTIONS, limit)
    if index is not None:
        return _report(given_index(index).folder, questions, progress)
    with sample_index() as built:
        return _report(built.folder, questions, progress)


def _report(
    folder: Path, questions: tuple[PlainQuestion, ...], progress: Progress
) -> MetamorphicReport:
    with NewsQA().service(folder) as service:
        gold = gold_articles(questions, article_titles(service))
        groups = tuple(progress(compared(service, questions, gold), len(questions), "asking"))
        return MetamorphicReport(groups, take_stamps(service.status()))
