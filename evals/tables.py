"""Reports and comparisons as text for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from evals.compare import Change, Comparison
from evals.discrimination import MEASURES as DISCRIMINATION
from evals.report import (
    Report,
    Row,
    SideBySide,
    failures,
    grouped,
    percentiles,
    quoted_sentences,
    summarise,
)
from evals.statistics import Interval

_ANSWER_SHOWN = 160
_REFUSED = ("refused_answerable", "refused_unanswerable")
_FIELDS: tuple[Literal["kind", "language"], ...] = ("kind", "language")
_HEADER = ["measure", "queries", "first", "second", "difference", "95 %", "p", "up", "down", ""]
_BESIDE = ("mrr@10", "hit@1", "hit@10", "ndcg@10", "recall@20")
_TESTED = ("all_parts", "best_quote_recall", "wrong_stated", *_REFUSED)
_GROUPED = (
    "hit@1",
    "mrr@10",
    "answer_recall",
    "citation_hit",
    *_REFUSED,
    "language_right",
)


def report_text(report: Report) -> str:
    """The figures of a report, for people."""
    where = f"{report.documents} documents, " if report.documents is not None else ""
    lines = [
        f"{report.command} on {report.dataset}: {len(report.rows)} queries, "
        f"{where}{report.articles} articles",
        *(f"note: {note}" for note in report.notes),
        "",
        *(_tests(report.rows) if report.command == "rgb" else _measures(report.rows)),
        "",
        *_times(report),
    ]
    if report.command == "run":
        lines += ["", *_groups(report.rows)]
        lines += ["", *_failures(report.rows)]
    lines += [f"error: {row.id}: {row.error}" for row in report.rows if row.error]
    return "\n".join(lines)


def comparisons_text(comparisons: Sequence[Comparison]) -> str:
    """What got better or worse in each of several comparisons, for people."""
    return "\n\n".join(map(comparison_text, comparisons))


def comparison_text(comparison: Comparison) -> str:
    """What got better or worse, for people."""
    table = [_HEADER, *map(_change_cells, comparison.changes)]
    left_out = [
        f"note: {count} queries stand only in the {which} report"
        for which, count in (("first", comparison.only_first), ("second", comparison.only_second))
        if count
    ]
    worse = [
        f"{change.measure} fell most at: {', '.join(change.most_worsened)}"
        for change in comparison.changes
        if change.verdict == "worse"
    ]
    return "\n".join(
        [
            *([comparison.name] if comparison.name else []),
            *left_out,
            *(f"note: {note}" for note in comparison.notes),
            *align(table),
            *worse,
        ]
    )


def side_by_side_text(measured: SideBySide) -> str:
    """A line for each eval set and system, for people."""
    if measured.command == "refusal":
        lines = align([_REFUSAL_HEADER, *map(_refusal_cells, measured.reports)])
    elif measured.command == "answers":
        lines = align([_ANSWERS_HEADER, *map(_answers_cells, measured.reports)])
    else:
        lines = align([_SYSTEM_HEADER, *map(_system_cells, measured.reports)], left=(0, 3))
    # Notes are of the set, the same for each system.
    notes = dict.fromkeys(
        f"note: {report.dataset}: {note}" for report in measured.reports for note in report.notes
    )
    errors = [
        f"error: {report.dataset}, {report.system}: {row.id}: {row.error}"
        for report in measured.reports
        for row in report.rows
        if row.error
    ]
    return "\n".join([*notes, *lines, *errors])


_SYSTEM_HEADER = ["set", "queries", "documents", "system"]
_SYSTEM_HEADER += ["MRR@10", "hit@1", "hit@10", "nDCG@10", "recall@20", "ms p50", "ingest s"]


def _system_cells(report: Report) -> list[str]:
    summary = summarise(report.rows)
    ms = percentiles([row.ms for row in report.rows if row.ms is not None], 50)["p50"]
    seconds = report.ingest_seconds
    return [
        report.dataset,
        str(len(report.rows)),
        "-" if report.documents is None else str(report.documents),
        report.system or "-",
        *(f"{summary[name].mean:.3f}" for name in _BESIDE),
        "-" if ms is None else f"{ms:.1f}",
        "-" if seconds is None else f"{seconds:.1f}",
    ]


_REFUSAL = (*DISCRIMINATION, *_REFUSED)
_REFUSAL_HEADER = ["set", "answerable", "unanswerable", *_REFUSAL, "ms p50"]


def _refusal_cells(report: Report) -> list[str]:
    summary = summarise(report.rows)
    answerable = sum(row.answerable for row in report.rows)
    ms = percentiles([row.ms for row in report.rows if row.ms is not None], 50)["p50"]
    return [
        report.dataset,
        str(answerable),
        str(len(report.rows) - answerable),
        *(_with_interval(summary.get(name)) for name in _REFUSAL),
        "-" if ms is None else f"{ms:.1f}",
    ]


_ANSWERS = ("answer_recall", "best_quote_recall", "exact_span", "token_f1", "citation_hit")
_ANSWERS_HEADER = ["set", "queries", *_ANSWERS, *_REFUSED, "quoted p50", "ms p50"]


def _answers_cells(report: Report) -> list[str]:
    summary = summarise(report.rows)
    ms = percentiles([row.ms for row in report.rows if row.ms is not None], 50)["p50"]
    quoted = percentiles(quoted_sentences(report.rows), 50)["p50"]
    return [
        report.dataset,
        str(len(report.rows)),
        *(
            f"{summary[name].mean:.3f}" if name in summary else "-"
            for name in (*_ANSWERS, *_REFUSED)
        ),
        "-" if quoted is None else f"{quoted:g}",
        "-" if ms is None else f"{ms:.1f}",
    ]


def _with_interval(found: Interval | None) -> str:
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]" if found else "-"


def _change_cells(change: Change) -> list[str]:
    return [
        change.measure,
        str(change.queries),
        f"{change.first:.3f}",
        f"{change.second:.3f}",
        f"{change.difference:+.3f}",
        f"{change.low:+.3f} to {change.high:+.3f}",
        f"{change.p_value:.3f}",
        str(change.risen),
        str(change.fallen),
        "" if change.verdict == "same" else change.verdict.upper(),
    ]


def align(table: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> list[str]:
    """Rows as lines with columns lined up: those named to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def _measures(rows: Sequence[Row]) -> list[str]:
    table = [["measure", "mean", "95 %", "queries"]]
    for name, interval in summarise(rows).items():
        count = sum(name in row.measures for row in rows)
        span = f"{interval.low:.3f} to {interval.high:.3f}"
        table.append([name, f"{interval.mean:.3f}", span, str(count)])
    return align(table)


def _times(report: Report) -> list[str]:
    times = [row.ms for row in report.rows if row.ms is not None]
    found = percentiles(times, 50, 95)
    lines = [f"milliseconds a query: {found['p50']} at the median, {found['p95']} at 95 %"]
    if report.ingest_seconds is not None:
        lines.append(f"ingestion: {report.ingest_seconds:.1f} s")
    quoted = percentiles(quoted_sentences(report.rows), 50)["p50"]
    if quoted is not None:
        lines.append(f"sentences quoted: {quoted:g} at the median")
    return lines


def _groups(rows: Sequence[Row]) -> list[str]:
    kinds, languages = (_group_table(rows, field, _GROUPED) for field in _FIELDS)
    return [*kinds, "", *languages]


def _tests(rows: Sequence[Row]) -> list[str]:
    """A line for each test of RGB: a mean over several would say nothing."""
    return _group_table(rows, "kind", _TESTED)


def _group_table(
    rows: Sequence[Row], field: Literal["kind", "language"], measures: Sequence[str]
) -> list[str]:
    groups = grouped(rows, field)
    summaries = {name: summarise(group) for name, group in groups.items()}
    shown = [name for name in measures if any(name in each for each in summaries.values())]
    table = [[field, "queries", *shown]]
    for name, summary in summaries.items():
        cells = [f"{summary[each].mean:.2f}" if each in summary else "-" for each in shown]
        table.append([name, str(len(groups[name])), *cells])
    return align(table)


def _failures(rows: Sequence[Row]) -> list[str]:
    found = failures(rows)
    lines = [f"{len(found)} of {len(rows)} questions went wrong"]
    for failure in found:
        answer = " ".join((failure.answer or "").split())
        lines.append(f"- {failure.id} ({failure.kind}): {', '.join(failure.wrong)}")
        lines.append(f"  asked: {failure.question}")
        if failure.understood:
            lines.append(f"  read:  {failure.understood}")
        lines.append(
            f"  got:   {answer[:_ANSWER_SHOWN]}{'…' if len(answer) > _ANSWER_SHOWN else ''}"
        )
    return lines
