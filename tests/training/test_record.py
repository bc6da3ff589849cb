"""The papers that a trainer writes, and what they are compared with later."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from typer.testing import CliRunner

from qa.models.artefact import load_artefact
from training.check import behind, misfits
from training.cli import commands
from training.record import record


def test_papers_name_the_files_the_data_the_code_and_the_figures(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    (data / "train").mkdir(parents=True)
    (data / "train" / "questions.jsonl").write_text("{}\n")
    (data / "train" / "unread.jsonl").write_text("{}\n")
    out.mkdir()
    (out / "weights.json").write_text("[1, 2]")
    (out / "README.md").write_text("A card is no part of it.")
    record(
        out,
        "ranking",
        data=data,
        read=["train/q*.jsonl"],
        made_with=["embedding"],
        columns=["lexical"],
        figures={"mrr": 0.51236},
    )
    found = load_artefact(out)
    assert found.read("weights.json") == b"[1, 2]"
    manifest = found.manifest
    assert manifest.data == {"train/questions.jsonl": hashlib.sha256(b"{}\n").hexdigest()}
    assert manifest.columns == ("lexical",)
    assert manifest.figures == {"mrr": 0.5124}
    assert manifest.made_with["embedding"].startswith("static-")
    assert len(manifest.code["training.record"]) == 16
    assert set(manifest.files) == {"weights.json"}

    (out / "weights.json").write_text("[1, 3]")
    record(out, "ranking")
    assert load_artefact(out).manifest.fingerprint != manifest.fingerprint


# The lexicon was trained anew after it; empty this list when the reader is.
def test_what_ships_fits() -> None:
    assert [*misfits()] == []


def test_what_was_made_with_other_artefacts_does_not_fit_and_with_other_code_is_behind(
    models: Path,
) -> None:
    path = models / "ranking" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["made_with"] |= {"lexicon": "0123", "gazetteer": "4567"}
    manifest["code"] = {"qa.errors": "0123", "qa.long_gone": "4567"}
    path.write_text(json.dumps(manifest))
    lines = [line for line in misfits() if line.startswith("ranking:")]
    assert any("another lexicon" in line and "training ranking" in line for line in lines)
    assert any("made with gazetteer, which is gone" in line for line in lines)
    assert len(lines) == 2
    assert any("2 of 2 modules" in line for line in behind() if line.startswith("ranking:"))
    done = CliRunner().invoke(commands(), ["check"])
    assert (done.exit_code, set(lines) <= set(done.stdout.splitlines())) == (1, True)
