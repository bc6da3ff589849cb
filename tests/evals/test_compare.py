"""Comparisons: a planted regression is found, and nothing is cried over nothing."""

import numpy as np
import pytest

from evals.compare import compare
from evals.report import Report, Row
from evals.tables import comparison_text
from qa.errors import EvalError
from tests.evals.reports import STAMPS, report, row


def run(count: int, miss_every: int = 5) -> list[Row]:
    """Rows where every so many queries miss."""
    return [
        row(f"q{i}", hit_at_1=float(i % miss_every != 0), mrr_at_10=1 / (1 + i % 4))
        for i in range(count)
    ]


def planted(rows: list[Row], count: int) -> list[Row]:
    """The same rows with the first hits among them turned into misses."""
    hits = [each.id for each in rows if each.measures["hit@1"]][:count]
    return [
        each.model_copy(update={"measures": each.measures | {"hit@1": 0.0}})
        if each.id in hits
        else each
        for each in rows
    ]


def verdicts(first: Report, second: Report) -> dict[str, str]:
    return {change.measure: change.verdict for change in compare(first, second).changes}


def test_identical_runs_are_the_same() -> None:
    rows = run(200)
    comparison = compare(report(rows), report(rows))
    assert {change.verdict for change in comparison.changes} == {"same"}
    assert {change.difference for change in comparison.changes} == {0.0}
    assert comparison.notes == ()


def test_a_planted_regression_is_found_and_only_there() -> None:
    rows = run(200)
    first, second = report(rows), report(planted(rows, 14))
    assert verdicts(first, second) == {"hit@1": "worse", "mrr@10": "same"}
    assert verdicts(second, first) == {"hit@1": "better", "mrr@10": "same"}
    (hit, _) = compare(first, second).changes
    assert (hit.risen, hit.fallen) == (0, 14)
    assert hit.difference == pytest.approx(-0.07)
    assert hit.low < hit.difference < hit.high < 0
    assert hit.most_worsened == ("q1", "q2", "q3", "q4", "q6")


def test_one_query_that_fell_is_no_regression() -> None:
    rows = run(200)
    assert verdicts(report(rows), report(planted(rows, 1)))["hit@1"] == "same"


def test_fewer_refusals_of_answerable_questions_are_better() -> None:
    first = [row(f"q{i}", refused_answerable=float(i < 30)) for i in range(60)]
    second = [row(f"q{i}", refused_answerable=float(i < 10)) for i in range(60)]
    assert verdicts(report(first), report(second)) == {"refused_answerable": "better"}


def test_rows_are_paired_by_id_not_by_place() -> None:
    rows = run(100)
    shuffled = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    assert {change.fallen for change in compare(report(rows), report(shuffled)).changes} == {0}


def test_only_common_queries_count_and_the_others_are_told() -> None:
    comparison = compare(report(run(50)), report(run(40)))
    assert (comparison.common, comparison.only_first, comparison.only_second) == (40, 10, 0)
    assert "10 queries stand only in the first report" in comparison_text(comparison)


def test_another_set_up_is_told() -> None:
    rows = run(20)
    other = STAMPS.model_copy(update={"embedding_model": "new"})
    second = report(rows, stamps=other, options={"retriever": "dense"})
    assert compare(report(rows), second).notes == (
        "embedding model: None in the first, new in the second",
        "--retriever: hybrid in the first, dense in the second",
    )


def test_reports_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(EvalError, match="of the same command"):
        compare(report(run(5)), report(run(5), command="answers"))
    with pytest.raises(EvalError, match="share no query"):
        compare(report(run(5)), report([row("other", hit_at_1=1.0)]))


def test_the_table_names_what_got_worse() -> None:
    rows = run(200)
    text = comparison_text(compare(report(rows), report(planted(rows, 14))))
    assert "WORSE" in text
    assert "hit@1 fell most at: q1, q2" in text
