"""RGB: how an answerer copes with noise, scattered answers, false documents and no answer at all.

Chen et al., "Benchmarking Large Language Models in Retrieval-Augmented Generation" (AAAI 2024).
Each question brings documents, of which five are given: those that ``processdata`` of
https://github.com/chen700564/RGB/blob/master/evalue.py draws, down to the seed. Wrong and right
documents together are drawn our own way: the paper's leaves most questions no right one.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Literal

from pydantic import BaseModel, ConfigDict

from evals.judging import Expected

Kind = Literal["plain", "int", "fact"]
GIVEN = 5
NOISE = (0.0, 0.2, 0.4, 0.6, 0.8)
# With more noise there would be no room for a document on each part of the answer.
INTEGRATION_NOISE = (0.0, 0.2, 0.4)
ONLY_NOISE = "only noise"
_SEED = 2333
Strings = str | tuple[str, ...]


class RgbRow(BaseModel):
    """One question of RGB with its documents.

    Attributes:
        answer: one string, or one for each part; a part that may be put in several ways lists
            them.
        positive: documents that answer; of ``_int`` sets, a group for each part.
        positive_wrong: of ``_fact`` sets, the same documents with a wrong answer put into them.
        negative: documents that were found for the question and do not answer it.
    """

    model_config = ConfigDict(frozen=True)

    id: int | str
    query: str
    answer: str | tuple[Strings, ...]
    fakeanswer: Strings = ()
    positive: tuple[Strings, ...]
    positive_wrong: tuple[str, ...] = ()
    negative: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The accepted strings of each part of the answer."""
        parts = (self.answer,) if isinstance(self.answer, str) else self.answer
        return tuple(map(_several, parts))

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The documents that answer, by the part that they answer."""
        return tuple(map(_several, self.positive))

    def right(self, *, wrong: tuple[str, ...] = ()) -> Expected:
        """What is expected where the documents hold the answer."""
        # Which quote is the best says nothing where it takes several to answer.
        answers = self.parts[0] if len(self.parts) == 1 else ()
        return Expected(answers=answers, parts=self.parts, wrong=wrong)

    def none(self, *, wrong: tuple[str, ...] = ()) -> Expected:
        """What is expected where they do not."""
        return Expected(answerable=False, wrong=wrong)


@dataclass(frozen=True, slots=True)
class Trial:
    """A question with the documents that it is asked with."""

    test: str
    row: RgbRow
    documents: tuple[str, ...]
    expected: Expected


def trials(kind: Kind, row: RgbRow) -> Iterator[Trial]:
    """All tests of a question of such a set, but those that it has no documents for."""
    if kind == "int":
        for share in INTEGRATION_NOISE:
            documents = integrated(row, share)
            yield Trial(f"integration, noise {share}", row, documents, row.right())
    else:
        for share in NOISE:
            yield Trial(f"noise {share}", row, with_noise(row, share), row.right())
    if row.negative:
        yield Trial(ONLY_NOISE, row, row.negative[:GIVEN], row.none())
    if kind == "fact":
        yield from _counterfactual(row)


def with_noise(row: RgbRow, share: float) -> tuple[str, ...]:
    """Documents that answer, and the share of noise; where one kind runs out, more of the other."""
    right = tuple(chain.from_iterable(row.groups))
    noise = math.ceil(GIVEN * share)
    if noise > len(row.negative):
        noise = len(row.negative)
    elif GIVEN - noise > len(right):
        noise = GIVEN - len(right)
    return right[: GIVEN - noise] + row.negative[:noise]


def integrated(row: RgbRow, share: float) -> tuple[str, ...]:
    """One document on each part of the answer, more as there is room, and the share of noise."""
    draw = random.Random(_SEED)  # noqa: S311 (the draw of the paper)
    groups = [list(group) for group in row.groups]
    for group in groups:
        draw.shuffle(group)
    room = max(GIVEN - math.ceil(GIVEN * share), len(groups))
    in_turn = [each for turn in zip_longest(*groups) for each in turn if each is not None]
    right = tuple(in_turn[:room])
    return right + row.negative[: max(GIVEN - len(right), 0)]


def _counterfactual(row: RgbRow) -> Iterator[Trial]:
    """With wrong documents alone, and with as many right ones, of other documents, among them."""
    fakes = _several(row.fakeanswer)
    right = tuple(chain.from_iterable(row.groups))
    both = list(zip(row.positive_wrong, right, strict=False))
    if not (fakes and both):
        return
    draw = random.Random(_SEED)  # noqa: S311 (the draw of the paper)
    drawn = draw.sample(both, min(len(both), GIVEN))
    wrong = tuple(each for each, _ in drawn)
    yield Trial("only wrong", row, wrong, row.none(wrong=fakes))
    if len(drawn) > 1:
        half = math.ceil(len(drawn) / 2)
        mixed = wrong[:half] + tuple(each for _, each in drawn[half:])
        yield Trial("wrong and right", row, mixed, row.right(wrong=fakes))


def _several(strings: Strings) -> tuple[str, ...]:
    return (strings,) if isinstance(strings, str) else strings
