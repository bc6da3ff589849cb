"""RGB: which documents a question is asked with, and what is expected of it."""

from typing import Any

from evals.rgb import RgbRow, Trial, integrated, trials, with_noise
from tests.evals.rgb import FACT, INTEGRATION

FACT_ROW, INTEGRATION_ROW = RgbRow.model_validate(FACT), RgbRow.model_validate(INTEGRATION)


def changed(**changes: Any) -> RgbRow:
    return RgbRow.model_validate(FACT | changes)


def noise_in(row: RgbRow, share: float) -> tuple[int, int]:
    """How many documents answer, and how many do not."""
    documents = with_noise(row, share)
    noise = sum(each in row.negative for each in documents)
    return len(documents) - noise, noise


def by_test(row: RgbRow) -> dict[str, Trial]:
    return {trial.test: trial for trial in trials("fact", row)}


def test_five_documents_of_which_a_share_is_noise() -> None:
    many = changed(positive=[f"Document {n}." for n in range(6)])
    shares = [noise_in(many, share) for share in (0.0, 0.2, 0.4, 0.6, 0.8)]
    assert shares == [(5, 0), (4, 1), (3, 2), (2, 3), (1, 4)]


def test_where_one_kind_runs_out_the_other_takes_its_place() -> None:
    assert noise_in(FACT_ROW, 0.0) == (3, 2)
    assert noise_in(changed(positive=list("abcdef"), negative=["x"]), 0.8) == (4, 1)
    assert noise_in(changed(negative=[]), 0.8) == (3, 0)


def test_each_part_has_a_document_before_any_has_two() -> None:
    for share, right in ((0.0, 5), (0.2, 4), (0.4, 3), (0.8, 2)):
        documents = integrated(INTEGRATION_ROW, share)
        assert len(documents) == 5
        assert sum(each not in INTEGRATION_ROW.negative for each in documents) == right
        assert ("青嶺" in documents[0], "白沙" in documents[1]) == (True, True)
    # The first part has two documents, and then the second has the rest.
    assert ["青嶺" in each for each in integrated(INTEGRATION_ROW, 0.0)] == [1, 0, 1, 0, 0]


def test_more_parts_than_five_have_a_document_each() -> None:
    row = RgbRow.model_validate(INTEGRATION | {"positive": [[part] for part in "abcdefg"]})
    assert integrated(row, 0.4) == tuple("abcdefg")


def test_the_draw_is_the_same_every_time() -> None:
    assert integrated(INTEGRATION_ROW, 0.2) == integrated(INTEGRATION_ROW, 0.2)
    assert by_test(FACT_ROW) == by_test(FACT_ROW)


def test_false_documents_alone_and_among_right_ones() -> None:
    tests = by_test(FACT_ROW)
    only, mixed = tests["only wrong"], tests["wrong and right"]
    assert sorted(only.documents) == sorted(FACT_ROW.positive_wrong)
    assert (only.expected.answerable, only.expected.wrong) == (False, ("Ada Fern",))
    assert [("Ada" in each, "Rosa" in each) for each in mixed.documents] == [(1, 0), (1, 0), (0, 1)]
    # None stands among them both as it is and falsified.
    assert len({each.split(":")[0] for each in mixed.documents}) == 3
    assert (mixed.expected.answers, mixed.expected.wrong) == (("Rosa Lind",), ("Ada Fern",))


def test_tests_that_a_question_has_no_documents_for_are_left_out() -> None:
    one = {"positive": FACT["positive"][:1], "positive_wrong": FACT["positive_wrong"][:1]}
    assert "wrong and right" not in by_test(changed(**one))
    assert "only noise" not in by_test(changed(negative=[]))
    assert [trial.test for trial in trials("int", INTEGRATION_ROW)] == [
        "integration, noise 0.0",
        "integration, noise 0.2",
        "integration, noise 0.4",
        "only noise",
    ]


def test_answers_are_read_in_every_way_that_they_are_written() -> None:
    assert FACT_ROW.parts == (("Rosa Lind",),)
    assert changed(answer=["a", ["b", "c"]]).parts == (("a",), ("b", "c"))
    assert changed(answer=[["a", "b"]]).right().answers == ("a", "b")
    # No single quote can be the best where it takes several.
    assert INTEGRATION_ROW.right().answers == ()
    assert INTEGRATION_ROW.right().parts == (("何月明", "何小姐"), ("陳大文",))
