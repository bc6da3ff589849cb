"""``python -m evals refusal``: two askings of each question, one table, reports to compare."""

import json
from pathlib import Path

import pytest

from evals.refusal import told_apart
from evals.report import Row
from tests.evals.beir import DOCUMENTS, QUERIES, write_beir
from tests.evals.clapnq import write_clapnq
from tests.evals.conftest import Evals


def row(identity: str, answerable: bool, confidence: float | None, error: str | None = None) -> Row:
    return Row(
        id=f"{identity} {answerable}",
        question=identity,
        answerable=answerable,
        measures={},
        confidence=confidence,
        error=error,
    )


def test_each_question_is_asked_with_and_without_its_gold_article(evals: Evals, tiny: Path) -> None:
    code, report = evals("refusal", tiny, "--limit", 2)
    assert (code, report["queries"], report["command"]) == (0, 4, "refusal")
    present, removed = report["rows"][:2]
    assert (present["kind"], removed["kind"]) == ("gold present", "gold removed")
    assert present["question"] == removed["question"]
    assert (removed["id"], removed["answerable"]) == ("q1, gold removed", False)
    assert present["found"][0] not in removed["found"]
    assert {"citation_hit", "best_quote_recall"} <= present["measures"].keys()


def test_the_figures_of_a_report(evals: Evals, tiny: Path) -> None:
    _, report = evals("refusal", tiny)
    assert report["rows"][-1]["kind"] == "unanswerable"
    assert report["auroc"] > 0.5
    for name in ("auroc", "refused_answerable@0.1", "refused_unanswerable@0.1"):
        low, high = report["confidence"][name]
        assert 0 <= low <= report[name] <= high <= 1
    assert report["refused_unanswerable"] >= 0.2


def test_several_sets_stand_in_one_table(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, document = evals("refusal", tiny, write_clapnq(tmp_path / "clapnq"))
    assert (code, document["command"]) == (0, "refusal")
    assert [each["dataset"] for each in document["reports"]] == ["tiny", "clapnq"]
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split()[:4] == ["set", "answerable", "unanswerable", "auroc"]
    assert [line.split()[:3] for line in lines] == [["tiny", "4", "5"], ["clapnq", "2", "2"]]
    area, low, high = lines[0].replace("[", "").replace(",", "").replace("]", "").split()[3:6]
    assert float(low) <= float(area) <= float(high)


def test_two_reports_can_be_compared(evals: Evals, tiny: Path, tmp_path: Path) -> None:
    _, report = evals("refusal", tiny)
    path = tmp_path / "refusal.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    code, comparison = evals("compare", path, path)
    assert (code, comparison["common"]) == (0, 9)
    changes = {change["measure"]: change for change in comparison["changes"]}
    assert changes["auroc"]["first"] == pytest.approx(report["auroc"], abs=1e-4)
    assert {change["verdict"] for change in changes.values()} == {"same"}


def test_a_question_that_fails_counts_as_wrong_both_times(evals: Evals, tmp_path: Path) -> None:
    folder = write_beir(
        tmp_path / "tiny",
        queries=[*QUERIES[:2], {"_id": "q6", "text": "?!", "answers": ["312"]}],
        judgements=[("q1", "ferry"), ("q2", "museum"), ("q6", "tea")],
    )
    code, report = evals("refusal", folder)
    assert (code, len(report["errors"])) == (1, 2)
    present, removed = (each["measures"] for each in report["rows"][-2:])
    assert (present["refused_answerable"], removed["refused_unanswerable"]) == (1, 0)
    assert present["auroc"] < report["auroc"] < 1


def test_answers_of_a_chat_model_have_no_confidence_to_measure() -> None:
    rows = (row("a", True, None), row("b", False, None))
    assert told_apart(rows) == rows
    failed = (row("a", True, 0.9), row("b", False, None, error="no word in it"))
    assert [each.measures["auroc"] for each in told_apart(failed)] == [0, 0]


def test_what_cannot_be_asked_is_told_before_anything_is_measured(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("refusal", tiny, "--oracle") == (1, {})
    assert "leave --oracle out" in capsys.readouterr().err
    assert evals("refusal", tiny, tiny) == (1, {})
    assert "two eval sets are called tiny" in capsys.readouterr().err
    assert evals("refusal", tiny, tmp_path / "none") == (1, {})
    assert not (tmp_path / "cache").exists()


def test_distractors_are_searched_too(evals: Evals, tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "tiny", documents=DOCUMENTS[:2], queries=QUERIES[:2])
    lines = [f"Weather report number {place}: rain over the hills." for place in range(5)]
    more = tmp_path / "more.txt"
    more.write_text("\n".join(lines), encoding="utf-8")
    code, report = evals("refusal", folder, "--distractors", more)
    assert (code, report["documents"], report["queries"]) == (0, 7, 4)
