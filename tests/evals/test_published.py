"""The documents' tables of figures are those that the kept figures give."""

import re
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals import cli
from evals.published import PROJECT, documents, filled, read_files, stale, write
from evals.table_list import TABLES
from qa.errors import EvalError

ASKED = re.compile(r"^<!-- figures: (\S+) -->$", re.M)
BLOCK = re.compile(r"<!-- figures: (\S+) -->.*?<!-- end -->", re.S)


def test_no_table_is_stale() -> None:
    found = [str(path.relative_to(PROJECT)) for path, _ in stale()]
    assert not found, f"python -m evals tables writes {', '.join(found)} anew"


def test_every_table_stands_in_a_document() -> None:
    shown = {name for path in documents() for name in ASKED.findall(path.read_text("utf-8"))}
    assert shown == {table.name for table in TABLES}


def test_every_file_of_figures_is_used() -> None:
    used = set()
    for table in TABLES:
        lines = (*(table.rows or ()), *table.columns)
        used |= {table.where.file, *(line.where.file for line in lines)}
    assert set(read_files()) == used - {None}


MEASURED = re.compile(r"^\|.*\| \**[01]\.\d{2,3}\b.*$", re.M)
# The shares of what a model learns from: chosen, not measured.
RECIPE = "| pairs | weight | source, licence |"


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_table_of_figures_is_written_by_hand(path: Path) -> None:
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    paragraphs = [part for part in text.split("\n\n") if RECIPE not in part]
    by_hand = [line for part in paragraphs for line in MEASURED.findall(part)]
    assert not by_hand, "declare it in evals/table_list.py, and let evals tables write it"


def test_stale_tables_are_written_anew_and_the_rest_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    path, other = tmp_path / "README.md", tmp_path / "docs" / "other.md"
    path.write_text("Before\n<!-- figures: sample -->\nold\n<!-- end -->\nafter\n", "utf-8")
    other.write_text("no figures, <!-- end -->\n", "utf-8")
    assert write(tmp_path) == [path]
    text = path.read_text("utf-8")
    assert text.startswith("Before\n<!-- figures: sample -->\n| measure | all |")
    assert text.endswith("|\n<!-- end -->\nafter\n")
    assert write(tmp_path) == []


def test_check_names_what_is_stale_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "README.md"
    path.write_text("<!-- figures: sample -->\nold\n<!-- end -->\n", "utf-8")
    monkeypatch.setattr(cli, "stale", partial(stale, tmp_path))
    checked = CliRunner().invoke(cli.app, ["tables", "--check"])
    assert (checked.exit_code, checked.output) == (1, f"{path}\n")
    assert "old" in path.read_text("utf-8")
    write(tmp_path)
    assert CliRunner().invoke(cli.app, ["tables", "--check"]).exit_code == 0


def test_a_table_that_is_not_declared_is_named() -> None:
    with pytest.raises(EvalError, match="no table 'nonsense'"):
        filled("<!-- figures: nonsense -->\n<!-- end -->", {})
