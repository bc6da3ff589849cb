"""Teach the encoder to read, over several runs if need be: it goes on from its last checkpoint."""

from __future__ import annotations

import json
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from qa.reading.packed import PackedRows
from training.reader.batches import Batch, batch_of, embedded, loss_of, shuffled
from training.reader.dataset import Item
from training.reader.network import ReaderNetwork
from training.reader.shares import Shares, drawn

LOG = logging.getLogger(__name__)
_EVERY = 20  # steps between lines of progress
_SAVED = 100  # steps between checkpoints


@dataclass(frozen=True)
class Plan:
    """How long and how fast to learn.

    Attributes:
        steps: of the whole training, over which the rate rises and falls to 0.
        pieces: of a batch.
        rate: at its highest; ``floor`` is the share of it at the end.
        averaged: how much of the mean of the weights each step keeps.
    """

    steps: int
    pieces: int = 3_000
    rate: float = 1e-4
    floor: float = 0.02
    warm: int = 150
    decay: float = 0.01
    clip: float = 1.0
    averaged: float = 0.998
    seed: int = 20261128


class Trainer:
    """A network in training: weights, their mean over steps, optimiser, and place in the plan."""

    def __init__(self, network: ReaderNetwork, plan: Plan, shares: Shares, folder: Path) -> None:
        self.network, self.plan, self.shares, self.folder = network, plan, shares, folder
        self.mean = {name: value.clone() for name, value in network.state_dict().items()}
        plain = [value for value in network.parameters() if value.ndim < 2]
        matrices = [value for value in network.parameters() if value.ndim >= 2]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": matrices, "weight_decay": plan.decay},
                {"params": plain, "weight_decay": 0.0},
            ],
            lr=plan.rate,
            fused=True,
        )
        self.step = 0
        self._restore()

    @property
    def _checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def _restore(self) -> None:
        if self._checkpoint.exists():
            held: dict[str, Any] = torch.load(self._checkpoint, weights_only=True)
            self.network.load_state_dict(held["weights"])
            self.optimizer.load_state_dict(held["optimizer"])
            self.mean, self.step = held["mean"], held["step"]
            LOG.info("going on from step %d", self.step)

    def save(self) -> None:
        """Write the checkpoint in one step."""
        self.folder.mkdir(parents=True, exist_ok=True)
        held = {
            "weights": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "mean": self.mean,
            "step": self.step,
        }
        temporary = self._checkpoint.with_suffix(".tmp")
        torch.save(held, temporary)
        temporary.replace(self._checkpoint)
        (self.folder / "plan.json").write_text(json.dumps(asdict(self.plan), indent=1), "utf-8")

    def run(self, items: Sequence[Item], word: PackedRows, until: int | None = None) -> None:
        """Learn until the plan's end or a step before it; a checkpoint is left.

        Each time over the examples takes them in another order.
        """
        last = min(self.plan.steps, until or self.plan.steps)
        epoch, place = 0, 0
        started, lost = time.monotonic(), []
        while self.step < last:
            rng = random.Random(f"{self.plan.seed}-{epoch}")  # noqa: S311
            for chosen in shuffled(drawn(items, self.shares, rng), self.plan.pieces, rng):
                place += 1
                if place <= self.step:
                    continue  # learned in an earlier run
                lost.append(self._learn(batch_of(chosen), word))
                if self.step % _EVERY == 0:
                    rate = (time.monotonic() - started) / len(lost)
                    LOG.info(
                        "epoch %d step %d of %d: loss %.3f, %.2f s a step",
                        *(epoch, self.step, self.plan.steps, np.mean(lost[-100:]), rate),
                    )
                if self.step % _SAVED == 0 or self.step == last:
                    self.save()
                if self.step == last:
                    return
            epoch += 1

    def _learn(self, batch: Batch, word: PackedRows) -> float:
        self.network.train()
        torch.manual_seed(self.plan.seed + self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        # In 16 bits matrices multiply four times as fast where the processor knows them.
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.network(embedded(batch, word), batch.mask)
        loss = loss_of(scores.float(), batch)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.plan.clip)
        self.optimizer.step()
        self.step += 1
        kept = min(self.plan.averaged, self.step / (self.step + 10))
        with torch.no_grad():
            for name, value in self.network.state_dict().items():
                self.mean[name].lerp_(value, 1 - kept)
        return float(loss.detach())

    def _rate(self) -> float:
        plan = self.plan
        if self.step < plan.warm:
            return plan.rate * (self.step + 1) / plan.warm
        left = 1 - (self.step - plan.warm) / max(1, plan.steps - plan.warm)
        return plan.rate * max(plan.floor, left)

    def averaged(self) -> ReaderNetwork:
        """The network with the mean of the weights, ready to read."""
        found = ReaderNetwork(self.network.sizes)
        found.load_state_dict(self.mean)
        return found.eval()
