"""Which words answer a question of which only the sentence is known: self-training.

A reader that has learned from marked answers reads the sentence that is known to answer, and what
it is sure of becomes a marked answer to learn from (Yarowsky 1995; for reading, Sachan and Xing
2018, https://aclanthology.org/N18-1058/).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.reading.decoding import ReadPassage, ReadSentence
from training.reader.questions import Example

# Log-probability of the words given that the passage answers.
_SURE = math.log(0.05)


def pointed(found: Sequence[Example], read: Sequence[ReadPassage]) -> Iterator[Example]:
    """Those whose sentence is known, with the words that its reading is sure of.

    The others are left out.

    Args:
        read: the examples as a trained network read them.
    """
    for each, its in zip(found, read, strict=True):
        if not each.by_sentence or not each.answers:
            continue
        at = each.passage.find(each.answers[0])
        best = _best_within(its, at, at + len(each.answers[0]))
        if best is not None and best.span - math.log1p(-math.exp(min(its.no_span, -1e-9))) > _SURE:
            words = each.passage[best.span_start : best.span_end]
            yield replace(each, answers=(words,), by_sentence=False)


def _best_within(read: ReadPassage, start: int, end: int) -> ReadSentence | None:
    inside = (each for each in read.sentences if start < each.end and each.start < end)
    return max(inside, key=lambda each: each.span, default=None)
