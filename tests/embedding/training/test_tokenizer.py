"""Folding inside the tokenizer, and pieces learned from words."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from tokenizers import Tokenizer

from qa.embedding.training.tokenizer import (
    build_tokenizer,
    count_words,
    learn_pieces,
    normalizer,
)
from qa.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臺灣總統府", "台湾总统府"),
        ("ＡＢＣ１２３", "abc123"),
        ("Beyoncé NAÏVE", "beyonce naive"),
        ("ﬁnance", "finance"),
    ],
)
def test_spellings_of_one_word_become_one(text: str, folded: str) -> None:
    assert normalizer().normalize_str(text) == folded


def test_folding_agrees_with_the_rest_of_the_product() -> None:
    text = "港灣大橋經過十一個星期的維修，於星期一重新開放，Ferry 服務亦恢復正常。"
    assert normalizer().normalize_str(text) == fold(unicodedata.normalize("NFKC", text))


def test_words_are_runs_of_one_script() -> None:
    words = count_words(["AI晶片, 5G網絡! the AI chip"], han=True)
    assert words == Counter({"晶片": 1, "网络": 1})
    assert count_words(["AI晶片, the AI chip"], han=False) == Counter(
        {"ai": 2, "the": 1, "chip": 1}
    )


def test_frequent_words_become_pieces_and_every_character_stays() -> None:
    pieces = dict(learn_pieces(Counter({"大桥": 50, "港湾": 40, "大桥港": 6}), 6, longest=4))
    assert {"大", "桥", "港", "大桥", "港湾"} <= set(pieces)
    assert len(pieces) <= 6
    assert all(score < 0 for score in pieces.values())


def test_raw_text_of_either_script_gives_the_same_tokens() -> None:
    tokenizer: Tokenizer = build_tokenizer(
        ["the harbour bridge reopened"] * 9, ["港湾大桥重新开放"] * 9, 60
    )
    traditional, simplified = (tokenizer.encode(t).ids for t in ("港灣大橋", "港湾大桥"))
    assert traditional == simplified
    assert 0 not in traditional
    assert tokenizer.encode("…!?").ids == []
