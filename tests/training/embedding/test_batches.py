"""Batches hold what belongs together, nothing twice, and depend on the seed alone."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from training.embedding.batches import Bag, DocumentSource, PairSource, drop_tokens, encode
from training.embedding.data import Documents, Pairs

LINE = "bridge harbour ferry bridge"
LINE_ZH = "大桥港湾大桥港湾"


def _texts(bag: Bag) -> list[list[int]]:
    return [bag.ids[s : s + n].tolist() for s, n in zip(bag.starts, bag.lengths, strict=True)]


def test_unknown_pieces_are_left_out(small_tokenizer: Tokenizer) -> None:
    bag = encode(small_tokenizer, ["bridge zzz ferry", "", "港湾"])
    assert _texts(bag) == [[1, 5], [], [4]]


def test_no_text_stands_twice_in_a_batch(small_tokenizer: Tokenizer) -> None:
    pairs = Pairs("qa_en", ["bridge", "harbour", "ferry"], ["大桥", "大桥", "港湾"])
    source = PairSource(pairs, small_tokenizer)
    for seed in range(5):
        batch = source.batch(np.random.default_rng(seed), 3)
        assert sorted(_texts(batch.right)) == [[3], [4]]
        pairs_seen = list(zip(_texts(batch.left), _texts(batch.right), strict=True))
        assert ([5], [4]) in pairs_seen


def test_a_sentence_is_paired_with_the_rest_of_its_passage(small_tokenizer: Tokenizer) -> None:
    document = ["bridge bridge bridge bridge", "harbour harbour harbour harbour", "ferry"]
    group = Documents("news_zh", [document])
    source = DocumentSource(group, small_tokenizer, passage_tokens=1000)
    batch = source.batch(np.random.default_rng(3), 2)
    for left, right in zip(_texts(batch.left), _texts(batch.right), strict=True):
        assert not set(left) & set(right)
        assert right


def test_a_translated_sentence_is_paired_with_the_other_language(
    small_tokenizer: Tokenizer,
) -> None:
    group = Documents("parallel_documents", [[LINE, LINE]], [[LINE_ZH, LINE_ZH]])
    batch = DocumentSource(group, small_tokenizer).batch(np.random.default_rng(0), 2)
    english, chinese = {1, 2, 5}, {3, 4}
    sides = [{i for text in _texts(bag) for i in text} for bag in (batch.left, batch.right)]
    assert sides in ([english, chinese], [chinese, english])


def test_a_batch_has_one_sentence_of_each_stretch(small_tokenizer: Tokenizer) -> None:
    short = [[LINE, LINE_ZH], [LINE, LINE_ZH]]
    source = DocumentSource(Documents("passages_en", short), small_tokenizer)
    assert len(source.batch(np.random.default_rng(1), 4).left) == 2
    stream = DocumentSource(Documents("news_zh", [[LINE] * 30]), small_tokenizer, passage_tokens=12)
    assert len(stream.batch(np.random.default_rng(1), 30).left) == 10


def test_the_same_seed_draws_the_same_batch(small_tokenizer: Tokenizer) -> None:
    source = PairSource(Pairs("names", ["bridge", "ferry"], ["大桥", "港湾"]), small_tokenizer)
    one, two = (source.batch(np.random.default_rng(9), 2) for _ in range(2))
    assert _texts(one.left) == _texts(two.left)


def test_dropping_tokens_leaves_one_of_each_text() -> None:
    bag = Bag(np.asarray([1, 2, 3, 4], np.int32), np.asarray([0, 3]), np.asarray([3, 1]))
    dropped = drop_tokens(bag, 1.0, np.random.default_rng(0))
    assert _texts(dropped) == [[1], [4]]
