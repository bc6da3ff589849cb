"""ClapNQ's format: rows with their own passages, answerable by some annotator or by none."""

from pathlib import Path

import pytest

from evals.clapnq import clapnq_set, is_clapnq
from qa.errors import EvalError
from tests.evals.beir import write_beir, write_lines
from tests.evals.clapnq import ANSWERABLE, FERRY, UNANSWERABLE, write_clapnq
from tests.evals.conftest import Evals


def test_a_folder_is_known_by_its_files(tmp_path: Path) -> None:
    assert is_clapnq(write_clapnq(tmp_path / "clapnq"))
    assert not is_clapnq(write_beir(tmp_path / "beir"))
    assert not is_clapnq(tmp_path / "none")


def test_the_passages_of_all_rows_are_the_corpus(tmp_path: Path) -> None:
    folder = write_clapnq(tmp_path / "clapnq")
    assert (clapnq_set(folder).count, clapnq_set(folder).documents) == (4, 4)
    first_of_either = clapnq_set(folder, 1)
    assert (first_of_either.count, first_of_either.documents) == (2, 4)


def test_asked_over_all_passages(evals: Evals, tmp_path: Path) -> None:
    code, report = evals("refusal", write_clapnq(tmp_path / "clapnq"))
    assert (code, report["queries"], report["articles"]) == (0, 4, 4)
    assert report["options"] == {"limit": None, "oracle": False}
    assert [row["kind"] for row in report["rows"]] == ["answerable"] * 2 + ["unanswerable"] * 2
    assert {"sentence_recall", "citation_hit", "auroc"} <= report.keys()


def test_asked_with_its_own_passage_alone(evals: Evals, tmp_path: Path) -> None:
    code, report = evals("refusal", write_clapnq(tmp_path / "clapnq"), "--oracle")
    assert (code, report["options"]["oracle"]) == (0, True)
    assert [len(row["found"]) for row in report["rows"]] == [1, 1, 1, 1]
    assert report["citation_hit"] == 1 - report["refused_answerable"]


def test_an_annotator_who_saw_no_answer_chose_no_sentences(tmp_path: Path) -> None:
    found = clapnq_set(write_clapnq(tmp_path / "clapnq"))
    rows = found.askings.args[0]  # type: ignore[attr-defined]
    assert rows[0].expected(["a"]).sentences == [(FERRY[1],)]
    assert not rows[2].expected(["a"]).answerable


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "a", "input": "Who?"}], "line 1: passages: Field required"),
        ([ANSWERABLE[0], ANSWERABLE[0]], "two questions have one id"),
        ([*UNANSWERABLE], "needs answerable and unanswerable questions"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    tmp_path: Path, rows: list[dict[str, object]], message: str
) -> None:
    write_lines(tmp_path / "clapnq" / "x_answerable.jsonl", rows)
    with pytest.raises(EvalError, match=message):
        clapnq_set(tmp_path / "clapnq")


def test_its_own_passages_are_the_only_corpus(
    evals: Evals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_clapnq(tmp_path / "clapnq")
    more = write_lines(tmp_path / "more.jsonl", [{"id": "x", "text": "Rain."}])
    assert evals("refusal", folder, "--distractors", more)[0] == 1
    assert "its own passages are the corpus" in capsys.readouterr().err


def test_the_shared_set_has_150_questions_of_either_kind(shared: Path) -> None:
    folder = shared / "data" / "dev" / "clapnq"
    if not folder.is_dir():
        pytest.skip(f"needs {folder}, which is not part of the repository")
    found = clapnq_set(folder)
    assert (found.count, found.documents) == (300, 298)
