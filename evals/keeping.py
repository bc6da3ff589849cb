"""From the report of a measurement to the figures that are kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from evals.kept_figures import (
    PRODUCT,
    Figures,
    Made,
    Result,
    Run,
    load_figures,
    save_figures,
)
from evals.report import (
    UNGROUPED,
    Report,
    grouped,
    load_reports,
    percentiles,
    quoted_sentences,
    summarise,
)
from evals.stamps import command_line, take_commit, take_machine
from evals.statistics import Interval

FOLDER = Path(__file__).parent / "figures"
_GROUPED: tuple[Literal["kind", "language"], ...] = ("kind", "language")


def keep(report: Path, name: str, folder: Path = FOLDER) -> Path:
    """Keep the figures of a report, or of a file of figures, under a name; the file they are in.

    Figures that are kept under the name already stay, but those of the same eval set, system and
    group.

    Raises:
        EvalError: the report cannot be read, or the file not be written.
    """
    runs = load_figures(report).runs if _holds_figures(report) else (run_of(load_reports(report)),)
    path = folder / f"{name}.json"
    figures = load_figures(path) if path.is_file() else Figures()
    for run in runs:
        figures = figures.with_run(run)
    save_figures(path, figures)
    return path


def _holds_figures(path: Path) -> bool:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False  # told by whoever reads it as a report
    return isinstance(document, dict) and "runs" in document


def run_of(reports: Sequence[Report]) -> Run:
    """The reports of one run of a command, reduced to their figures."""
    # A run over midnight is of the day on which it ended.
    made = _made(reports[-1])
    return Run(made=made, results=tuple(one for report in reports for one in results_of(report)))


def made_now(arguments: Sequence[str]) -> Made:
    """The stamp of figures that a process of these arguments makes now."""
    return Made(
        command=command_line(arguments) or "",
        date=datetime.now().astimezone().date().isoformat(),
        commit=take_commit(),
        machine=take_machine(),
    )


def _made(report: Report) -> Made:
    stamps = report.stamps
    return Made(
        command=stamps.command or f"python -m evals {report.command}",
        date=stamps.date[:10],
        commit=stamps.commit,
        machine=stamps.machine,
    )


def results_of(report: Report) -> Iterator[Result]:
    """The figures of a report over all its questions, then of each kind and language."""
    name, system, rows = dataset_name(report), report.system or PRODUCT, report.rows
    summary = summarise(rows)
    times = [row.ms for row in rows if row.ms is not None]
    yield Result(
        dataset=name,
        system=system,
        queries=len(rows),
        documents=report.articles if report.documents is None else report.documents,
        figures={
            **_means(summary),
            **_percentiles("ms", percentiles(times, 50, 95)),
            **_percentiles("quoted", percentiles(quoted_sentences(rows), 50)),
        },
        intervals={
            measure: (round(each.low, 4), round(each.high, 4)) for measure, each in summary.items()
        },
    )
    for field in _GROUPED:
        for group, of_group in grouped(rows, field).items():
            # RGB's kinds name the file as well: "zh_int, integration, noise 0.2".
            part, _, test = group.rpartition(", ")
            if test != UNGROUPED:
                yield Result(
                    dataset=f"{name} {part}" if part else name,
                    system=system,
                    group=test,
                    queries=len(of_group),
                    figures=_means(summarise(of_group)),
                )


def _means(summary: Mapping[str, Interval]) -> dict[str, float]:
    # More digits than a table shows, or those would be rounded twice.
    return {measure: round(each.mean, 6) for measure, each in summary.items()}


def _percentiles(name: str, values: Mapping[str, float | None]) -> dict[str, float]:
    return {f"{name} {rank}": value for rank, value in values.items() if value is not None}


def dataset_name(report: Report) -> str:
    """The eval set of a report, and what its options did to it."""
    options = report.options
    distractors = options.get("distractors")
    name = with_distractors(report.dataset, Path(str(distractors)) if distractors else None)
    if split := options.get("split"):
        name += f", {split}"
    if options.get("history") is False:
        name += ", without history"
    return name


def with_distractors(dataset: str, distractors: Path | None) -> str:
    """The name of an eval set with the documents of a file added."""
    return f"{dataset} + {distractors.name.split('.')[0]}" if distractors else dataset
