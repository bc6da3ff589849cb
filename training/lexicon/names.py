"""Names of the training text, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.text.folding import fold
from training.embedding.data import Pairs

_DOT = re.compile("[·‧・•]")


@dataclass(frozen=True)
class Names:
    """Titles of articles on one thing in English and Chinese (folded).

    Attributes:
        parts: a word of a name and its spelling, once for each name that has both.
        titles: what is not spelled word by word.
    """

    parts: list[tuple[str, str]]
    titles: list[tuple[str, str]]

    @classmethod
    def of(cls, pairs: Pairs) -> Names:
        """Take apart names whose Chinese form has a dot between as many parts.

        The training text gives parts as pairs of their own, too. Those are left out: two pairs
        that come from one row would look like two that agree.
        """
        parts: list[tuple[str, str]] = []
        others: list[tuple[str, str]] = []
        for english, chinese in zip(pairs.left, pairs.right, strict=True):
            words, spelled = english.split(), _DOT.split(fold(chinese))
            if len(spelled) > 1 and len(words) == len(spelled):
                parts.extend(zip(words, spelled, strict=True))
            else:
                others.append((english, fold(chinese)))
        known = set(parts)
        return cls(parts, [pair for pair in others if pair not in known])
