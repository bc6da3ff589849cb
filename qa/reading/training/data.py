"""Training examples of the reader: questions with passages that answer them or do not."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.embedding.training.holdout import passage_held_out
from qa.reading.features import features
from qa.reading.network import LONGEST
from qa.reading.question import Question
from qa.reading.reader import allowed_stretches
from qa.reading.tokens import Tokens
from qa.text.language import detect_language

_AT_ONCE = 200
_NEAR = 12
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """A training question.

    Attributes:
        title, passage: of the article that answers.
        answers: strings of the passage.
        unseen: whether the embedding model was not trained on it.
    """

    question: str
    title: str
    passage: str
    answers: tuple[str, ...]
    unseen: bool


@dataclass(frozen=True)
class Example:
    """A question and a passage as the network takes them.

    Attributes:
        features: (n, features), in 16 bits to spare memory.
        ids, question: token ids, (n,) and (q,).
        allowed: whether a stretch cuts no word and stays in its sentence, (n, 24).
        gold: first token and number of further ones of each place of an answer; none where
            the passage does not answer.
    """

    asked: Asked
    tokens: Tokens
    features: NDArray[np.float16]
    question: Ints
    allowed: NDArray[np.bool_]
    gold: tuple[tuple[int, int], ...]


Pair = tuple[Asked, Asked | None]


def read_asked(data: Path) -> list[Asked]:
    """The questions of ``qa_zh.jsonl.xz`` and ``qa_en.jsonl.xz`` whose answer is marked."""
    return [asked for name in ("qa_zh", "qa_en") for asked in _rows(data / f"{name}.jsonl.xz")]


def _rows(path: Path) -> Iterator[Asked]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            answers = tuple(dict.fromkeys(a.strip() for a in row["a"] if a.strip() in row["p"]))
            if any(answers):
                title = (row.get("title") or "").replace("_", " ")
                unseen = passage_held_out(row["p"])
                yield Asked(row["q"], title, row["p"], tuple(filter(None, answers)), unseen)


def make_examples(asked: Sequence[Asked]) -> list[Example]:
    """For each question its own passage, and a near one that does not answer."""
    others = _others(asked)
    parts = list(_parts(list(zip(asked, others, strict=True))))
    # Not by fork: threads of the tokenizer would be cut in mid-step.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return [example for found in pool.map(_examples, parts) for example in found]


def _others(asked: Sequence[Asked]) -> list[Asked | None]:
    """For each question one of the passages nearest to it that holds none of its answers.

    The nearest for most questions, one further away for some.
    """
    model = shipped_model()
    held = list({each.passage: each for each in asked}.values())
    passages = model.encode([f"{each.title}\n{each.passage}" for each in held])
    found: list[Asked | None] = []
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        cosines = model.encode([each.question for each in part]) @ passages.T
        nearest = np.argpartition(-cosines, _NEAR, axis=1)[:, :_NEAR]
        for number, (each, row, places) in enumerate(zip(part, cosines, nearest, strict=True)):
            ranked = [held[place] for place in places[np.argsort(-row[places])].tolist()]
            wrong = [one for one in ranked if not any(a in one.passage for a in each.answers)]
            place = number % 5 if number % 3 == 0 else 0
            found.append(wrong[min(place, len(wrong) - 1)] if wrong else None)
    return found


def _parts(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for start in range(0, len(pairs), _AT_ONCE):
        yield pairs[start : start + _AT_ONCE]


def _examples(pairs: Sequence[Pair]) -> list[Example]:
    found: list[Example] = []
    for asked, other in pairs:
        question = Question.of(asked.question, detect_language(asked.question))
        found.append(example(asked, question, asked.title, asked.passage))
        if other is not None:
            found.append(example(asked, question, other.title, other.passage))
    return found


def example(asked: Asked, question: Question, title: str, text: str) -> Example:
    """A question beside a passage; gold is where its answers stand in the text."""
    tokens = Tokens.of(text, shipped_model())
    gold = tuple(_places(tokens, asked.answers))
    allowed = allowed_stretches(tokens)
    for first, further in gold:
        allowed[first, further] = True
    found = features(question, tokens, title).astype(np.float16)
    return Example(asked, tokens, found, question.ids, allowed, gold)


def _places(tokens: Tokens, answers: Sequence[str]) -> Iterator[tuple[int, int]]:
    for answer in answers:
        at = tokens.text.find(answer)
        while at >= 0:
            first = int(np.searchsorted(tokens.ends, at, "right"))
            last = int(np.searchsorted(tokens.starts, at + len(answer), "left")) - 1
            if first <= last < first + LONGEST:
                yield first, last - first
            at = tokens.text.find(answer, at + 1)
