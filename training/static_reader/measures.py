"""How well a network reads passages: on questions that it was not trained on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from qa.reading.network import Network
from qa.reading.reading import Reading, decode
from qa.text.terms import terms
from training.static_reader.data import Example


@dataclass(frozen=True)
class Figures:
    """Of questions of one kind; NaN where there is nothing to measure.

    Attributes:
        right_sentence: the best sentence holds an answer.
        f1: overlap of the terms of the best stretch and an answer.
        auroc: of passages that answer against passages that do not.
    """

    right_sentence: float
    f1: float
    auroc: float

    def __str__(self) -> str:
        return f"sentence {self.right_sentence:.3f} F1 {self.f1:.3f} AUROC {self.auroc:.3f}"


def measured(
    examples: Sequence[Example], weights: Mapping[str, NDArray[Any]]
) -> dict[str, Figures]:
    """Read the passages and hold the answers against what was found, by kind of question."""
    network = Network(weights)
    kinds: defaultdict[str, list[tuple[Example, Reading]]] = defaultdict(list)
    for each in examples:
        if len(each.tokens):
            kinds[each.asked.kind].append((each, read_example(each, network)))
    return {kind: _figures(found) for kind, found in kinds.items()}


def _figures(found: Sequence[tuple[Example, Reading]]) -> Figures:
    answered = [(each, one) for each, one in found if len(each.gold)]
    exact = [pair for pair in answered if not pair[0].asked.by_sentence]
    labels = [len(each.gold) > 0 for each, _ in found]
    both = 0 < sum(labels) < len(labels)
    return Figures(
        right_sentence=_mean([_right(*pair) for pair in answered]),
        f1=_mean([_f1(*pair) for pair in exact]),
        auroc=float(roc_auc_score(labels, [one.logit for _, one in found])) if both else np.nan,
    )


def read_example(example: Example, network: Network) -> Reading:
    """What the network alone says of an example's passage."""
    features = example.features.astype(np.float32)
    tokens = example.tokens
    stretches, none = network.scores(features, tokens.ids, tokens.sentences, example.question)
    return decode(example.tokens, stretches, none)


def right_sentences(example: Example) -> NDArray[np.bool_]:
    """Which sentences of an example's passage hold an answer, (sentences,)."""
    right = np.zeros(len(example.tokens.spans), np.bool_)
    right[example.tokens.sentences[example.gold[:, 0].astype(np.int64)]] = True
    return right


def _right(example: Example, reading: Reading) -> bool:
    best = int(np.argmax([sentence.score for sentence in reading.sentences]))
    return bool(right_sentences(example)[best])


def _f1(example: Example, reading: Reading) -> float:
    best = max(reading.sentences, key=lambda sentence: sentence.answer_score)
    found = _tokens(example.tokens.text[best.answer_start : best.answer_end])
    return max(_overlap(found, _tokens(answer)) for answer in example.asked.answers)


def _tokens(text: str) -> Counter[str]:
    return Counter(term for term in terms(text) if len(term) == 1 or term.isascii())


def _overlap(found: Counter[str], gold: Counter[str]) -> float:
    shared = (found & gold).total()
    return 2 * shared / max(1, found.total() + gold.total())


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else np.nan
