"""From the scores of an encoder's pieces to sentences and spans that answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.reading.boundaries import whole_list, whole_words
from qa.reading.inputs import Encoded
from qa.text.sentences import sentence_spans

# Columns of the scores: first and last piece of the answer, the sentence that answers, and
# whether the passage answers at all.
START, END, EVIDENCE, ANSWERS = range(4)
LONGEST_SPAN = 48  # pieces
NEG_INF = -1e4
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence of a passage that was read; places are characters of the passage.

    Attributes:
        evidence: log-probability that this sentence answers, none of them being a choice too.
        span_start, span_end: its words that answer best.
        span: their log-probability, likewise.
    """

    start: int
    end: int
    evidence: float
    span_start: int
    span_end: int
    span: float


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was read for a question.

    Attributes:
        sentences: in their order; those that did not fit have no probability.
        answers: log-odds that the passage answers.
        no_span, no_evidence: log-probabilities that no words, no sentence of it answer.
    """

    sentences: tuple[ReadSentence, ...]
    answers: float
    no_span: float
    no_evidence: float


def decode(encoded: Encoded, scores: Floats, text: str) -> ReadPassage:
    """What the scores say of each sentence of a passage.

    Args:
        scores: of the pieces, (t, 4).
        text: the passage.
    """
    logs = _log_softmax(scores[: len(encoded.ids), :ANSWERS].astype(np.float64), encoded.first)
    inside = logs[encoded.first :]
    found = tuple(_sentence(encoded, inside, text, *span) for span in sentence_spans(text))
    none = logs[0]
    return ReadPassage(
        found, float(scores[0, ANSWERS]), float(none[START] + none[END]), float(none[EVIDENCE])
    )


def _log_softmax(scores: NDArray[np.float64], first: int) -> NDArray[np.float64]:
    """Over the passage's pieces and the first one, which stands for none."""
    masked = scores.copy()
    masked[1:first] = NEG_INF
    top = masked.max(axis=0)
    shifted = masked - top
    normal: NDArray[np.float64] = shifted - np.log(np.exp(shifted).sum(axis=0))
    return normal


def _sentence(
    encoded: Encoded, logs: NDArray[np.float64], text: str, start: int, end: int
) -> ReadSentence:
    places = np.flatnonzero((encoded.spans[:, 1] > start) & (encoded.spans[:, 0] < end))
    if not len(places):
        return ReadSentence(start, end, NEG_INF, start, end, NEG_INF)
    own = logs[places]
    top = own[:, EVIDENCE].max()
    evidence = top + np.log(np.exp(own[:, EVIDENCE] - top).sum())
    first, last, score = _best_span(own[:, START], own[:, END])
    begins = max(start, int(encoded.spans[places[first], 0]))
    ends = min(end, int(encoded.spans[places[last], 1]))
    words = whole_words(text, begins, ends, start, end)
    first_word, last_word = whole_list(text[start:end], words[0] - start, words[1] - start)
    return ReadSentence(start, end, float(evidence), start + first_word, start + last_word, score)


def _best_span(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> tuple[int, int, float]:
    pairs = starts[:, None] + ends[None, :]
    size = len(starts)
    allowed = np.triu(np.ones((size, size), bool)) & ~np.triu(
        np.ones((size, size), bool), LONGEST_SPAN
    )
    pairs = np.where(allowed, pairs, 2 * NEG_INF)
    first, last = divmod(int(pairs.argmax()), size)
    return first, last, float(pairs[first, last])
