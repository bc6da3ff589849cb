"""Train the reader: ``python -m qa.reading.train --data ../shared/data/train``.

Questions with marked answers, questions of which the sentence that answers is known, and
questions made from text (see ``qa.reading.training.data``), each beside its own passage and most
beside one that does not answer. Those whose passage the embedding model was not trained on are
held out; the figures are theirs. About an hour on two cores.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, cast

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from qa.embedding.load import shipped_model
from qa.reading.network import NETWORK_FILE, NOWHERE, SENTENCE_WEIGHTS, Network, token_inputs
from qa.reading.training.data import Example, make_examples, training_questions
from qa.reading.training.measures import measured
from qa.reading.training.model import ReaderNet
from qa.reading.training.sentences import fit_sentences

_SEED = 20261123
_EPOCHS, _BATCH, _POOL = 4, 32, 20
_RATE, _DECAY, _WARM, _CLIP = 2e-3, 1e-2, 0.1, 2.0
# Of the mean of the weights over the steps, which reads better than the last ones, what is kept
# at each step.
_AVERAGED = 0.999
_GLANCE = 7  # Before the last time over the examples, one held out in so many is read.
_LONGEST_PASSAGE = 450  # tokens


def main(
    data: Annotated[Path, typer.Option(help="Folder with qa_zh.jsonl.xz and qa_en.jsonl.xz.")],
    out: Annotated[Path, typer.Option(help="Where the network goes.")] = NETWORK_FILE,
    limit: Annotated[int | None, typer.Option(help="Questions, for a trial.")] = None,
    epochs: Annotated[int, typer.Option(help="Times over the examples.")] = _EPOCHS,
) -> None:
    """Train, report on questions held out after each time over the examples, and write."""
    torch.manual_seed(_SEED)
    rng = random.Random(_SEED)  # noqa: S311
    asked = training_questions(data, rng)
    if limit:
        asked = rng.sample(asked, limit)
    started = time.monotonic()
    examples = make_examples(asked)
    held = [each for each in examples if each.asked.unseen]
    learned = [
        each
        for each in examples
        if not each.asked.unseen and 0 < len(each.tokens) <= _LONGEST_PASSAGE
    ]
    typer.echo(f"{len(learned)} examples, {len(held)} held out, {_since(started)}")
    net = _new_net(learned)
    keeping = get_ema_multi_avg_fn(_AVERAGED)  # type: ignore[no-untyped-call]
    mean = AveragedModel(net, multi_avg_fn=keeping)
    batches = -(-len(learned) // _BATCH)
    optimizer = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, _RATE, total_steps=epochs * (batches + _POOL), pct_start=_WARM
    )
    for epoch in range(epochs):
        net.train()
        losses: list[float] = []
        for batch in _shuffled(learned, rng):
            loss = _loss(net, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), _CLIP)
            optimizer.step()
            mean.update_parameters(net)
            schedule.step()
            losses.append(loss.item())
            if len(losses) % 100 == 0:
                typer.echo(f"  {len(losses)} of {batches} batches, {_since(started)}")
        weights = cast(ReaderNet, mean.module).weights()
        _write(out, weights)
        figures = measured(held if epoch == epochs - 1 else held[::_GLANCE], weights)
        typer.echo(f"{epoch + 1}: loss {np.mean(losses):.3f}; {_since(started)}")
        for kind, figure in figures.items():
            typer.echo(f"  {kind}: {figure}")
    fitted = fit_sentences(held, Network(weights))
    _write(out, {**weights, SENTENCE_WEIGHTS: fitted.weights})
    for name, (network, weighed) in zip(("same", "other"), fitted.right, strict=True):
        typer.echo(f"{name} language: right sentence {network:.3f}, weighed {weighed:.3f}")


def _write(out: Path, weights: Mapping[str, NDArray[np.floating[Any]]]) -> None:
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **weights)


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


def _new_net(examples: Sequence[Example]) -> ReaderNet:
    some = np.concatenate([each.features for each in examples[::10]]).astype(np.float32)
    mean, deviation = some.mean(axis=0), some.std(axis=0) + 0.05
    dimension = shipped_model().dimension
    return ReaderNet(dimension, torch.from_numpy(mean), torch.from_numpy(deviation))


def _shuffled(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Batches of passages of about the same length, in random order."""
    order = rng.sample(list(examples), len(examples))
    batches: list[list[Example]] = []
    for start in range(0, len(order), _POOL * _BATCH):
        pool = sorted(order[start : start + _POOL * _BATCH], key=lambda each: len(each.tokens))
        batches += [pool[i : i + _BATCH] for i in range(0, len(pool), _BATCH)]
    rng.shuffle(batches)
    yield from batches


def _loss(net: ReaderNet, batch: Sequence[Example]) -> Tensor:
    """Minus the log-likelihood of the places of the answer, or of there being none."""
    model = shipped_model()
    features, mask = _padded([each.features.astype(np.float32) for each in batch])
    rows, _ = _padded([token_inputs(each.tokens.ids, model) for each in batch])
    question, asked_mask = _padded([token_inputs(each.question, model) for each in batch])
    allowed, _ = _padded([each.allowed for each in batch])
    stretches, none = net(features, rows, mask, question, asked_mask)
    gold = torch.zeros_like(allowed)
    for row, each in enumerate(batch):
        gold[row][tuple(torch.from_numpy(each.gold.astype(np.int64)).T)] = True
    missing = ~gold.flatten(1).any(dim=1)
    scores = torch.cat([stretches.masked_fill(~allowed, NOWHERE).flatten(1), none[:, None]], dim=1)
    right = torch.cat([gold.flatten(1), missing[:, None]], dim=1)
    likely = scores.masked_fill(~right, NOWHERE).logsumexp(1) - scores.logsumexp(1)
    return -likely.mean()


def _padded(arrays: Sequence[NDArray[np.generic]]) -> tuple[Tensor, Tensor]:
    """Arrays as one tensor, (b, longest, ...), and 1 for what is no padding, (b, longest)."""
    longest = max(map(len, arrays))
    first = arrays[0]
    together = np.zeros((len(arrays), longest, *first.shape[1:]), first.dtype)
    mask = np.zeros((len(arrays), longest), np.float32)
    for row, array in enumerate(arrays):
        together[row, : len(array)] = array
        mask[row, : len(array)] = 1.0
    return torch.from_numpy(together), torch.from_numpy(mask)


if __name__ == "__main__":
    typer.run(main)
