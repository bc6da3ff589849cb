"""Telling a reply that is no answer any more: repetition without end, noise, endless length."""

from __future__ import annotations

import re

# An answer has four sentences or a list; this is many times as much.
LONGEST = 8_000
# How often in a row a unit of at least so many characters may be said; a row of dashes and a
# number with many zeros are no loop.
_LOOPS = ((40, 4), (12, 6), (1, 40))
_LONGEST_UNIT = 300
_NOISE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_MOST_NOISE, _LEAST_NOISE = 0.05, 8


class RunawayError(Exception):
    """The model does not write an answer any more.

    Attributes:
        noise: its text is no text at all; otherwise what came before may be one.
    """

    def __init__(self, *, noise: bool) -> None:
        super().__init__("noise" if noise else "repetition without end")
        self.noise = noise


class Watch:
    """Watches a reply as it grows."""

    def __init__(self) -> None:
        self._text = ""
        self._noise = 0

    def feed(self, piece: str) -> None:
        """The next piece of the reply.

        Raises:
            RunawayError: it is no answer any more.
        """
        self._text += piece
        self._noise += len(_NOISE.findall(piece))
        if self._noise >= _LEAST_NOISE and self._noise > _MOST_NOISE * len(self._text):
            raise RunawayError(noise=True)
        if len(self._text) > LONGEST or _loops(self._text):
            raise RunawayError(noise=False)


def _loops(text: str) -> bool:
    for size in range(1, min(_LONGEST_UNIT, len(text) // 4) + 1):
        times = next(times for least, times in _LOOPS if size >= least)
        if text[-size:] == text[-2 * size : -size] and text.endswith(text[-size:] * times):
            return True
    return False
