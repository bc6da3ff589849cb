from __future__ import annotations

import numpy as np
import pytest

from qa.retrieval.neighbours import chinese_neighbours, english_neighbours
from qa.text.terms import is_stop_word, stem


def test_the_nearest_token_is_a_translation() -> None:
    (shares,) = chinese_neighbours().shares(["cooperation"])
    assert max(shares, key=shares.__getitem__) == "合作"
    (shares,) = english_neighbours().shares(["总统"])
    assert max(shares, key=shares.__getitem__) == "presid"


def test_shares_sum_to_one_over_at_most_fifteen_tokens() -> None:
    for shares in chinese_neighbours().shares(["energy", "Mishustin", "zzzz"]):
        assert sum(shares.values()) == pytest.approx(1.0)
        assert 0 < len(shares) <= 15


def test_a_word_far_from_everything_has_no_neighbours() -> None:
    assert chinese_neighbours().shares(["", "cooperation"], floor=0.3)[0] == {}
    assert chinese_neighbours().shares(["cooperation"], floor=0.99) == [{}]


def test_tokens_are_stems_or_chinese_words_of_length_one_and_no_function_words() -> None:
    english, chinese = english_neighbours(), chinese_neighbours()
    assert all(text.isascii() and not is_stop_word(text) for text in english.texts)
    assert stem("cooperation") in english.texts
    assert "的" not in chinese.texts
    for found in (english, chinese):
        assert len(found.texts) == len(found.vectors)
        assert np.linalg.norm(found.vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
