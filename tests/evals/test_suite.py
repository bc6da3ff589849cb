"""Suites: read strictly, and tied to the articles that they name."""

from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from evals.suite import SAMPLE_SUITE, gold_articles, load_suite
from qa.errors import EvalError
from tests.evals.beir import write_lines

FOLLOW_UPS = SAMPLE_SUITE.with_name("follow_ups.jsonl")
QUESTION: dict[str, Any] = {
    "id": "same-01",
    "question": "青嶺茶園的園主是誰？",
    "language": "zh-Hant",
    "kind": "same-language",
    "answerable": True,
    "gold": ["茶園春收增兩成"],
    "answers": ["何月明"],
}


def test_a_question_with_filters_and_history(tmp_path: Path) -> None:
    more = {
        "filters": {"published_from": "2023-03-01"},
        "history": [{"question": "有哪些茶園？", "answer": "青嶺茶園。"}],
    }
    (question,) = load_suite(write_lines(tmp_path / "suite.jsonl", [QUESTION | more]))
    assert question.filters is not None
    assert question.filters.published_from == "2023-03-01"
    assert question.history[0].answer == "青嶺茶園。"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"language": "zh"}, "line 1: language"),
        ({"gold": []}, "line 1: an answerable question needs gold and answers"),
        ({"answerable": False}, "line 1: a question that is not answerable has no gold"),
        ({"lang": "en"}, "line 1: lang"),
        ({"filters": {"published_from": "spring"}}, "line 1: filter published_from"),
        ({"filters": {"colour": "red"}}, "line 1: unknown filter: colour"),
    ],
)
def test_errors_name_the_line_and_the_field(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = write_lines(tmp_path / "suite.jsonl", [QUESTION | change])
    with pytest.raises(EvalError, match=message):
        load_suite(path)


def test_one_half_of_a_suite(tmp_path: Path) -> None:
    rows = [QUESTION | {"split": "dev"}, QUESTION | {"id": "same-02", "split": "test"}]
    path = write_lines(tmp_path / "suite.jsonl", rows)
    assert [question.id for question in load_suite(path, "dev")] == ["same-01"]
    assert len(load_suite(path)) == 2
    with pytest.raises(EvalError, match="no questions in it for test"):
        load_suite(write_lines(tmp_path / "dev.jsonl", rows[:1]), "test")


def test_ids_are_unique(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "suite.jsonl", [QUESTION, QUESTION])
    with pytest.raises(EvalError, match="line 2: a second question with the id 'same-01'"):
        load_suite(path)


def test_gold_titles_become_articles(tmp_path: Path) -> None:
    questions = load_suite(write_lines(tmp_path / "suite.jsonl", [QUESTION]))
    titles = {"茶園春收增兩成": ["one", "two"]}
    assert gold_articles(questions, titles) == {"same-01": {"one", "two"}}
    with pytest.raises(EvalError, match="question same-01: no article in the index is titled"):
        gold_articles(questions, {"別的標題": ["one"]})


def test_the_sample_suite_covers_languages_and_kinds() -> None:
    questions = load_suite(SAMPLE_SUITE)
    assert len(questions) >= 40
    assert {question.language for question in questions} == {"en", "zh-Hant", "zh-Hans"}
    kinds = {question.kind for question in questions}
    assert {"same-language", "cross-language", "date", "unanswerable"} <= kinds


def test_the_follow_up_suite_is_half_follow_ups_and_half_changes_of_subject() -> None:
    questions = load_suite(FOLLOW_UPS)
    counts = Counter((question.split, question.kind) for question in questions)
    assert counts == dict.fromkeys(product(("dev", "test"), ("follow-up", "change-of-subject")), 50)
    assert all(question.history for question in questions)
    assert {question.language for question in questions} == {"en", "zh-Hant", "zh-Hans"}
