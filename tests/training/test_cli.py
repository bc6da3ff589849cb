"""One command for all trainers."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest
from typer.testing import CliRunner

from qa.settings import ROOT
from training.cli import TRAINERS, commands


def test_help_lists_every_trainer_and_loads_none() -> None:
    script = (
        "import sys; from training.cli import commands; sys.argv = ['training', '--help']\n"
        "try: commands()()\n"
        "finally: print([m for m in ('torch', 'scipy', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert all(name in done.stdout for name in TRAINERS)
    assert "[]" in done.stdout


@pytest.mark.parametrize("name", TRAINERS)
def test_every_trainer_takes_the_data_folder_and_the_folder_to_write(name: str) -> None:
    assert find_spec(f"training.{name}.train")
    shown = CliRunner().invoke(commands(name), [name, "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert "--data" in shown.output
    assert "--out" in shown.output


def test_what_ships_can_be_checked() -> None:
    done = CliRunner().invoke(commands(), ["check"])
    assert [line for line in done.output.splitlines() if " modules changed since" not in line] == []
    assert done.exit_code == 0
