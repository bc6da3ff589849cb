"""Tables of kept figures as Markdown.

A cell is found by what its row and its column say together: of which file, eval set, system and
group which measures. A table that asks for something that no file holds is an error, unless it
says what stands there instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from evals.kept_figures import PRODUCT, Figures, Made, Result
from qa.errors import EvalError

Files = Mapping[str, Figures]


@dataclass(frozen=True, slots=True)
class Where:
    """Which figures; a row states some of it, a column the rest.

    Attributes:
        file: of ``evals/figures/``, without its ending.
        measures: one, or several that share a cell; ``queries`` and ``documents`` are counts.
    """

    file: str | None = None
    dataset: str | None = None
    system: str | None = None
    group: str | None = None
    measures: tuple[str, ...] | None = None

    def or_else(self, other: Where) -> Where:
        """This, filled up from another."""
        missing = {
            each.name: getattr(other, each.name)
            for each in fields(self)
            if getattr(self, each.name) is None
        }
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: its title and what its cells have in common."""

    title: str
    where: Where = field(default_factory=Where)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document.

    Attributes:
        rows: None makes one of each system in the file, in its order.
        where: what all cells have in common.
        corner: title of the column of row titles.
        missing: what stands where there is no figure; None: that is an error.
        sources: whether it is said below which commands made the figures.
    """

    name: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...] | None = None
    where: Where = field(default_factory=Where)
    corner: str = ""
    decimals: int = 2
    missing: str | None = None
    sources: bool = True


def markdown(table: Table, files: Files) -> str:
    """The table, and below it how its figures were made.

    Raises:
        EvalError: a figure is not there; a whole row or column has none.
    """
    rows = table.rows or _systems(table, files)
    found = [[_find(table, files, row, column) for column in table.columns] for row in rows]
    for lines, results in ((rows, found), (table.columns, list(zip(*found, strict=True)))):
        for line, of_line in zip(lines, results, strict=True):
            if not any(of_line):
                raise EvalError(f"table {table.name}: no figure for {line.title!r}", _HINT)
    text = [
        _row([table.corner, *(column.title for column in table.columns)]),
        "|" + "---|" * (1 + len(table.columns)),
    ]
    for row, of_row in zip(rows, found, strict=True):
        cells = zip(table.columns, of_row, strict=True)
        text.append(_row([row.title, *(_cell(table, row, *cell) for cell in cells)]))
    if table.sources:
        text += ["", sources([result for of_row in found for result in of_row if result])]
    return "\n".join(text)


_HINT = "keep a report that has it: python -m evals keep REPORT.json --as NAME"
_Found = tuple[Result, Made]


def _find(table: Table, files: Files, row: Line, column: Line) -> _Found | None:
    where = row.where.or_else(column.where).or_else(table.where)
    for result, made in files.get(where.file or "", Figures()).results():
        wanted = (where.dataset, where.system or PRODUCT, where.group or "")
        if result.key == wanted and all(
            _value(result, measure) is not None for measure in where.measures or ()
        ):
            return result, made
    if table.missing is None:
        raise EvalError(f"table {table.name}: no figure for {row.title!r}, {column.title!r}", _HINT)
    return None


def _cell(table: Table, row: Line, column: Line, found: _Found | None) -> str:
    if found is None:
        return table.missing or ""
    where = row.where.or_else(column.where).or_else(table.where)
    text = ", ".join(
        _number(_value(found[0], measure), measure, table.decimals)
        + ("*" if measure in found[0].differs else "")
        for measure in where.measures or ()
    )
    return f"**{text}**" if row.bold or column.bold else text


def _value(result: Result, measure: str) -> float | None:
    if measure in ("queries", "documents"):
        count: int | None = getattr(result, measure)
        return count
    return result.figures.get(measure)


def _number(value: float | None, measure: str, decimals: int) -> str:
    assert value is not None  # noqa: S101 (only results that have it are found)
    if measure in ("queries", "documents"):
        return f"{value:,.0f}"
    if " p" in measure:  # a percentile of milliseconds or sentences
        return f"{value:.0f}"
    return f"{value:.{decimals}f}"


def _systems(table: Table, files: Files) -> tuple[Line, ...]:
    """A row for each system of the table's file."""
    results = files.get(table.where.file or "", Figures()).results()
    names = dict.fromkeys(result.system for result, _ in results)
    return tuple(Line(name, Where(system=name)) for name in names)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def sources(found: Sequence[_Found]) -> str:
    """How the figures were made: a line a run, with what it gave where there are several."""
    runs: dict[Made, list[Result]] = {}
    for result, made in found:
        runs.setdefault(made, []).append(result)
    if len(runs) == 1:
        return _said(next(iter(runs)))
    several = len({result.system for result, _ in found}) > 1
    return "\n".join(
        f"- {_named(results, several)}: {_said(made)}" for made, results in runs.items()
    )


def _named(results: Sequence[Result], with_systems: bool) -> str:
    """Eval sets, and the systems that were measured on them."""
    sets = ", ".join(dict.fromkeys(result.dataset for result in results))
    systems = ", ".join(dict.fromkeys(result.system for result in results))
    return f"{sets} ({systems})" if with_systems else sets


def _said(made: Made) -> str:
    return f"`{made.command}` ({', '.join(_circumstances(made))})."


def _circumstances(made: Made) -> Iterator[str]:
    if made.transcribed:
        yield f"copied by hand from {made.transcribed}, not measured since"
    if made.date:
        yield made.date
    if made.commit:
        yield f"commit {made.commit}"
    if made.machine:
        yield made.machine
