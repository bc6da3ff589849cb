"""Folding inside the tokenizer, and pieces learned from words."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from tokenizers import Tokenizer

from qa.text.folding import fold
from training.embedding.tokenizer import (
    WORD_START,
    build_tokenizer,
    count_words,
    learn_pieces,
    normalizer,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("臺灣總統府", "台湾总统府"),
        ("ＡＢＣ１２３", "▁abc123"),
        ("Beyoncé NAÏVE", "▁beyonce ▁naive"),
        ("ﬁnance", "▁finance"),
        ("在NBA打球, it's", "在▁nba打球, ▁it'▁s"),
    ],
)
def test_spellings_of_one_word_become_one(text: str, folded: str) -> None:
    assert normalizer().normalize_str(text) == folded


def test_folding_agrees_with_the_rest_of_the_product() -> None:
    text = "港灣大橋經過十一個星期的維修，於星期一重新開放，Ferry 服務亦恢復正常。"
    normalised = normalizer().normalize_str(text).replace(WORD_START, "")
    assert normalised == fold(unicodedata.normalize("NFKC", text))


def test_words_are_runs_of_one_script() -> None:
    words = count_words(["AI晶片, 5G網絡! the AI chip"], han=True)
    assert words == Counter({"晶片": 1, "网络": 1})
    assert count_words(["AI晶片, the AI chip"], han=False) == Counter(
        {"▁ai": 2, "▁the": 1, "▁chip": 1}
    )


def test_frequent_words_become_pieces_and_every_character_stays() -> None:
    words = Counter({"大桥": 50, "港湾": 40, "大桥港": 6})
    pieces = dict(learn_pieces(words, 10, longest=4, usable=lambda piece: True))
    assert {"大", "桥", "港", "大桥", "港湾"} <= set(pieces)
    assert len(pieces) <= 10
    assert all(score < 0 for score in pieces.values())


def _tokenizer() -> Tokenizer:
    english = ["the harbour bridge reopened beatrice", "at the harbour"]
    chinese = ["港湾大桥重新开放", "港湾的大桥", "大桥在港湾的中央", "中央"]
    return build_tokenizer(english * 9, chinese * 9, han=40, other=60, dictionary=["中央"])


def test_a_word_and_the_same_letters_inside_another_are_two_pieces() -> None:
    tokenizer = _tokenizer()
    assert tokenizer.encode("at the harbour").tokens == ["▁at", "▁the", "▁harbour"]
    assert "▁at" not in tokenizer.encode("Beatrice").tokens


def test_chinese_pieces_do_not_begin_or_end_with_function_words_unless_they_are_words() -> None:
    pieces = [piece for piece in _tokenizer().get_vocab() if len(piece) > 1]
    assert "中央" in pieces
    assert not [p for p in pieces if p[0] in "的在" or p[-1] in "的在"]


def test_raw_text_of_either_script_gives_the_same_tokens() -> None:
    tokenizer = _tokenizer()
    traditional, simplified = (tokenizer.encode(t).ids for t in ("港灣大橋", "港湾大桥"))
    assert traditional == simplified
    assert 0 not in traditional
    assert tokenizer.encode("…!?").ids == []
