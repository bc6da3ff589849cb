"""Translated texts as bags of words, on both sides cut as the words of a question are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from qa.embedding.static import StaticModel
from qa.retrieval.keys import ENGLISH_WORD, Key, english_keys
from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.terms import is_stop_word
from training.embedding.batches import Bag, Ids

_HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
_TEXTS_AT_ONCE = 5_000


class Units:
    """The distinct words of one language, numbered in the order they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._forms: list[Counter[str]] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def texts(self) -> list[str]:
        """What each word is learned as, in the order of the numbers."""
        return list(self._numbers)

    def form(self, number: int) -> str:
        """The form in which a word stood most often."""
        return max(self._forms[number].items(), key=lambda item: (item[1], item[0]))[0]

    def bag(self, texts: Iterable[Sequence[Key]]) -> Bag:
        """Texts as the numbers of their distinct words."""
        pieces = [np.asarray(sorted(set(map(self._number, text))), np.int32) for text in texts]
        lengths = np.asarray([len(piece) for piece in pieces], np.int64)
        ids: Ids = np.concatenate(pieces) if pieces else np.empty(0, np.int32)
        return Bag(ids, np.cumsum(lengths) - lengths, lengths)

    def _number(self, key: Key) -> int:
        number = self._numbers.setdefault(key.text, len(self._numbers))
        if number == len(self._forms):
            self._forms.append(Counter())
        self._forms[number][key.form] += 1
        return number


def english_units(text: str) -> list[Key]:
    """The content words of an English text; one all in capitals has no acronyms."""
    words = ENGLISH_WORD.findall(text)
    shouted = len(words) > 1 and all(word.isupper() for word in words)
    return [key for word in words for key in english_keys(word.lower() if shouted else word)]


def chinese_units(texts: Sequence[str], model: StaticModel) -> Iterator[list[Key]]:
    """The content words of each Chinese text, with their forms in the model's vocabulary.

    As in ``qa.retrieval.alignment.question_words`` but for names with other forms, which are
    learned from these: tokens of the model, and characters that it does not join as one word as
    long as they stand together.
    """
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        runs = [_HAN_RUN.findall(fold(text)) for text in texts[start : start + _TEXTS_AT_ONCE]]
        ids = iter(model.token_ids(list(chain.from_iterable(runs))))
        for found in runs:
            yield [key for run in found for key in _cut(run, next(ids), model)]


def whole_unit(text: str) -> list[Key]:
    """A Chinese text as one word, folded: the spelling of a name, which no tokenizer knows."""
    folded = fold(text)
    return [Key(folded, folded)] if _HAN_RUN.fullmatch(folded) else []


def _cut(run: str, ids: Ids, model: StaticModel) -> Iterator[Key]:
    tokens = [model.token_text(int(number)).strip("▁") for number in ids]
    if sum(map(len, tokens)) != len(run):  # a character that the model does not know
        return
    place, joined = 0, ""
    for token in tokens:
        if len(token) == 1 and not is_stop_word(token):
            joined += token
        else:
            yield from _word(run, place - len(joined), joined)
            yield from _word(run, place, token)
            joined = ""
        place += len(token)
    yield from _word(run, place - len(joined), joined)


def _word(run: str, place: int, token: str) -> Iterator[Key]:
    """A word as it is written, which the model may fold further than ``fold`` does."""
    if token and not is_stop_word(token):
        yield Key(run[place : place + len(token)], token)
