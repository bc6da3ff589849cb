"""Several systems over several eval sets in one run."""

import json
from pathlib import Path

import pytest

from tests.evals.beir import DOCUMENTS, QUERIES, write_beir
from tests.evals.conftest import Evals
from tests.evals.models import write_package


def test_two_systems_stand_in_one_table(
    evals: Evals, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, document = evals("retrieval", tiny, "--beside", "lexical")
    assert (code, document["command"]) == (0, "retrieval")
    hybrid, lexical = document["reports"]
    assert (hybrid["options"]["retriever"], lexical["options"]["retriever"]) == (
        "hybrid",
        "lexical",
    )
    assert hybrid["hit@1"] == 1
    assert hybrid["confidence"]["hit@1"] == [1, 1]
    header, *lines = capsys.readouterr().out.splitlines()
    assert header.split("  ")[0] == "set"
    assert [name for name in header.split() if "@" in name] == [
        "MRR@10",
        "hit@1",
        "hit@10",
        "nDCG@10",
        "recall@20",
    ]
    assert [line.split()[:5] for line in lines] == [
        ["tiny", "4", "4", "hybrid", "1.000"],
        ["tiny", "4", "4", "lexical", f"{lexical['mrr@10']:.3f}"],
    ]


def test_systems_with_one_model_share_an_index(evals: Evals, tiny: Path, tmp_path: Path) -> None:
    _, document = evals("retrieval", tiny, "--retriever", "lexical", "--beside", "dense")
    assert len(list((tmp_path / "cache").glob("*/eval.json"))) == 1
    assert len({report["ingest_seconds"] for report in document["reports"]}) == 1


def test_several_folders_come_one_after_the_other(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_beir(tmp_path / "other", documents=DOCUMENTS[1:])
    code, document = evals("retrieval", tiny, other, "--limit", 2, "--beside", "dense")
    assert code == 0
    measured = [(each["dataset"], each["options"]["retriever"]) for each in document["reports"]]
    assert measured == [
        ("tiny", "hybrid"),
        ("tiny", "dense"),
        ("other", "hybrid"),
        ("other", "dense"),
    ]
    assert [each["queries"] for each in document["reports"]] == [2, 2, 2, 2]
    note = "note: other: 1 gold documents are not in the corpus (ferry, ...)"
    assert capsys.readouterr().out.splitlines().count(note) == 1


def test_answers_of_several_sets_stand_in_one_table(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_beir(tmp_path / "other", documents=DOCUMENTS[1:])
    code, document = evals("answers", tiny, other)
    assert (code, document["command"]) == (0, "answers")
    header, *lines = (line for line in capsys.readouterr().out.splitlines() if "note" not in line)
    columns = header.split()
    assert [line.split()[:2] for line in lines] == [["tiny", "5"], ["other", "5"]]
    for line, report in zip(lines, document["reports"], strict=True):
        cells = dict(zip(columns, line.split(), strict=False))
        for name in ("answer_recall", "best_quote_recall", "token_f1", "refused_unanswerable"):
            assert cells[name] == f"{report[name]:.3f}"
        assert line.split()[-2] == f"{report['quoted_sentences']['p50']:g}"


def test_one_folder_and_one_system_give_a_plain_report(evals: Evals, tiny: Path) -> None:
    _, report = evals("retrieval", tiny)
    assert list(report["options"]) == ["corpus", "distractors", "limit", "retriever", "oracle"]
    assert "reports" not in report


def test_a_model_from_a_package_has_an_index_of_its_own(
    evals: Evals, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_package(tmp_path / "site", "tiny_news_model")
    monkeypatch.syspath_prepend(tmp_path / "site")
    arguments = ("retrieval", tiny, "--limit", 2, "--retriever", "dense")
    code, document = evals(*arguments, "--beside", "dense:tiny-news-model")
    assert code == 0
    shipped, other = document["reports"]
    assert "embedding_model" not in shipped["options"]
    assert other["options"]["embedding_model"] == "tiny-news-model"
    assert other["stamps"]["embedding_model"] == str(folder) != shipped["stamps"]["embedding_model"]
    # Its only words are those of the first two articles.
    assert other["hit@1"] == 1
    assert len(list((tmp_path / "cache").glob("*/eval.json"))) == 2


def test_a_query_that_fails_is_named_with_its_set_and_system(
    evals: Evals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_beir(
        tmp_path / "tiny",
        queries=[*QUERIES[:1], {"_id": "q6", "text": "?!"}],
        judgements=[("q1", "ferry"), ("q6", "museum")],
    )
    code, document = evals("retrieval", folder, "--beside", "lexical")
    assert (code, len(document["reports"])) == (1, 2)
    shown = capsys.readouterr().out
    assert "error: tiny, hybrid: q6: " in shown
    assert "error: tiny, lexical: q6: " in shown


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--beside", "dense:/no/model"], "error: system dense:/no/model: embedding model /no/mo"),
        (["/no/set"], "error: /no/set: no such folder"),
        (["--beside", "dense:x", "--index", "i"], "error: system dense:x: has an index of its own"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_measured(
    evals: Evals,
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    message: str,
) -> None:
    assert evals("retrieval", tiny, *more) == (1, {})
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(message)
    assert not (tmp_path / "cache").exists()


def test_an_unknown_system_is_wrong_usage(
    evals: Evals, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("retrieval", tiny, "--beside", "magic") == (2, {})
    assert "magic: no such system (hybrid, dense, lexical or langchain" in capsys.readouterr().err


def test_a_system_that_is_named_twice_is_measured_once(evals: Evals, tiny: Path) -> None:
    more = ("--beside", "lexical", "--beside", "lexical", "--beside", "hybrid")
    _, document = evals("retrieval", tiny, *more)
    assert [each["options"]["retriever"] for each in document["reports"]] == ["hybrid", "lexical"]


def test_two_sets_of_one_name_are_refused(
    evals: Evals, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("retrieval", tiny, tiny) == (1, {})
    assert "two eval sets are called tiny" in capsys.readouterr().err


def test_compare_pairs_the_reports_of_two_runs(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, both = evals("retrieval", tiny, "--beside", "lexical")
    _, one = evals("retrieval", tiny, "--retriever", "lexical")
    paths = [tmp_path / "both.json", tmp_path / "one.json"]
    for path, document in zip(paths, (both, one), strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    code, compared = evals("compare", paths[0], paths[0])
    assert code == 0
    names = [each["name"] for each in compared["comparisons"]]
    assert names == ["tiny, hybrid", "tiny, lexical"]
    assert "tiny, lexical\nmeasure" in capsys.readouterr().out
    _, compared = evals("compare", *paths)
    assert (compared["name"], compared["common"]) == ("tiny, lexical", 4)


def test_runs_that_share_no_set_cannot_be_compared(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, both = evals("retrieval", tiny, "--beside", "lexical")
    _, other = evals("retrieval", tiny, "--retriever", "dense")
    paths = [tmp_path / "both.json", tmp_path / "other.json"]
    for path, document in zip(paths, (both, other), strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    assert evals("compare", *paths)[0] == 1
    assert "share no eval set and system" in capsys.readouterr().err
