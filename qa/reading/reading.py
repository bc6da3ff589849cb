"""What was read in a passage: its sentences, and how likely each answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.reading.network import LONGEST, NOWHERE
from qa.reading.tokens import Tokens

Floats = NDArray[np.float32]
_UNIT_SIGNS = frozenset("%％‰°℃")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage; places are characters of the passage's text.

    Attributes:
        score: log-odds, up to a constant of the passage, that it holds the answer.
        answer_start, answer_end: its stretch that answers best.
        answer_score: the log-odds of that stretch alone.
    """

    start: int
    end: int
    score: float
    answer_start: int
    answer_end: int
    answer_score: float

    def scored(self, score: float) -> Sentence:
        """The sentence with other log-odds, of which the stretch has its share."""
        return replace(self, score=score, answer_score=self.answer_score - self.score + score)


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage that was read for a question.

    Attributes:
        sentences: in their order.
        logit: log-odds that the passage holds the answer.
        match: how much of the question the best sentence has, 0 to 1; 0 where not weighed.
        unmet: what the word of the question that the passage has least of weighs, 0 to 1.
    """

    sentences: tuple[Sentence, ...]
    logit: float
    match: float = 0.0
    unmet: float = 0.0


def decode(tokens: Tokens, stretches: Floats, none: float) -> Reading:
    """What the network's scores say of the sentences.

    Args:
        stretches: as from ``Network.scores``, (n, 24).
    """
    allowed = allowed_stretches(tokens)
    scores = np.where(allowed, stretches, NOWHERE)
    whole = log_sum(scores)
    found = [
        _sentence(tokens, span, np.flatnonzero(tokens.sentences == number), scores, whole)
        for number, span in enumerate(tokens.spans)
    ]
    return Reading(tuple(found), whole - none)


def allowed_stretches(tokens: Tokens) -> NDArray[np.bool_]:
    """Whether tokens i to i + k cut no word and stay in one sentence, (n, 24)."""
    size = len(tokens)
    place = np.arange(size)[:, None] + np.arange(LONGEST)
    inside = np.minimum(place, max(size - 1, 0))
    same = tokens.sentences[inside] == tokens.sentences[:, None]
    found: NDArray[np.bool_] = (
        tokens.can_begin[:, None] & same & tokens.can_end[inside] & (place < size)
    )
    return found


def _sentence(
    tokens: Tokens,
    span: tuple[int, int],
    places: NDArray[np.int64],
    scores: Floats,
    whole: float,
) -> Sentence:
    start, end = span
    if not len(places):
        return Sentence(start, end, NOWHERE, start, end, NOWHERE)
    own = scores[places]
    first, further = divmod(int(own.argmax()), own.shape[1])
    last = places[first] + further
    return Sentence(
        start=start,
        end=end,
        score=log_sum(own) - whole,
        answer_start=int(tokens.starts[places[first]]),
        answer_end=_signed(tokens.text, int(tokens.ends[last])),
        answer_score=float(own.max()) - whole,
    )


def _signed(text: str, end: int) -> int:
    """The end of an answer with the sign of its unit, which is no token."""
    return end + (text[end : end + 1] in _UNIT_SIGNS and text[end - 1].isdigit())


def unread(tokens: Tokens) -> Reading:
    """The reading of a text without a word."""
    found = (Sentence(s, e, NOWHERE, s, e, NOWHERE) for s, e in tokens.spans)
    return Reading(tuple(found), NOWHERE)


def log_sum(values: NDArray[np.floating[Any]]) -> float:
    """The logarithm of the sum of exponentials; far below any other where there is none."""
    if not values.size:
        return NOWHERE
    top = float(values.max())
    return top + float(np.log(np.exp(values.astype(np.float64) - top).sum()))
