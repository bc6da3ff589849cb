"""The hand-written gradient is the true one, and training is repeatable and resumable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from training.embedding.batches import Bag, Batch, PairSource
from training.embedding.data import Pairs
from training.embedding.trainer import Recipe, Trainer, loss_and_gradient

RECIPE = Recipe(dimension=8, steps=30, batch=4, warmup=2, dropout=0.0, seed=7)
PAIRS = Pairs(
    "parallel",
    ["bridge", "harbour", "harbour bridge", "ferry bridge"],
    ["大桥", "港湾", "港湾大桥", "ferry大桥"],
)


def _bag(*texts: list[int]) -> Bag:
    lengths = np.asarray([len(text) for text in texts])
    ids = np.asarray([i for text in texts for i in text], dtype=np.int32)
    return Bag(ids, np.cumsum(lengths) - lengths, lengths)


def _vocabulary(tokenizer: Tokenizer) -> list[str]:
    return [tokenizer.id_to_token(i) or "" for i in range(tokenizer.get_vocab_size())]


def _trainer(tokenizer: Tokenizer) -> Trainer:
    return Trainer(RECIPE, [(PairSource(PAIRS, tokenizer), 1.0)], _vocabulary(tokenizer))


def test_the_gradient_is_that_of_autograd() -> None:
    torch = pytest.importorskip("torch")
    batch = Batch("b", _bag([1, 2], [3], [4, 4, 5]), _bag([5], [1, 3, 2], [2, 4]))
    rows = np.random.default_rng(1).standard_normal((6, 4)).astype(np.float32)
    loss, gradient = loss_and_gradient(batch, rows, scale=5.0)

    weights = torch.tensor(rows, requires_grad=True)
    sides = [
        torch.nn.functional.normalize(
            torch.stack([weights[torch.tensor(t)].mean(0) for t in texts])
        )
        for texts in ([[1, 2], [3], [4, 4, 5]], [[5], [1, 3, 2], [2, 4]])
    ]
    scores = 5.0 * sides[0] @ sides[1].T
    both = [torch.nn.functional.cross_entropy(s, torch.arange(3)) for s in (scores, scores.T)]
    (both[0] + both[1]).backward()
    assert loss == pytest.approx(float((both[0] + both[1]).detach()) / 2, rel=1e-4)
    np.testing.assert_allclose(gradient, weights.grad.numpy(), atol=1e-5)


def test_training_brings_translations_together(small_tokenizer: Tokenizer, tmp_path: Path) -> None:
    trainer = _trainer(small_tokenizer)
    trainer.run(tmp_path / "c.pt")
    rows = trainer.matrix()
    unit = rows[1:] / np.linalg.norm(rows[1:], axis=1, keepdims=True)
    bridge, harbour, bridge_zh, harbour_zh = unit[:4]
    assert bridge @ bridge_zh > bridge @ harbour_zh
    assert harbour @ harbour_zh > harbour @ bridge_zh
    assert not rows[0].any()


def test_a_resumed_run_ends_where_an_unbroken_one_does(
    small_tokenizer: Tokenizer, tmp_path: Path
) -> None:
    whole = _trainer(small_tokenizer)
    whole.run(tmp_path / "whole.pt")
    first = _trainer(small_tokenizer)
    first.run(tmp_path / "part.pt", until=10)
    second = _trainer(small_tokenizer)
    second.resume(tmp_path / "part.pt")
    assert second.step == 10
    second.run(tmp_path / "part.pt")
    np.testing.assert_allclose(second.matrix(), whole.matrix(), atol=1e-6)


def test_tokens_that_say_nothing_have_rows_of_zeros(small_tokenizer: Tokenizer) -> None:
    source = PairSource(PAIRS, small_tokenizer)
    vocabulary = [*_vocabulary(small_tokenizer), "▁"]
    matrix = Trainer(RECIPE, [(source, 1.0)], vocabulary).matrix()
    assert [bool(row.any()) for row in matrix] == [False, *[True] * 5, False]


def test_a_checkpoint_of_another_vocabulary_is_refused(
    small_tokenizer: Tokenizer, tmp_path: Path
) -> None:
    _trainer(small_tokenizer).save(tmp_path / "c.pt")
    source = PairSource(PAIRS, small_tokenizer)
    other = Trainer(RECIPE, [(source, 1.0)], _vocabulary(small_tokenizer)[::-1])
    with pytest.raises(ValueError, match="another vocabulary"):
        other.resume(tmp_path / "c.pt")


def test_a_checkpoint_of_another_recipe_is_refused(
    small_tokenizer: Tokenizer, tmp_path: Path
) -> None:
    trainer = _trainer(small_tokenizer)
    trainer.save(tmp_path / "c.pt")
    source = PairSource(PAIRS, small_tokenizer)
    other = Trainer(Recipe(dimension=16), [(source, 1.0)], _vocabulary(small_tokenizer))
    with pytest.raises(ValueError, match="another recipe"):
        other.resume(tmp_path / "c.pt")
