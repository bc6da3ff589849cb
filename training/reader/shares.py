"""How much of each kind of examples the parts of the training take."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from training.reader.dataset import Item

# Of each time over the examples, the share of a kind that it takes, drawn anew; the longest
# ending that fits counts. Made questions are many and tell less than those that people asked: they
# come first, and little of them is left when the reader is polished.
Shares = Mapping[str, float]
FIRST: Shares = {
    "": 1.0,
    "-near": 0.5,
    "-swap": 0.7,
    "-untold": 0.5,
    "pairs": 0.35,
    "en-zh": 0.2,
    "zh-en": 0.2,
    "en-zh-near": 0.12,
    "zh-en-near": 0.12,
    "news-zh": 0.6,
    "news-en": 0.8,
    "who-zh": 0.5,
    "who-en": 0.8,
    "who-en-zh": 1.0,
    "who-zh-en": 1.0,
    "who-zh-swap": 0.3,
    "who-en-swap": 0.4,
    "-mixed": 0.0,
}
POLISH: Shares = {
    "": 1.0,
    "-near": 0.35,
    "-swap": 0.25,
    "-untold": 0.2,
    "-gloss": 0.5,
    "-mixed": 0.4,
    "pairs": 0.1,
    "en-zh": 0.04,
    "zh-en": 0.04,
    "en-zh-near": 0.03,
    "zh-en-near": 0.03,
    "news-zh": 0.1,
    "news-en": 0.2,
    "who-zh": 0.15,
    "who-en": 0.4,
    "who-zh-swap": 0.1,
    "who-en-swap": 0.2,
}
# The last steps are about lists, with some of all else so that nothing is forgotten.
LISTS: Shares = {ending: 0.08 * share for ending, share in POLISH.items()} | {
    "-untold": 0.12,
    "-swap": 0.06,
    "list-zh": 0.5,
    "list-en-zh": 0.5,
    "list-zh-near": 0.5,
    "list-en-zh-near": 0.5,
}


def drawn(found: Sequence[Item], shares: Shares, rng: random.Random) -> list[Item]:
    """The items of one time over them."""
    return [each for each in found if rng.random() < share_of(each.kind, shares)]


def share_of(kind: str, shares: Shares) -> float:
    """The share of a kind of examples that each time over them takes."""
    return shares[max((end for end in shares if kind.endswith(end)), key=len)]
