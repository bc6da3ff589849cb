"""What the reader's encoder is given: pieces of the question, its rendering, title and passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from qa.text.folding import simplified

BEGIN, PAD, SEPARATOR = 0, 1, 2
POSITIONS = 512
_LONGEST_QUESTION, _LONGEST_TITLE = 64, 32


@dataclass(frozen=True)
class Reading:
    """A question, with its rendering where the passage is in another language, and a passage."""

    question: str
    passage: str
    rendering: str = ""
    title: str = ""


@dataclass(frozen=True)
class Encoded:
    """A reading as pieces.

    Attributes:
        ids: of pieces, (t,).
        first: the place of the passage's first piece; it reaches to the end.
        spans: characters of the passage for each of its pieces, (t - first, 2).
    """

    ids: NDArray[np.int64]
    first: int
    spans: NDArray[np.int64]


def encode(
    tokenizer: Tokenizer, readings: Sequence[Reading], longest: int = POSITIONS
) -> list[Encoded]:
    """Readings as pieces, each passage cut off at ``longest`` pieces in all."""
    parts = [
        part
        for each in readings
        for part in (each.question, each.rendering, each.title, each.passage)
    ]
    # The encoder knows Chinese in Simplified only; offsets are those of the text as written.
    found = tokenizer.encode_batch([simplified(part) for part in parts], add_special_tokens=False)
    groups = (found[start : start + 4] for start in range(0, len(found), 4))
    return [_joined(*group, longest=longest) for group in groups]


def _joined(
    question: Encoding, rendering: Encoding, title: Encoding, passage: Encoding, *, longest: int
) -> Encoded:
    head = [BEGIN, *question.ids[:_LONGEST_QUESTION], SEPARATOR]
    if rendering.ids:
        head += [*rendering.ids[:_LONGEST_QUESTION], SEPARATOR]
    head += [SEPARATOR, *title.ids[:_LONGEST_TITLE], SEPARATOR]
    kept = max(0, longest - len(head))
    spans = np.array(passage.offsets[:kept], np.int64).reshape(-1, 2)
    return Encoded(np.array(head + passage.ids[:kept], np.int64), len(head), spans)
