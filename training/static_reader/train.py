"""Train the reader: ``python -m training static_reader --data ../shared/data``.

Questions with marked answers, questions of which the sentence that answers is known, and
questions made from text (see ``training.static_reader.data``), each beside its own passage and most
beside one that does not answer. Those whose passage the embedding model was not trained on are
held out; the figures are theirs. About an hour and a half on two cores.
"""

from __future__ import annotations

import pickle
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, cast

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from qa.embedding.load import shipped_model
from qa.models.artefact import MODELS
from qa.reading.features import NAMES
from qa.reading.network import NETWORK_FILE, NOWHERE, SENTENCE_WEIGHTS, Network, token_inputs
from training.record import record
from training.static_reader.data import Example, make_examples, training_questions
from training.static_reader.measures import Figures, measured
from training.static_reader.model import Inputs, ReaderNet
from training.static_reader.sentences import fit_sentences
from training.static_reader.usage import usage_texts, usage_vectors

_SEED = 20261123
_FILES = (
    "news_zh.txt.xz",
    *(f"train/{name}.en-zh.tsv.xz" for name in ("parallel", "names")),
    *(f"train/{name}.xz" for name in ("cedict.u8", "qa_en.jsonl", "qa_zh.jsonl")),
)
_EPOCHS, _BATCH, _POOL = 5, 32, 20
# Each time over the examples takes all questions with marked answers, and of those that tell
# less this share, drawn anew.
_MARKED, _OTHERS = ("zh", "en"), 0.5
_RATE, _DECAY, _WARM, _CLIP = 2e-3, 1e-2, 0.1, 2.0
_USAGE_RATE = 6e-4  # The table of how tokens are used is good already.
# Of the mean of the weights over the steps, which reads better than the last ones, what is kept
# at each step.
_AVERAGED = 0.999
_GLANCE = 7  # Before the last time over the examples, one held out in so many is read.
_LONGEST_PASSAGE = 450  # tokens


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "static_reader",
    limit: Annotated[int | None, typer.Option(help="Questions, for a trial.")] = None,
    epochs: Annotated[int, typer.Option(help="Times over the examples.")] = _EPOCHS,
    keep: Annotated[
        Path | None, typer.Option(help="A file to keep the examples in, or to take them from.")
    ] = None,
) -> None:
    """Train, report on questions held out after each time over the examples, and write."""
    torch.manual_seed(_SEED)
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Figures] = {}
    rng = random.Random(_SEED)  # noqa: S311
    started = time.monotonic()
    train = data / "train"
    examples = _examples(train, rng, limit, keep)
    held = [each for each in examples if each.asked.unseen]
    learned = [
        each
        for each in examples
        if not each.asked.unseen and 0 < len(each.tokens) <= _LONGEST_PASSAGE
    ]
    typer.echo(f"{len(learned)} examples, {len(held)} held out, {_since(started)}")
    net = _new_net(learned, usage_vectors(usage_texts(train), shipped_model()))
    keeping = get_ema_multi_avg_fn(_AVERAGED)  # type: ignore[no-untyped-call]
    mean = AveragedModel(net, multi_avg_fn=keeping)
    batches = -(-len(_drawn(learned, rng)) // _BATCH)
    table = net.usage.weight
    others = [each for each in net.parameters() if each is not table]
    optimizer = torch.optim.AdamW(
        [{"params": others, "weight_decay": _DECAY}, {"params": [table], "weight_decay": 0.0}],
        lr=_RATE,
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        [_RATE, _USAGE_RATE],
        total_steps=epochs * (batches + _POOL),
        pct_start=_WARM,
    )
    for epoch in range(epochs):
        net.train()
        losses: list[float] = []
        for batch in _shuffled(_drawn(learned, rng), rng):
            loss = _loss(net, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(others, _CLIP)
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
    record(
        out,
        "static_reader",
        data=data,
        read=_FILES,
        made_with=["embedding", "lexicon"],
        columns=NAMES,
        figures={
            f"{kind} {name}": value
            for kind, one in figures.items()
            for name, value in asdict(one).items()
            if not np.isnan(value)
        },
    )


def _write(out: Path, weights: Mapping[str, NDArray[np.floating[Any]]]) -> None:
    with (out / NETWORK_FILE).open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **weights)


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


def _examples(
    data: Path, rng: random.Random, limit: int | None, keep: Path | None
) -> list[Example]:
    """The examples, of so many questions; those that were kept, where they were."""
    if keep and keep.exists():
        with keep.open("rb") as file:
            return cast(list[Example], pickle.load(file))  # noqa: S301
    asked = training_questions(data, rng)
    examples = make_examples(rng.sample(asked, limit) if limit else asked)
    if keep:
        with keep.open("wb") as file:
            pickle.dump(examples, file, protocol=pickle.HIGHEST_PROTOCOL)
    return examples


def _new_net(examples: Sequence[Example], usage: NDArray[np.float32]) -> ReaderNet:
    some = np.concatenate([each.features for each in examples[::10]]).astype(np.float32)
    mean, deviation = some.mean(axis=0), some.std(axis=0) + 0.05
    inputs = (torch.from_numpy(each) for each in (mean, deviation, usage))
    return ReaderNet(shipped_model().dimension, *inputs)


def _drawn(examples: Sequence[Example], rng: random.Random) -> list[Example]:
    """The examples of one time over them."""
    marked = [each for each in examples if each.asked.kind in _MARKED]
    others = [each for each in examples if each.asked.kind not in _MARKED]
    return [*marked, *rng.sample(others, round(_OTHERS * len(others)))]


def _shuffled(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Batches of passages of about the same length, in random order."""
    order = rng.sample(examples, len(examples))
    batches: list[list[Example]] = []
    for start in range(0, len(order), _POOL * _BATCH):
        pool = sorted(order[start : start + _POOL * _BATCH], key=lambda each: len(each.tokens))
        batches += [pool[i : i + _BATCH] for i in range(0, len(pool), _BATCH)]
    rng.shuffle(batches)
    yield from batches


def _loss(net: ReaderNet, batch: Sequence[Example]) -> Tensor:
    """Minus the log-likelihood of the places of the answer, or of there being none."""
    allowed, _ = _padded([each.allowed for each in batch])
    stretches, none = net(_inputs(batch))
    gold = torch.zeros_like(allowed)
    for row, each in enumerate(batch):
        gold[row][tuple(torch.from_numpy(each.gold.astype(np.int64)).T)] = True
    missing = ~gold.flatten(1).any(dim=1)
    scores = torch.cat([stretches.masked_fill(~allowed, NOWHERE).flatten(1), none[:, None]], dim=1)
    right = torch.cat([gold.flatten(1), missing[:, None]], dim=1)
    likely = scores.masked_fill(~right, NOWHERE).logsumexp(1) - scores.logsumexp(1)
    return -likely.mean()


def _inputs(batch: Sequence[Example]) -> Inputs:
    model = shipped_model()
    features, mask = _padded([each.features.astype(np.float32) for each in batch])
    question, asked_mask = _padded([each.question for each in batch])
    return Inputs(
        features=features,
        ids=_padded([each.tokens.ids for each in batch])[0],
        rows=_padded([token_inputs(each.tokens.ids, model) for each in batch])[0],
        sentences=_padded([each.tokens.sentences for each in batch])[0],
        mask=mask,
        question=question,
        question_rows=_padded([token_inputs(each.question, model) for each in batch])[0],
        asked_mask=asked_mask,
    )


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
