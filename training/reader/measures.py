"""How well a network reads examples that were held out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from evals.matching import token_f1
from qa.reading.decoding import ReadPassage, ReadSentence, decode
from qa.reading.inputs import PAD, Encoded, Reading, encode
from qa.reading.packed import PackedRows
from training.reader.dataset import LONGEST, rendering
from training.reader.network import ReaderNetwork
from training.reader.questions import Example

_BATCH = 16


@dataclass(frozen=True)
class Figures:
    """Of one kind of examples: how many answer, and shares of them."""

    answerable: int
    unanswerable: int
    f1: float
    sentence: float
    auroc: float

    def __str__(self) -> str:
        """One line of the report."""
        return (
            f"{self.answerable} + {self.unanswerable}: F1 {self.f1:.3f}, "
            f"sentence {self.sentence:.3f}, AUROC {self.auroc:.3f}"
        )


def read_examples(
    network: ReaderNetwork,
    tokenizer: Tokenizer,
    word: PackedRows,
    found: Sequence[Example],
) -> list[ReadPassage]:
    """Each example as the network reads it."""
    readings = [
        Reading(each.question, each.passage, rendering(each.question, each.passage), each.title)
        for each in found
    ]
    encoded = encode(tokenizer, readings, LONGEST)
    order = sorted(range(len(found)), key=lambda n: len(encoded[n].ids))
    read: dict[int, ReadPassage] = {}
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        scores = _scores(network, word, [encoded[n] for n in part])
        for n, own in zip(part, scores, strict=True):
            read[n] = decode(encoded[n], own, found[n].passage)
    return [read[n] for n in range(len(found))]


def _scores(
    network: ReaderNetwork, word: PackedRows, encoded: Sequence[Encoded]
) -> NDArray[np.float32]:
    longest = max(len(each.ids) for each in encoded)
    ids = np.full((len(encoded), longest), PAD, np.int64)
    mask = np.zeros((len(encoded), longest), np.float32)
    for row, each in enumerate(encoded):
        ids[row, : len(each.ids)] = each.ids
        mask[row, : len(each.ids)] = 1.0
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        scores = network(torch.from_numpy(word.rows(ids)), torch.from_numpy(mask))
    found: NDArray[np.float32] = scores.float().numpy()
    return found


def best_sentence(read: ReadPassage) -> ReadSentence:
    """The sentence that answers best, by its words and as a whole."""
    return max(read.sentences, key=lambda each: each.evidence + each.span)


def answerability(read: ReadPassage) -> float:
    """Log-odds that the passage answers, of all three heads."""
    best = best_sentence(read)
    return read.answers + (best.span - read.no_span) / 2 + best.evidence - read.no_evidence


def measured(found: Sequence[Example], read: Sequence[ReadPassage]) -> dict[str, Figures]:
    """Figures by the kind of the questions; what does not answer counts with what it is made of."""
    groups: defaultdict[str, list[tuple[Example, ReadPassage]]] = defaultdict(list)
    for each, its in zip(found, read, strict=True):
        groups[each.kind.removesuffix("-near").removesuffix("-swap")].append((each, its))
    return {kind: _figures(group) for kind, group in sorted(groups.items())}


def _figures(group: Sequence[tuple[Example, ReadPassage]]) -> Figures:
    answered = [(each, its) for each, its in group if each.answers]
    labels = [bool(each.answers) for each, _ in group]
    odds = [answerability(its) for _, its in group]
    both = 0 < sum(labels) < len(labels)
    return Figures(
        answerable=len(answered),
        unanswerable=len(group) - len(answered),
        f1=float(
            np.mean([_f1(each, its) for each, its in answered if not each.by_sentence] or [0.0])
        ),
        sentence=float(np.mean([float(_holds(each, its)) for each, its in answered] or [0.0])),
        auroc=float(roc_auc_score(labels, odds)) if both else float("nan"),
    )


def _f1(each: Example, read: ReadPassage) -> float:
    best = best_sentence(read)
    words = each.passage[best.span_start : best.span_end]
    return token_f1(words, each.answers)


def _holds(each: Example, read: ReadPassage) -> bool:
    best = best_sentence(read)
    return any(
        best.start < at + len(answer) and at < best.end
        for answer in each.answers
        for at in _places(each.passage, answer)
    )


def _places(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]
