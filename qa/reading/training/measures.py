"""How well a network reads passages: on questions that it was not trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from qa.embedding.load import shipped_model
from qa.reading.network import Network, token_inputs
from qa.reading.reader import Reading, decode
from qa.reading.training.data import Example
from qa.text.language import detect_language, is_chinese
from qa.text.terms import terms


@dataclass(frozen=True)
class Figures:
    """Of questions in Chinese and in English.

    Attributes:
        right_sentence: the best sentence holds an answer.
        f1: overlap of the terms of the best stretch and an answer.
        auroc: of passages that answer against passages found that do not.
    """

    right_sentence: tuple[float, float]
    f1: tuple[float, float]
    auroc: tuple[float, float]

    def __str__(self) -> str:
        names = ("sentence", "F1", "AUROC")
        pairs = (self.right_sentence, self.f1, self.auroc)
        return ", ".join(
            f"{name} zh {zh:.3f} en {en:.3f}" for name, (zh, en) in zip(names, pairs, strict=True)
        )


def measured(examples: Sequence[Example], weights: Mapping[str, NDArray[Any]]) -> Figures:
    """Read the passages and hold the answers against what was found."""
    network = Network(weights)
    found = [(each, _read(each, network)) for each in examples if len(each.tokens)]
    chinese = [is_chinese_question(each) for each, _ in found]
    halves = [
        [pair for pair, is_zh in zip(found, chinese, strict=True) if is_zh == wanted]
        for wanted in (True, False)
    ]
    rights = [_mean([_right(*pair) for pair in half if pair[0].gold]) for half in halves]
    f1s = [_mean([_f1(*pair) for pair in half if pair[0].gold]) for half in halves]
    areas = [
        float(roc_auc_score([bool(each.gold) for each, _ in half], [one.logit for _, one in half]))
        for half in halves
    ]
    return Figures((rights[0], rights[1]), (f1s[0], f1s[1]), (areas[0], areas[1]))


def is_chinese_question(example: Example) -> bool:
    """Whether the question of an example is Chinese."""
    return is_chinese(detect_language(example.asked.question))


def _read(example: Example, network: Network) -> Reading:
    model = shipped_model()
    stretches, none = network.scores(
        example.features.astype(np.float32),
        token_inputs(example.tokens.ids, model),
        token_inputs(example.question, model),
    )
    return decode(example.tokens, stretches, none)


def _right(example: Example, reading: Reading) -> bool:
    best = max(reading.sentences, key=lambda sentence: sentence.score)
    text = example.tokens.text[best.start : best.end]
    return any(answer in text for answer in example.asked.answers)


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
    return float(np.mean(values)) if values else 0.0
