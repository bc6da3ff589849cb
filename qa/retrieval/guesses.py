"""Words of a question that articles of the other language write by a guess, names mostly.

Their vectors tell little, as a foreign name is made of tokens that mean something else. So they
are matched by the ways that they may be written by their sound, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.retrieval.alignment import Words
from qa.retrieval.coverage import Wording
from qa.retrieval.wording import Part

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Guesses:
    """The g such words of a question.

    Attributes:
        places: which of the w words of the question they are, (g,).
        wording: how they may be written.
    """

    places: NDArray[np.int64]
    wording: Wording

    @classmethod
    def of(cls, words: Words, parts: Sequence[Part]) -> Guesses:
        """Those of a question's words, given how articles of the other language write them."""
        guessed = [part for part in parts if 0 < part.sure < 1]
        holding = (
            [n for n, text in enumerate(words.texts) if part.text in text] for part in guessed
        )
        found = [(places[0], part) for places, part in zip(holding, guessed, strict=True) if places]
        places = np.array([place for place, _ in found], np.int64)
        return cls(places, Wording.of((), 0.0, [part for _, part in found]))

    def heard(self, matches: Floats, texts: Sequence[str]) -> Floats:
        """How well words match texts, where they do so better by their sound.

        Args:
            matches: by their vectors, 0 to 1, (texts, w).
        """
        found = matches.copy()
        if len(self.places):
            by_sound = self.wording.matches(texts)
            found[:, self.places] = np.maximum(found[:, self.places], by_sound)
        return found
