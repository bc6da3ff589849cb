"""Conversion between Chinese scripts, by OpenCC."""

from __future__ import annotations

from functools import cache
from typing import Protocol


class Converter(Protocol):
    """What converts a text by one of OpenCC's configurations."""

    def convert(self, text: str) -> str:
        """The text in the other script."""


@cache
def converter(config: str) -> Converter:
    """The converter of a configuration ("t2s"), loaded once."""
    import opencc

    found: Converter = opencc.OpenCC(config)
    return found
