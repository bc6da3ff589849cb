from __future__ import annotations

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import Words, question_words, with_neighbours


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What areas did Mishustin list?", ["areas", "Mishustin"]),
        ("米舒斯京去了哪裡", ["米舒斯京"]),
        ("沙烏地阿拉伯說了什麼", ["沙乌地阿拉伯"]),
        ("普丁談了什麼", ["普丁", "谈"]),
        ("C919何時首飛", ["C919"]),
        ("who is it", ["who", "is", "it"]),
        ("WHAT DID MISHUSTIN LIST?", ["mishustin"]),
        ("WHAT DID THE WHO WARN OF", ["warn"]),
        ("US GDP", ["US", "GDP"]),
        ("WHO", ["WHO"]),
        ("WHO總幹事是誰", ["WHO", "总干事"]),
        ("US對IT行業說了什麼", ["US"]),
        ("WHO和NATO是什麼", ["WHO", "NATO"]),
    ],
)
def test_content_words(question: str, words: list[str]) -> None:
    found = list(question_words(question, shipped_model()))
    assert found[: len(words)] == words


def test_a_word_matches_its_translation_best() -> None:
    model = shipped_model()
    matches = Words.of("cooperation", model).matches(["能源", "雙方加強合作", "熊貓"], model)
    assert matches.shape == (3, 1)
    assert int(matches.argmax()) == 1
    assert matches[1, 0] > 0.6


def test_a_word_of_several_tokens_matches_itself_whole() -> None:
    model = shipped_model()
    assert len(model.token_ids(["Mishustin"])[0]) > 1
    matches = Words.of("Mishustin", model).matches(["Mr Mishustin spoke", "Mr Smith spoke"], model)
    assert matches[0, 0] == pytest.approx(1.0, abs=1e-3)
    assert matches[1, 0] < 0.9


def test_windows_do_not_reach_from_one_text_into_the_next() -> None:
    model = shipped_model()
    words = Words.of("Mishustin", model)
    apart = words.matches(["Mish", "ustin"], model)
    together = words.matches(["Mishustin"], model)
    assert apart.max() < together.max()


def test_texts_and_questions_without_words() -> None:
    model = shipped_model()
    assert Words.of("cooperation", model).matches(["", "合作"], model)[0, 0] == 0.0
    assert Words.of("", model).matches(["合作"], model).shape == (1, 0)


def test_coverage_is_a_weighted_mean() -> None:
    words = Words(("a", "b"), np.eye(2, dtype=np.float32), np.array([0.75, 0.25], np.float32))
    assert words.coverage(np.array([[1.0, 0.0], [0.0, 1.0]], np.float32)).tolist() == [0.75, 0.25]


def test_neighbours_lend_their_matches() -> None:
    rows = np.array([[1, 0], [0, 0], [0, 0], [0, 1]], np.float32)
    assert with_neighbours(rows).tolist() == [[1, 0], [1, 0], [0, 1], [0, 1]]
