"""Reports: one row a query, and the figures that follow from the rows.

The rows are the truth; every figure is computed from them, so that ``compare`` can pair two
reports query by query.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.discrimination import MEASURES as DISCRIMINATION
from evals.measures import MEASURES
from evals.stamps import Stamps
from evals.statistics import Interval, bootstrap, percentile
from qa.errors import EvalError

Command = Literal["run", "retrieval", "answers", "refusal", "rgb"]
# What a group of questions without a kind or language is called.
UNGROUPED = "-"
_RANKING = ("hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10", "recall@20")
_ANSWER = ("answer_recall", "best_quote_recall", "exact_span", "token_f1", "citation_hit")
_REFUSED = ("refused_answerable", "refused_unanswerable")
# Measures that a report of each kind always states; null where no query has them.
ALWAYS: Mapping[Command, tuple[str, ...]] = {
    "run": (*_RANKING, *_ANSWER, *_REFUSED, "language_right"),
    "retrieval": _RANKING,
    "answers": (*_ANSWER, *_REFUSED),
    "refusal": (*DISCRIMINATION, *_REFUSED),
    "rgb": ("all_parts", "best_quote_recall", "wrong_stated", *_REFUSED),
}


class Row(BaseModel):
    """What one query gave.

    Attributes:
        measures: by name; a measure that does not apply to the query is left out.
        ms: milliseconds of the search, or of the whole answer.
        rank: of the first gold article, from 1; None where it was not found.
        found: ids of the articles found first, best first.
        score: of the best passage, 0 to 1.
        confidence: of the answer, 0 to 1; None where a chat model wrote it.
        understood: the question with what it took over from the conversation, where it did.
        answer: text of the answer.
        short: its short answer, which ``exact_span`` and ``token_f1`` look at.
        quoted_sentences: sentences quoted over all citations.
        error: why there is no result; all measures then stand at their worst.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    kind: str | None = None
    language: str | None = None
    answerable: bool = True
    measures: dict[str, float]
    ms: float | None = None
    rank: int | None = None
    found: tuple[str, ...] = ()
    score: float | None = None
    confidence: float | None = None
    understood: str | None = None
    answer: str | None = None
    short: str | None = None
    quoted_sentences: int | None = None
    error: str | None = None


class Report(BaseModel):
    """All that one run of an eval gave.

    Attributes:
        dataset: name of the folder or suite.
        options: of the command, as given.
        documents: in the corpus, distractors included; None where an index was given as it is.
        ingest_seconds: when the index was built; None where it was given.
        notes: what the reader of the figures must know (gold that is missing, ...).
    """

    model_config = ConfigDict(frozen=True)

    command: Command
    dataset: str
    options: dict[str, str | int | bool | None]
    documents: int | None
    articles: int
    ingest_seconds: float | None
    stamps: Stamps
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...]

    @property
    def system(self) -> str | None:
        """What was measured, as ``--beside`` takes it; None where that is no choice."""
        model, retriever = self.options.get("embedding_model"), self.options.get("retriever")
        if retriever is None:
            return None
        return f"{retriever}:{model}" if model else str(retriever)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values, the figures of the public contract on top."""
        summary = summarise(self.rows)
        figures = dict.fromkeys(ALWAYS[self.command]) | {
            name: round(interval.mean, 4) for name, interval in summary.items()
        }
        times = [row.ms for row in self.rows if row.ms is not None]
        result: dict[str, Any] = {
            "command": self.command,
            "dataset": self.dataset,
            "queries": len(self.rows),
            "documents": self.documents,
            "articles": self.articles,
            **figures,
            "ms_per_query": percentiles(times, 50, 95),
            "ingest_seconds": self.ingest_seconds,
            "confidence": {
                name: [round(interval.low, 4), round(interval.high, 4)]
                for name, interval in summary.items()
            },
        }
        if self.command != "retrieval":
            result["quoted_sentences"] = percentiles(quoted_sentences(self.rows), 50)
        if self.command in ("run", "rgb"):
            result["by_kind"] = _figures(grouped(self.rows, "kind"))
        if self.command == "run":
            result["by_language"] = _figures(grouped(self.rows, "language"))
            result["failures"] = [failure.model_dump() for failure in failures(self.rows)]
        errors = [{"id": row.id, "error": row.error} for row in self.rows if row.error]
        details = self.model_dump(mode="json", include={"notes", "options", "stamps"})
        rows = [row.model_dump(mode="json", exclude_none=True) for row in self.rows]
        return {**result, "errors": errors, **details, "rows": rows}


class SideBySide(BaseModel):
    """Several reports of one run: a report for each eval set and system."""

    model_config = ConfigDict(frozen=True)

    command: Command
    reports: tuple[Report, ...]

    def to_dict(self) -> dict[str, Any]:
        """The reports as plain JSON values."""
        return {"command": self.command, "reports": [each.to_dict() for each in self.reports]}


# What a right answer must show (1), and what it must not (0).
_MUST = ("answer_recall", "citation_hit", "refused_unanswerable", "language_right")
_MUST_NOT = ("refused_answerable",)


class Failure(BaseModel):
    """A question of a suite that went wrong, and how."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str | None
    question: str
    understood: str | None = None
    wrong: tuple[str, ...]
    answer: str | None


def failures(rows: Iterable[Row]) -> list[Failure]:
    """The rows whose answer was wrong: refused, not cited, not recalled, in another language."""
    found = []
    for row in rows:
        wrong = [name for name in _MUST if row.measures.get(name, 1.0) < 1]
        wrong += [name for name in _MUST_NOT if row.measures.get(name, 0.0) > 0]
        if wrong or row.error:
            found.append(
                Failure(
                    id=row.id,
                    kind=row.kind,
                    question=row.question,
                    understood=row.understood,
                    wrong=tuple(wrong) or ("error",),
                    answer=row.answer or row.error,
                )
            )
    return found


def summarise(rows: Sequence[Row]) -> dict[str, Interval]:
    """Mean and 95 % interval of each measure over the rows that have it, in their order."""
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.measures.items():
            values.setdefault(name, []).append(value)
    listed = [measure.name for measure in MEASURES if measure.name in values]
    others = [name for name in values if name not in listed]
    return {name: _within(bootstrap(values[name])) for name in listed + others}


def _within(interval: Interval) -> Interval:
    """The interval as far as a measure can be: values of ``auroc`` may lie outside, one by one."""
    return Interval(interval.mean, max(interval.low, 0.0), min(interval.high, 1.0))


def quoted_sentences(rows: Iterable[Row]) -> list[float]:
    """Sentences quoted, over the rows that quote any."""
    return [float(row.quoted_sentences) for row in rows if row.quoted_sentences]


def percentiles(values: Sequence[float], *ranks: int) -> dict[str, float | None]:
    """``{"p50": ...}``; null where there are no values."""
    return {f"p{rank}": round(percentile(values, rank), 2) if values else None for rank in ranks}


def grouped(rows: Iterable[Row], field: Literal["kind", "language"]) -> dict[str, list[Row]]:
    """The rows by kind or language, in order of first appearance."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(getattr(row, field) or UNGROUPED, []).append(row)
    return groups


def _figures(groups: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, float]]:
    return {
        name: {"queries": len(rows)}
        | {measure: round(each.mean, 4) for measure, each in summarise(rows).items()}
        for name, rows in groups.items()
    }


def load_reports(path: Path) -> tuple[Report, ...]:
    """Read the report that an eval command wrote, or the several of a run that measured several.

    Raises:
        EvalError: the file cannot be read, or holds no report of ours.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        several = document.get("reports") if isinstance(document, dict) else None
        return tuple(map(Report.model_validate, several or [document]))
    except OSError as error:
        raise EvalError(f"{path}: {error.strerror or error}", "check the path") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise EvalError(f"{path}: not JSON ({error})", "give a file that --json wrote") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise EvalError(
            f"{path}: no report of python -m evals ({field}: {first['msg']})",
            "give a file that --json wrote",
        ) from error
