"""Reports: the figures follow from the rows, and a file can be read back."""

import json
from pathlib import Path

import pytest

from evals.measures import MEASURES
from evals.report import failures, load_reports
from evals.tables import report_text
from qa.errors import EvalError
from tests.evals.reports import report, row

ROWS = (row("a", hit_at_1=1.0, mrr_at_10=1.0), row("b", hit_at_1=0.0, mrr_at_10=0.5))


def test_figures_are_means_over_the_rows() -> None:
    document = report(ROWS).to_dict()
    assert (document["queries"], document["hit@1"], document["mrr@10"]) == (2, 0.5, 0.75)
    assert document["confidence"]["hit@1"] == [0.0, 1.0]


def test_figures_of_the_contract_are_always_there() -> None:
    document = report([row("a", hit_at_1=1.0)]).to_dict()
    contract = ["queries", "documents", "hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10"]
    contract += ["recall@20", "ms_per_query", "ingest_seconds"]
    assert set(contract) <= document.keys()
    assert document["hit@5"] is None
    answers = report([row("a", answer_recall=1.0)], command="answers").to_dict()
    contract = ["answer_recall", "exact_span", "citation_hit", "token_f1", "refused_answerable"]
    contract += ["refused_unanswerable", "quoted_sentences"]
    assert set(contract) <= answers.keys()


def test_medians_leave_out_rows_that_have_none() -> None:
    rows = [
        ROWS[0].model_copy(update={"ms": 3.0, "quoted_sentences": 2}),
        ROWS[1].model_copy(update={"ms": 5.0, "quoted_sentences": 0}),
        row("c", hit_at_1=0.0),
    ]
    document = report(rows, command="answers").to_dict()
    assert document["ms_per_query"] == {"p50": 4.0, "p95": 4.9}
    assert document["quoted_sentences"] == {"p50": 2.0}


def test_groups_by_kind() -> None:
    rows = [ROWS[0].model_copy(update={"kind": "date"}), ROWS[1]]
    groups = report(rows, command="run").to_dict()["by_kind"]
    assert groups["date"] == {"queries": 1, "hit@1": 1.0, "mrr@10": 1.0}
    assert groups["-"]["hit@1"] == 0.0


def test_a_written_report_reads_back_the_same(tmp_path: Path) -> None:
    whole = report(ROWS)
    path = tmp_path / "report.json"
    path.write_text(json.dumps(whole.to_dict()), encoding="utf-8")
    assert load_reports(path) == (whole,)


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "not JSON"), ("{}", "no report of python -m evals"), ("[]", "no")],
)
def test_a_file_that_is_no_report_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(EvalError, match=f"other.json: {message}"):
        load_reports(path)


def test_failures_say_what_was_wrong() -> None:
    rows = [
        row("right", answer_recall=1.0, refused_answerable=0.0, hit_at_1=0.0),
        row("refused", answer_recall=0.0, citation_hit=0.0, refused_answerable=1.0),
        row("invented", refused_unanswerable=0.0, language_right=0.0),
        ROWS[0].model_copy(update={"id": "broken", "error": "no such thing"}),
    ]
    assert [(failure.id, failure.wrong) for failure in failures(rows)] == [
        ("refused", ("answer_recall", "citation_hit", "refused_answerable")),
        ("invented", ("refused_unanswerable", "language_right")),
        ("broken", ("error",)),
    ]


def test_the_table_shows_means_errors_and_notes() -> None:
    rows = [*ROWS, row("c", hit_at_1=0.0).model_copy(update={"error": "too long"})]
    text = report_text(report(rows, notes=("2 gold documents are not in the corpus",)))
    assert "3 queries, 4 documents, 4 articles" in text
    assert "note: 2 gold documents" in text
    assert "error: c: too long" in text
    assert "0.333" in text


def test_the_readme_explains_every_measure() -> None:
    readme = Path(__file__).parents[2] / "evals" / "README.md"
    table = [line for line in readme.read_text(encoding="utf-8").splitlines() if "|" in line]
    for measure in MEASURES:
        assert f"| `{measure.name}` | {measure.better} | {measure.meaning} |" in table
