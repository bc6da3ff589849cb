"""Refusal: is the product surer where the answer is there than where it is not?"""

from __future__ import annotations

from collections.abc import Sequence

from evals.asking import QuestionSet
from evals.clapnq import clapnq_set, is_clapnq
from evals.discrimination import Asked, discrimination
from evals.progress import Progress
from evals.removal import removal_set
from evals.report import Report, Row
from evals.sets import BeirOptions, check_names
from qa.errors import EvalError


def refusal_reports(sets: Sequence[BeirOptions], progress: Progress) -> tuple[Report, ...]:
    """Ask the questions of all sets, which are read before the first is asked.

    Raises:
        EvalError: a set cannot be read, or has no question to ask.
        QAError: an index cannot be built or opened.
    """
    ready = [_question_set(options) for options in sets]
    check_names([each.name for each in ready])
    return tuple(each.report("refusal", progress, told_apart) for each in ready)


def told_apart(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with the measures of their confidence, of which a chat model's answers have none.

    A question that failed counts as answered in the worst way, as in all other measures.
    """
    if any(row.confidence is None and row.error is None for row in rows):
        return rows
    asked = [Asked(row.question, row.answerable, _confidence(row)) for row in rows]
    return tuple(
        row.model_copy(update={"measures": row.measures | measures})
        for row, measures in zip(rows, discrimination(asked), strict=True)
    )


def _confidence(row: Row) -> float:
    return float(not row.answerable) if row.confidence is None else row.confidence


def _question_set(options: BeirOptions) -> QuestionSet:
    if not is_clapnq(options.folder):
        if options.oracle:
            raise EvalError(
                f"{options.folder}: has no passages to give where the gold ones are removed",
                "leave --oracle out: it is for ClapNQ",
            )
        return removal_set(options)
    if options.corpus or options.distractors:
        raise EvalError(
            f"{options.folder}: its own passages are the corpus",
            "leave --corpus and --distractors out",
        )
    return clapnq_set(options.folder, options.limit, oracle=options.oracle)
