"""What tests of the eval commands share: the command line, and something to measure."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evals import indexes
from evals.cli import main
from tests.evals.beir import write_beir

Evals = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def evals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evals:
    """``python -m evals ...``: the exit code and the report."""
    monkeypatch.setattr(indexes, "CACHE", tmp_path / "cache")

    def call(*arguments: object) -> tuple[int, dict[str, Any]]:
        out = tmp_path / "out" / "report.json"
        out.unlink(missing_ok=True)
        command = ["evals", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", [*command, "--json", str(out)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code or 0
        assert isinstance(code, int)
        return code, json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}

    return call


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_beir(tmp_path / "tiny")
