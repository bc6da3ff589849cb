"""Figures that are kept: a report without its rows, merged into what is kept already."""

import json
from pathlib import Path
from typing import Any

import pytest

from evals.keeping import keep, results_of, run_of
from evals.kept_figures import Figures, Made, Result, Run, load_figures
from evals.stamps import command_line
from qa.errors import EvalError
from tests.evals.reports import STAMPS, report, row

ROWS = (row("a", hit_at_1=1.0, mrr_at_10=1.0), row("b", hit_at_1=0.0, mrr_at_10=0.5))


def written(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps(report(ROWS, **changes).to_dict()), encoding="utf-8")
    return path


def test_a_report_is_reduced_to_its_figures_and_its_stamp(tmp_path: Path) -> None:
    stamps = STAMPS.model_copy(update={"command": "python -m evals retrieval tiny"})
    kept = keep(written(tmp_path / "report.json", stamps=stamps), "search", tmp_path / "figures")
    assert kept == tmp_path / "figures" / "search.json"
    (run,) = load_figures(kept).runs
    assert run.made == Made(
        command="python -m evals retrieval tiny", date="2026-01-01", commit="abc", machine="m"
    )
    (result,) = run.results
    assert result.key == ("tiny", "hybrid", "")
    assert (result.queries, result.documents) == (2, 4)
    assert result.figures == {"hit@1": 0.5, "mrr@10": 0.75}
    assert result.intervals["hit@1"] == (0.0, 1.0)
    assert "question a" not in kept.read_text(encoding="utf-8")


def test_the_reports_of_one_run_are_one_run_also_over_midnight() -> None:
    later = STAMPS.model_copy(update={"date": "2026-01-02T00:10:00+00:00"})
    run = run_of([report(ROWS), report(ROWS, dataset="other", stamps=later)])
    assert run.made.date == "2026-01-02"
    assert [result.dataset for result in run.results] == ["tiny", "other"]


def test_new_figures_take_the_place_of_old_ones_and_of_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    for name, commit in (("one", "old"), ("two", "old"), ("one", "new")):
        stamps = STAMPS.model_copy(update={"commit": commit})
        keep(written(tmp_path / "report.json", dataset=name, stamps=stamps), "search", folder)
    found = {
        result.dataset: made.commit
        for result, made in load_figures(folder / "search.json").results()
    }
    assert found == {"one": "new", "two": "old"}


def test_a_file_of_figures_can_be_kept_as_well(tmp_path: Path) -> None:
    run = Run(made=Made(command="c"), results=(Result(dataset="d", figures={"ms p50": 3.0}),))
    path = tmp_path / "speed.json"
    path.write_text(Figures(runs=(run,)).model_dump_json(), encoding="utf-8")
    assert load_figures(keep(path, "speed", tmp_path / "figures")).runs == (run,)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"distractors": "news_zh.txt.xz"}, "tiny + news_zh"),
        ({"split": "test"}, "tiny, test"),
        ({"history": False}, "tiny, without history"),
    ],
)
def test_what_options_do_to_a_set_is_part_of_its_name(options: dict[str, Any], name: str) -> None:
    assert next(results_of(report(ROWS, options=options))).dataset == name


def test_kinds_stand_apart_and_rgb_s_by_file() -> None:
    kinds = ("cross-language", "zh_int, integration, noise 0.2")
    rows = [each.model_copy(update={"kind": kind}) for each, kind in zip(ROWS, kinds, strict=True)]
    _, *groups = results_of(report(rows))
    assert [(each.dataset, each.group) for each in groups] == [
        ("tiny", "cross-language"),
        ("tiny zh_int, integration", "noise 0.2"),
    ]


def test_what_is_no_report_is_named(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    for content in ("{", '{"runs": [{}]}', "[]"):
        path.write_text(content)
        with pytest.raises(EvalError, match=r"other\.json: "):
            keep(path, "other", tmp_path)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["retrieval", "/home/me/data/one/", "--json", "/tmp/x.json"], "retrieval one"),
        (["retrieval", "one", "--corpus=../data/news.txt"], "retrieval one --corpus=news.txt"),
        (["retrieval", "one", "--beside", "dense:/models/m"], "retrieval one --beside dense:m"),
        (["answers", "a set", "--json=out.json", "--oracle"], "answers 'a set' --oracle"),
    ],
)
def test_a_command_tells_nothing_of_the_machine(arguments: list[str], told: str) -> None:
    asked = ["/usr/bin/python3", "-X", "dev", "-m", "evals", *arguments]
    assert command_line(asked) == f"python -m evals {told}"


def test_what_is_no_module_has_no_command() -> None:
    assert command_line(["python", "script.py"]) is None
