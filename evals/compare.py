"""What got better or worse between two reports, query by query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.measures import MEASURES
from evals.report import Report, Row
from evals.statistics import paired_difference
from qa.errors import EvalError

Verdict = Literal["better", "worse", "same"]
# How many of the queries that changed most are listed for each measure.
_EXAMPLES = 5


class Change(BaseModel):
    """One measure in both runs, over the queries that have it in both.

    Attributes:
        difference: second minus first; ``low`` and ``high`` are its 95 % interval.
        p_value: of the paired randomisation test.
        verdict: ``same`` where chance explains the difference.
        risen, fallen: numbers of queries whose value rose or fell.
        most_worsened: ids of the queries that got worse by most, whatever the verdict.
    """

    model_config = ConfigDict(frozen=True)

    measure: str
    queries: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p_value: float
    verdict: Verdict
    risen: int
    fallen: int
    most_worsened: tuple[str, ...] = ()


class Comparison(BaseModel):
    """Two reports side by side.

    Attributes:
        common: queries that stand in both; only these are compared.
        only_first, only_second: numbers of queries that stand in one alone.
        notes: differences of set-up that the reader must know.
        name: of the eval set, and the system, where others are compared too.
    """

    model_config = ConfigDict(frozen=True)

    common: int
    only_first: int
    only_second: int
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    name: str | None = None


def compare_all(first: Sequence[Report], second: Sequence[Report]) -> tuple[Comparison, ...]:
    """Compare two reports, or those of two runs that are of one eval set and system.

    Raises:
        EvalError: two reports cannot be compared, or the runs have none in common.
    """
    if len(first) == len(second) == 1:
        return (compare(first[0], second[0]),)
    after = {_name(report): report for report in second}
    pairs = {
        _name(report): (report, after[_name(report)]) for report in first if _name(report) in after
    }
    if not pairs:
        raise EvalError(
            "the two runs share no eval set and system", "compare two runs of the same command"
        )
    return tuple(compare(*pair).model_copy(update={"name": name}) for name, pair in pairs.items())


def compare(first: Report, second: Report) -> Comparison:
    """Compare two reports of one kind over their common queries.

    Raises:
        EvalError: the reports are of different commands, or share no query.
    """
    if first.command != second.command:
        raise EvalError(
            f"one report is of {first.command!r}, the other of {second.command!r}",
            "compare two reports of the same command",
        )
    before = {row.id: row for row in first.rows}
    after = {row.id: row for row in second.rows}
    common = [key for key in before if key in after]
    if not common:
        raise EvalError("the two reports share no query", "compare two runs on the same eval set")
    pairs = [(before[key], after[key]) for key in common]
    changes = [_change(name, lower, pairs) for name, lower in _measures(pairs)]
    return Comparison(
        common=len(common),
        only_first=len(before) - len(common),
        only_second=len(after) - len(common),
        changes=tuple(changes),
        notes=_notes(first, second),
    )


def _name(report: Report) -> str:
    return ", ".join(filter(None, (report.dataset, report.system)))


def _measures(pairs: list[tuple[Row, Row]]) -> list[tuple[str, bool]]:
    shared = {name for one, other in pairs for name in one.measures if name in other.measures}
    return [(each.name, each.better == "lower") for each in MEASURES if each.name in shared]


def _change(name: str, lower_is_better: bool, pairs: list[tuple[Row, Row]]) -> Change:
    both = [
        (one.id, one.measures[name], other.measures[name])
        for one, other in pairs
        if name in one.measures and name in other.measures
    ]
    first, second = [each[1] for each in both], [each[2] for each in both]
    found = paired_difference(first, second)
    sign = -1 if lower_is_better else 1
    gain = sign * found.interval.mean
    worsened = sorted(
        (each for each in both if sign * (each[2] - each[1]) < 0),
        key=lambda each: sign * (each[2] - each[1]),
    )
    return Change(
        measure=name,
        queries=len(both),
        first=sum(first) / len(first),
        second=sum(second) / len(second),
        difference=found.interval.mean,
        low=found.interval.low,
        high=found.interval.high,
        p_value=found.p_value,
        verdict=("better" if gain > 0 else "worse") if found.significant else "same",
        risen=found.risen,
        fallen=found.fallen,
        most_worsened=tuple(each[0] for each in worsened[:_EXAMPLES]),
    )


def _notes(first: Report, second: Report) -> tuple[str, ...]:
    notes = []
    for name, one, other in (
        ("dataset", first.dataset, second.dataset),
        ("documents", first.documents, second.documents),
        ("embedding model", first.stamps.embedding_model, second.stamps.embedding_model),
        ("index format", first.stamps.index_format, second.stamps.index_format),
        ("machine", first.stamps.machine, second.stamps.machine),
    ):
        if one != other:
            notes.append(f"{name}: {one} in the first, {other} in the second")
    for name in sorted(first.options.keys() | second.options.keys()):
        one_option, other_option = first.options.get(name), second.options.get(name)
        if one_option != other_option:
            notes.append(f"--{name}: {one_option} in the first, {other_option} in the second")
    return tuple(notes)
