"""Tables of figures: what a cell shows, and what is said below."""

import pytest

from evals.figure_tables import Line, Table, Where, markdown
from evals.kept_figures import Figures, Made, Result, Run
from qa.errors import EvalError

MADE = Made(command="python -m evals retrieval a b", date="2026-01-01", commit="abc", machine="m")
COPIED = Made(command="python -m evals retrieval c", transcribed="the README of 2025")


def result(dataset: str, system: str = "hybrid", **changes: object) -> Result:
    fields = {"figures": {"mrr@10": 0.1234, "hit@10": 0.5, "ms p50": 12.6}, "queries": 1234}
    return Result.model_validate({"dataset": dataset, "system": system} | fields | changes)


FILES = {
    "search": Figures(
        runs=(
            Run(made=MADE, results=(result("a"), result("a", "dense", differs=("mrr@10",)))),
            Run(made=COPIED, results=(result("c"),)),
        )
    )
}
SETS = (Line("set a", Where(dataset="a")), Line("set c", Where(dataset="c")))
MRR = Line("MRR", Where(measures=("mrr@10",)))


def table(*columns: Line, **changes: object) -> Table:
    fields = {"name": "t", "columns": columns, "rows": SETS, "where": Where(file="search")}
    return Table(**(fields | changes))  # type: ignore[arg-type]


def test_a_cell_is_what_its_row_and_its_column_say() -> None:
    both = Line("both", Where(measures=("mrr@10", "hit@10")), bold=True)
    counted = Line("questions, ms", Where(measures=("queries", "ms p50")))
    text = markdown(table(MRR, both, counted, corner="set", decimals=3, sources=False), FILES)
    assert text.splitlines() == [
        "| set | MRR | both | questions, ms |",
        "|---|---|---|---|",
        "| set a | 0.123 | **0.123, 0.500** | 1,234, 13 |",
        "| set c | 0.123 | **0.123, 0.500** | 1,234, 13 |",
    ]


def test_a_row_for_each_system_with_a_star_where_it_differs() -> None:
    text = markdown(table(MRR, rows=None, where=Where(file="search", dataset="a")), FILES)
    assert "| hybrid | 0.12 |\n| dense | 0.12* |" in text


def test_how_figures_were_made_is_said_below() -> None:
    assert markdown(table(MRR), FILES).endswith(
        "\n\n- a: `python -m evals retrieval a b` (2026-01-01, commit abc, m).\n"
        "- c: `python -m evals retrieval c` (copied by hand from the README of 2025, "
        "not measured since)."
    )
    assert markdown(table(MRR, rows=SETS[:1]), FILES).endswith(
        "\n\n`python -m evals retrieval a b` (2026-01-01, commit abc, m)."
    )


DENSE = Line("dense", Where(system="dense", measures=("mrr@10",)))


def test_a_figure_that_is_not_there_is_an_error_unless_the_table_says_what_stands_there() -> None:
    with pytest.raises(EvalError, match="no figure for 'set c', 'dense'"):
        markdown(table(DENSE), FILES)
    text = markdown(table(MRR, DENSE, missing="not measured"), FILES)
    assert "| set c | 0.12 | not measured |" in text


def test_a_row_or_column_without_any_figure_is_an_error() -> None:
    nowhere = Line("nowhere", Where(measures=("mrr@11",)))
    with pytest.raises(EvalError, match="no figure for 'nowhere'"):
        markdown(table(MRR, nowhere, missing=""), FILES)
    rows = (*SETS, Line("set d", Where(dataset="d")))
    with pytest.raises(EvalError, match="no figure for 'set d'"):
        markdown(table(MRR, rows=rows, missing=""), FILES)
