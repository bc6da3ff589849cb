"""``python -m evals rgb``: all tests of all files in one report."""

from pathlib import Path

import pytest

from evals.rgb_set import rgb_set
from qa.errors import EvalError
from tests.evals.beir import write_lines
from tests.evals.conftest import Evals
from tests.evals.rgb import FACT, INTEGRATION, write_rgb


def test_one_table_of_all_tests(
    evals: Evals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = evals("rgb", write_rgb(tmp_path / "rgb"))
    assert (code, report["command"], report["queries"]) == (0, "rgb", 8 + 4)
    assert list(report["by_kind"])[4:9] == [
        "en_fact, noise 0.8",
        "en_fact, only noise",
        "en_fact, only wrong",
        "en_fact, wrong and right",
        "zh_int, integration, noise 0.0",
    ]
    assert set(report["by_kind"]["en_fact, only wrong"]) == {
        "queries",
        "wrong_stated",
        "refused_unanswerable",
    }
    assert {"all_parts", "refused_answerable"} <= report["by_kind"][
        "zh_int, integration, noise 0.2"
    ].keys()
    shown = capsys.readouterr().out
    assert "en_fact, wrong and right" in shown
    assert "wrong_stated" in shown


def test_a_question_is_answered_from_its_own_documents_alone(evals: Evals, tmp_path: Path) -> None:
    other = FACT | {"id": 1, "query": "Who bakes the bread?", "answer": "Tim", "negative": ["No."]}
    write_lines(tmp_path / "rgb" / "en_fact.jsonl", [FACT, other])
    _, report = evals("rgb", tmp_path / "rgb")
    found = {row["id"]: row["found"] for row in report["rows"]}
    assert len(found["en_fact, only noise, 0"]) == 5
    assert len(found["en_fact, only noise, 1"]) == 1
    assert not {*found["en_fact, only noise, 0"]} & {*found["en_fact, only wrong, 0"]}


def test_the_limit_is_of_each_file_and_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    folder = write_rgb(tmp_path / "rgb")
    write_lines(folder / "zh.jsonl", [FACT | {"id": n} for n in range(3)])
    assert rgb_set(folder).count == 8 + 4 + 3 * 6
    limited = rgb_set(folder, 1)
    assert (limited.count, limited.documents) == (8 + 4 + 6, rgb_set(folder).documents)


def test_noise_that_holds_the_answer_is_told(tmp_path: Path) -> None:
    leaking = FACT | {"negative": ["Rosa Lind waved.", *FACT["negative"]]}
    write_lines(tmp_path / "rgb" / "en_fact.jsonl", [FACT, leaking | {"id": 1}])
    assert rgb_set(tmp_path / "rgb").notes == (
        "en_fact: the answer stands in the noise of 1 of 2 questions",
    )


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="none: no such folder"):
        rgb_set(tmp_path / "none")
    with pytest.raises(EvalError, match="no rows of RGB"):
        rgb_set(tmp_path)
    write_lines(tmp_path / "rgb" / "zh_int.jsonl", [INTEGRATION, {"id": 1}])
    with pytest.raises(EvalError, match=r"zh_int.jsonl, line 2: query: Field required"):
        rgb_set(tmp_path / "rgb")


def test_the_shared_sets_can_be_read(shared: Path) -> None:
    folder = shared / "data" / "dev" / "rgb"
    if not folder.is_dir():
        pytest.skip(f"needs {folder}, which is not part of the repository")
    found = rgb_set(folder, 2)
    assert found.count > 2 * (4 + 6 + 6)
    assert found.documents > 1_000
