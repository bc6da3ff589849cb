"""The whole way: an eval set on disk, the real index and answerer, a report."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals import indexes
from evals.cli import main
from qa.settings import ROOT
from tests.evals.beir import DOCUMENTS, QUERIES, write_beir, write_lines
from tests.evals.conftest import Evals


def test_retrieval_finds_each_article_in_its_own_language(evals: Evals, tiny: Path) -> None:
    code, report = evals("retrieval", tiny)
    assert code == 0
    assert (report["queries"], report["documents"], report["articles"]) == (4, 4, 4)
    assert report["hit@1"] == report["mrr@10"] == report["ndcg@10"] == report["recall@20"] == 1
    assert report["ms_per_query"]["p50"] > 0
    assert report["ingest_seconds"] > 0
    assert report["stamps"]["embedding_model"]
    assert [row["rank"] for row in report["rows"]] == [1, 1, 1, 1]


@pytest.mark.parametrize("retriever", ["dense", "lexical"])
def test_one_side_alone(evals: Evals, tiny: Path, retriever: str) -> None:
    code, report = evals("retrieval", tiny, "--retriever", retriever, "--limit", 3)
    assert code == 0
    assert (report["queries"], report["options"]["retriever"]) == (3, retriever)
    assert report["hit@5"] > 0


def test_the_second_run_does_not_ingest_again(evals: Evals, tiny: Path, tmp_path: Path) -> None:
    _, first = evals("retrieval", tiny)
    (built,) = (tmp_path / "cache").glob("*/articles.sqlite3")
    before = built.stat().st_mtime_ns
    _, second = evals("retrieval", tiny)
    assert second["ingest_seconds"] == first["ingest_seconds"]
    assert built.stat().st_mtime_ns == before


def test_an_unfinished_index_is_built_anew(evals: Evals, tiny: Path, tmp_path: Path) -> None:
    evals("retrieval", tiny)
    (stamp,) = (tmp_path / "cache").glob("*/eval.json")
    stamp.unlink()
    code, report = evals("retrieval", tiny)
    assert (code, report["hit@1"]) == (0, 1)
    assert stamp.exists()


def test_distractors_and_a_text_corpus(evals: Evals, tiny: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.txt"
    lines = [f"{each['title']} {each['text']}" for each in DOCUMENTS]
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [{"id": i, "text": f"Weather report number {i}: rain over the hills."} for i in range(5)]
    distractors = write_lines(tmp_path / "more.jsonl", rows)
    judgements = ["q1\td0\t1", "q2\td1\t1", "q3\td2\t1", "q4\td3\t1"]
    (tiny / "qrels" / "test.tsv").write_text("\n".join(judgements), encoding="utf-8")
    (tiny / "corpus.jsonl").unlink()
    code, report = evals("retrieval", tiny, "--corpus", corpus, "--distractors", distractors)
    assert (code, report["documents"], report["hit@1"]) == (0, 9, 1)


def test_answers_from_the_gold_article(evals: Evals, tiny: Path) -> None:
    code, report = evals("answers", tiny, "--oracle")
    assert code == 0
    assert report["queries"] == 4
    assert report["notes"] == ["1 queries without a gold article were left out"]
    assert report["answer_recall"] >= 0.75
    assert report["citation_hit"] == 1 - report["refused_answerable"]
    assert report["refused_unanswerable"] is None
    assert report["quoted_sentences"]["p50"] >= 1


def test_answers_by_the_whole_pipeline(evals: Evals, tiny: Path) -> None:
    code, report = evals("answers", tiny)
    assert code == 0
    assert report["queries"] == 5
    assert report["answer_recall"] >= 0.75
    assert report["refused_unanswerable"] == 1
    assert not report["rows"][4]["answerable"]


def test_a_gold_document_that_is_missing_is_told(evals: Evals, tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "tiny", documents=DOCUMENTS[1:])
    code, report = evals("retrieval", folder)
    assert (code, report["hit@10"]) == (0, 0.75)
    assert report["notes"] == ["1 gold documents are not in the corpus (ferry, ...)"]


def test_a_corpus_of_other_documents_is_refused(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write_lines(tmp_path / "other.jsonl", [{"_id": "x", "text": "Far off."}])
    assert evals("retrieval", tiny, "--corpus", other)[0] == 1
    error = capsys.readouterr().err
    assert "other.jsonl: has no document that qrels/test.tsv names (bridge, ...)" in error


def test_a_query_that_cannot_be_asked_counts_as_wrong_and_is_named(
    evals: Evals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = {"_id": "q6", "text": "?!", "answers": ["312"]}
    folder = write_beir(
        tmp_path / "tiny",
        queries=[*QUERIES[:3], broken],
        judgements=[("q1", "ferry"), ("q6", "museum")],
    )
    code, report = evals("retrieval", folder)
    assert (code, report["hit@1"]) == (1, 0.5)
    assert [each["id"] for each in report["errors"]] == ["q6"]
    assert "error: q6: " in capsys.readouterr().out


def test_a_given_index(evals: Evals, tiny: Path, tmp_path: Path, small_index: Path) -> None:
    _, built = evals("retrieval", tiny)
    (stamp,) = (tmp_path / "cache").glob("*/eval.json")
    code, report = evals("retrieval", tiny, "--index", stamp.parent)
    assert (code, report["hit@1"], report["ingest_seconds"]) == (0, built["hit@1"], None)
    assert evals("retrieval", tiny, "--index", small_index)[0] == 1


def test_compare_two_reports(
    evals: Evals, tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, first = evals("retrieval", tiny)
    path = tmp_path / "first.json"
    path.write_text(json.dumps(first), encoding="utf-8")
    code, comparison = evals("compare", path, path)
    assert (code, comparison["common"]) == (0, 4)
    assert {change["verdict"] for change in comparison["changes"]} == {"same"}
    assert evals("compare", path, tmp_path / "none.json")[0] == 1
    assert "none.json: No such file" in capsys.readouterr().err


def test_a_suite_over_a_given_index(evals: Evals, tmp_path: Path, small_index: Path) -> None:
    suite = write_lines(
        tmp_path / "suite.jsonl",
        [
            {
                "id": "one",
                "question": "新大橋全長多少公里？",
                "language": "zh-Hant",
                "kind": "same-language",
                "gold": ["新大橋明年通車"],
                "answers": ["十二公里"],
            },
            {
                "id": "none",
                "question": "Who won the chess olympiad?",
                "language": "en",
                "kind": "unanswerable",
                "answerable": False,
            },
        ],
    )
    code, report = evals("run", "--suite", suite, "--index", small_index)
    assert code == 0
    assert report["hit@1"] == report["answer_recall"] == report["citation_hit"] == 1
    assert report["language_right"] == report["refused_unanswerable"] == 1
    assert report["by_kind"]["same-language"]["queries"] == 1
    assert report["failures"] == []


def test_a_suite_of_conversations(evals: Evals, tmp_path: Path, small_index: Path) -> None:
    follow_up = {
        "id": "follow",
        "kind": "follow-up",
        "split": "test",
        "history": [{"question": "新大橋何時通車？"}],
        "question": "那全長呢？",
        "language": "zh-Hant",
        "gold": ["新大橋明年通車"],
        "answers": ["十二公里"],
    }
    suite = write_lines(tmp_path / "suite.jsonl", [follow_up])
    code, report = evals("run", "--suite", suite, "--index", small_index, "--split", "test")
    (row,) = report["rows"]
    assert (code, report["citation_hit"], report["options"]) == (0, 1, {"split": "test"})
    assert row["understood"] == "新大橋何時通車：那全長呢？"
    code, report = evals("run", "--suite", suite, "--index", small_index, "--no-history")
    assert (code, report["options"]) == (0, {"history": False})
    assert "understood" not in report["rows"][0]
    assert evals("run", "--suite", suite, "--index", small_index, "--split", "dev")[0] == 1


def test_the_module_runs() -> None:
    command = [sys.executable, "-m", "evals", "--help"]
    shown = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert all(name in shown for name in ("run", "retrieval", "answers", "compare"))


def test_wrong_usage_exits_2(evals: Evals, tiny: Path) -> None:
    assert evals("retrieval", tiny, "--retriever", "magic")[0] == 2
    assert evals("retrieval", tiny, "--limit", 0)[0] == 2
    assert evals("retrieval")[0] == 2
    assert evals("praise")[0] == 2


def test_json_on_standard_output_stands_alone(
    tiny: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(indexes, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(sys, "argv", ["evals", "retrieval", str(tiny), "--json", "-"])
    with pytest.raises(SystemExit):
        main()
    shown = capsys.readouterr()
    assert json.loads(shown.out)["queries"] == 4
    assert "hit@1" in shown.err
