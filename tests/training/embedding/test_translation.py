"""Word translations are learned from pairs, and bags are translated token by token."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer

from training.embedding.batches import Bag, PairSource, encode
from training.embedding.data import Pairs
from training.embedding.translation import (
    TranslatedSource,
    learn_lexicons,
    model_one,
    shares,
)

UNKNOWN, BRIDGE, HARBOUR, BRIDGE_ZH, HARBOUR_ZH, FERRY = range(6)
VOCABULARY = ["<unk>", "▁bridge", "▁harbour", "大桥", "港湾", "▁ferry"]
PAIRS = Pairs(
    "parallel",
    ["the harbour bridge", "a bridge", "bridge", "harbour", "ferry"] * 20,
    ["港湾大桥", "大桥", "大桥", "港湾", "zzz"] * 20,
)


def _texts(bag: Bag) -> list[list[int]]:
    return [bag.ids[s : s + n].tolist() for s, n in zip(bag.starts, bag.lengths, strict=True)]


def test_each_token_becomes_the_one_it_stands_beside_most(small_tokenizer: Tokenizer) -> None:
    there, back = learn_lexicons([PairSource(PAIRS, small_tokenizer)], VOCABULARY)
    english = encode(small_tokenizer, ["bridge harbour", "harbour"] * 50)
    translated = there.translate(english, np.random.default_rng(0))
    assert [text for text in _texts(translated) if text == [BRIDGE_ZH, HARBOUR_ZH]]
    chosen = [i for text in _texts(translated)[1::2] for i in text]
    assert chosen.count(HARBOUR_ZH) > 0.9 * len(chosen)
    chinese = encode(small_tokenizer, ["大桥"])
    assert _texts(back.translate(chinese, np.random.default_rng(0))) == [[BRIDGE]]


def test_what_has_no_translation_is_left_out_and_the_other_language_stays(
    small_tokenizer: Tokenizer,
) -> None:
    there, _ = learn_lexicons([PairSource(PAIRS, small_tokenizer)], VOCABULARY)
    mixed = encode(small_tokenizer, ["ferry", "大桥"])
    assert _texts(there.translate(mixed, np.random.default_rng(0))) == [[], [BRIDGE_ZH]]


def test_a_translated_source_gives_pairs_in_two_languages(small_tokenizer: Tokenizer) -> None:
    there, _ = learn_lexicons([PairSource(PAIRS, small_tokenizer)], VOCABULARY)
    questions = Pairs("qa_en", ["bridge harbour", "harbour ferry harbour"], ["harbour bridge"] * 2)
    source = TranslatedSource("x", PairSource(questions, small_tokenizer), there, either=True)
    han, sides = {BRIDGE_ZH, HARBOUR_ZH}, set()
    for seed in range(20):
        batch = source.batch(np.random.default_rng(seed), 2)
        assert batch.name == "x"
        left, right = (set(bag.ids.tolist()) for bag in (batch.left, batch.right))
        assert (left <= han) != (right <= han)
        sides.add(left <= han)
    assert sides == {True, False}
    assert source.token_counts(6).sum() == 0


def test_the_left_side_alone_is_translated_where_asked(small_tokenizer: Tokenizer) -> None:
    there, _ = learn_lexicons([PairSource(PAIRS, small_tokenizer)], VOCABULARY)
    base = PairSource(Pairs("qa_en", ["bridge harbour"], ["harbour bridge"]), small_tokenizer)
    source = TranslatedSource("x", base, there, either=False)
    for seed in range(9):
        batch = source.batch(np.random.default_rng(seed), 1)
        assert _texts(batch.right) == [[HARBOUR, BRIDGE]]


def test_model_one_tells_apart_words_that_stand_together() -> None:
    # Texts "a b | x y" and "a | x", twice: links a-x, a-y, b-x, b-y.
    source = np.asarray([0, 0, 1, 1])
    link = np.asarray([0, 2, 1, 3, 0] * 2)
    occurrences = np.asarray([0, 0, 1, 1, 2, 3, 3, 4, 4, 5], np.int32)
    chance = model_one(source, link, occurrences)
    assert chance[0] > 2 * chance[1]
    assert chance[3] > 2 * chance[2]
    assert chance[0] + chance[1] < 1  # smoothed
    found = shares(chance, link, occurrences)
    assert np.bincount(occurrences, found) == pytest.approx(1.0, abs=1e-4)
    assert found[3] > found[2]
