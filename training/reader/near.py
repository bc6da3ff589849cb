"""Passages near a question that do not answer it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from qa.embedding.load import shipped_model
from qa.text.folding import fold
from training.reader.questions import Example

_NEAREST = 12
_AT_ONCE = 200
_MOSTLY_FIRST = 0.6


def beside_near_passages(examples: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Each question with one of the passages of the others nearest to it, which lacks its answer.

    The nearest for most questions, one further away for some.
    """
    model = shipped_model()
    held = list({each.passage: each for each in examples}.values())
    folded = [fold(each.passage) for each in held]
    passages = model.encode([f"{each.title}\n{each.passage}" for each in held])
    asked = [each for each in examples if each.answers]
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        cosines = model.encode([each.question for each in part]) @ passages.T
        nearest = np.argpartition(-cosines, _NEAREST, axis=1)[:, :_NEAREST]
        for each, row, places in zip(part, cosines, nearest, strict=True):
            answers = [fold(answer) for answer in each.answers]
            ranked = places[np.argsort(-row[places])].tolist()
            wrong = [n for n in ranked if not any(answer in folded[n] for answer in answers)]
            if not wrong:
                continue
            place = 0 if rng.random() < _MOSTLY_FIRST else rng.randrange(min(5, len(wrong)))
            other = held[wrong[place]]
            yield replace(
                each, passage=other.passage, title=other.title, answers=(), kind=f"{each.kind}-near"
            )
