"""The model being trained: rows of tokens made from parts, mean of rows, in-batch softmax."""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from training.embedding.batches import Bag, Batch, Ids, Source, drop_tokens, mixture
from training.embedding.composition import Composition, Rows
from training.embedding.tokenizer import UNKNOWN, WORD_START

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LOG = logging.getLogger(__name__)
_SIF = 1e-4  # smoothing of the first token weights, a / (a + p), after Arora et al. 2017
_LOG_EVERY = 200
_EMPTY = (UNKNOWN, WORD_START)


@dataclass(frozen=True)
class Recipe:
    """What a training run depends on, beside the data and the tokenizer."""

    dimension: int = 512
    steps: int = 4500
    batch: int = 2048
    rate: float = 0.014
    warmup: int = 200
    scale: float = 17.0
    dropout: float = 0.25
    seed: int = 20261122


class Trainer:
    """Trains one model on batches drawn from weighted sources; can stop and go on.

    Batches depend on the seed and the step alone, so a run that was cut short and resumed
    sees the same batches as one that was not.
    """

    def __init__(
        self,
        recipe: Recipe,
        sources: Sequence[tuple[Source, float]],
        vocabulary: Sequence[str],
    ) -> None:
        import torch

        self.recipe = recipe
        self._sources = [source for source, _ in sources]
        self._shares = mixture([weight for _, weight in sources])
        self.step = 0
        weights = _token_weights(self._sources, len(vocabulary))
        self._vocabulary = tuple(vocabulary)
        self._composition = Composition.of(vocabulary, weights)
        first = _first_parameters(self._composition, weights, recipe)
        self._parameters = torch.nn.Parameter(torch.from_numpy(first))
        self._optimizer = torch.optim.Adam([self._parameters], lr=recipe.rate, fused=True)

    def matrix(self) -> Rows:
        """The rows as they are now, float32, (vocabulary, dimension).

        Those of the unknown token and of a bare mark, which is all that is left of a word in
        an unknown script, are zero: they say nothing.
        """
        matrix = self._composition.rows(self._parameters.detach().numpy())
        matrix[[place for place, token in enumerate(self._vocabulary) if token in _EMPTY]] = 0
        return matrix

    def run(self, checkpoint: Path, every: int = 1000, until: int | None = None) -> None:
        """Train up to the recipe's last step (or ``until``), saving checkpoints on the way."""
        from tqdm import tqdm

        losses: dict[str, float] = {}
        started = time.perf_counter()
        for step in tqdm(range(self.step, until or self.recipe.steps), mininterval=5, unit="step"):
            batch = self._draw(step)
            loss = self._learn(batch, step)
            losses[batch.name] = 0.98 * losses.get(batch.name, loss) + 0.02 * loss
            self.step = step + 1
            if self.step % _LOG_EVERY == 0:
                seconds = time.perf_counter() - started
                shown = " ".join(f"{name} {value:.2f}" for name, value in sorted(losses.items()))
                LOG.info("step %d, %.0f s: %s", self.step, seconds, shown)
            if self.step % every == 0:
                self.save(checkpoint)
        self.save(checkpoint)

    def _draw(self, step: int) -> Batch:
        random = np.random.default_rng((self.recipe.seed, step))
        source = self._sources[random.choice(len(self._sources), p=self._shares)]
        batch = source.batch(random, self.recipe.batch)
        share = self.recipe.dropout
        return Batch(
            batch.name,
            drop_tokens(batch.left, share, random),
            drop_tokens(batch.right, share, random),
        )

    def _learn(self, batch: Batch, step: int) -> float:
        import torch

        for group in self._optimizer.param_groups:
            group["lr"] = self.recipe.rate * _schedule(step, self.recipe)
        if not len(batch.left):  # all that a small source drew had no translation
            return 0.0
        ids, small = _renumbered(batch)
        rows = self._composition.rows(self._parameters.detach().numpy(), ids)
        loss, slopes = loss_and_gradient(small, rows, self.recipe.scale)
        self._parameters.grad = torch.from_numpy(self._composition.gradient(slopes, ids))
        self._optimizer.step()
        return loss

    def save(self, path: Path) -> None:
        """Write a checkpoint; the old one stays until the new one is whole."""
        import torch

        state = {
            "recipe": asdict(self.recipe),
            "vocabulary": _digest(self._vocabulary),
            "step": self.step,
            "parameters": self._parameters.detach(),
            "optimizer": self._optimizer.state_dict(),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint of the same recipe and vocabulary.

        Raises:
            ValueError: the checkpoint comes from another recipe or vocabulary.
        """
        import torch

        state = torch.load(path, weights_only=True)
        if state["recipe"] != asdict(self.recipe):
            raise ValueError(f"{path} comes from another recipe: {state['recipe']}")
        if state["vocabulary"] != _digest(self._vocabulary):
            raise ValueError(f"{path} comes from another vocabulary")
        self._parameters.data.copy_(state["parameters"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]


def loss_and_gradient(batch: Batch, rows: Rows, scale: float) -> tuple[float, Rows]:
    """In-batch softmax both ways, over cosines of means of rows, and its gradient.

    By hand rather than by autograd, since the sparse products of scipy take a sixth of the
    time of torch's ``embedding_bag`` and its backward pass on two cores.

    Returns:
        The mean loss of one direction, and the gradient, (vocabulary, dimension).
    """
    half = len(batch.left)
    means = _averaging([batch.left, batch.right], len(rows))
    vectors = means @ rows
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    vectors /= norms
    left, right = vectors[:half], vectors[half:]
    # Cosines are at most 1, so exp(scale * (cosine - 1)) cannot overflow.
    scores = np.exp(scale * (left @ right.T - 1))
    of_rows, of_columns = scores.sum(axis=1), scores.sum(axis=0)
    own = np.maximum(np.diagonal(scores).copy(), 1e-30)
    loss = float(np.mean(np.log(of_rows) + np.log(of_columns) - 2 * np.log(own))) / 2
    scores *= 1 / of_rows[:, None] + 1 / of_columns[None, :]
    scores[np.arange(half), np.arange(half)] -= 2
    scores *= scale / half
    slopes = np.concatenate([scores @ right, scores.T @ left])
    slopes -= vectors * np.einsum("ij,ij->i", vectors, slopes)[:, None]
    slopes /= norms
    gradient: Rows = means.T @ slopes
    return loss, gradient


def _digest(vocabulary: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(vocabulary).encode()).hexdigest()


def _renumbered(batch: Batch) -> tuple[Ids, Batch]:
    """The tokens of a batch, each once, and the batch with their places in place of ids."""
    ids, places = np.unique(np.concatenate([batch.left.ids, batch.right.ids]), return_inverse=True)
    sides = np.split(places.astype(np.int32), [len(batch.left.ids)])
    left, right = (
        Bag(side, bag.starts, bag.lengths)
        for side, bag in zip(sides, (batch.left, batch.right), strict=True)
    )
    return ids, Batch(batch.name, left, right)


def _averaging(bags: Sequence[Bag], vocabulary: int) -> csr_array:
    """The matrix that takes rows of tokens to the means of texts."""
    from scipy.sparse import csr_array

    lengths = np.concatenate([bag.lengths for bag in bags])
    ids = np.concatenate([bag.ids for bag in bags])
    shares = np.repeat((1 / np.maximum(lengths, 1)).astype(np.float32), lengths)
    ends = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return csr_array((shares, ids, ends), shape=(len(lengths), vocabulary))


def _schedule(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then half a cosine down to a fiftieth."""
    if step < recipe.warmup:
        return (step + 1) / recipe.warmup
    done = (step - recipe.warmup) / max(1, recipe.steps - recipe.warmup)
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done))


def _token_weights(sources: Sequence[Source], vocabulary: int) -> NDArray[np.float32]:
    """Weights that fall with the frequency of the token, (vocabulary,)."""
    counts = np.sum([source.token_counts(vocabulary) for source in sources], axis=0) + 1
    weights: NDArray[np.float32] = (_SIF / (_SIF + counts / counts.sum())).astype(np.float32)
    return weights


def _first_parameters(
    composition: Composition, weights: NDArray[np.float32], recipe: Recipe
) -> Rows:
    """Random directions of length about 1; those of tokens are as long as their weight."""
    random = np.random.default_rng(recipe.seed)
    shape = (composition.parameters, recipe.dimension)
    rows = random.standard_normal(shape, dtype=np.float32) / np.float32(recipe.dimension**0.5)
    rows[: composition.tokens] *= weights[:, None]
    rows[0] = 0
    return rows
