"""Training examples of the reader: questions with passages that answer them or do not."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.reading.features import features
from qa.reading.matching import Matching
from qa.reading.network import LONGEST
from qa.reading.question import Question
from qa.reading.reading import allowed_stretches
from qa.reading.tokens import Tokens
from qa.text.language import detect_language
from training.static_reader.asked import Asked, read_asked, read_sentence_pairs
from training.static_reader.glossed import glossed
from training.static_reader.made import across_languages, clozes, exchanged_questions

# How many of the questions that can be made.
_EXCHANGED, _GLOSSED, _ACROSS, _CLOZES = 3_000, 2_500, 5_000, 3_000
_AT_ONCE = 200
_NEAR = 12
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    """A question and a passage as the network takes them.

    Attributes:
        features: (n, features), in 16 bits to spare memory.
        matches: of the sentences, (s, matches).
        ids, question: token ids, (n,) and (q,).
        allowed: whether a stretch cuts no word and stays in its sentence, (n, 24).
        gold: first token and number of further ones of each stretch that answers, (g, 2);
            none where the passage does not answer.
    """

    asked: Asked
    tokens: Tokens
    features: NDArray[np.float16]
    matches: NDArray[np.float32]
    question: Ints
    allowed: NDArray[np.bool_]
    gold: NDArray[np.int16]


def training_questions(data: Path, rng: random.Random) -> list[Asked]:
    """The questions that people asked and those made from them and from text.

    Args:
        data: the folder with the training files.
    """
    marked = read_asked(data)
    asked = [replace(each, beside=other) for each, other in zip(marked, _near(marked), strict=True)]
    chinese = [each for each in marked if each.kind == "zh"]
    english = [each for each in marked if each.kind == "en"]
    return [
        *asked,
        *read_sentence_pairs(data, rng),
        *_some(exchanged_questions(marked, rng), _EXCHANGED, rng),
        *glossed([*chinese, *rng.sample(english, _GLOSSED)], data),
        *_some(across_languages(data, rng), _ACROSS, rng),
        *clozes(data, _CLOZES, rng),
    ]


def _some(asked: Iterable[Asked], count: int, rng: random.Random) -> list[Asked]:
    found = list(asked)
    return rng.sample(found, min(count, len(found)))


def make_examples(asked: Sequence[Asked]) -> list[Example]:
    """For each question its own passage, and the one beside it that does not answer."""
    parts = [asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE)]
    # Not by fork: threads of the tokenizer would be cut in mid-step.
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return [example for found in pool.map(_examples, parts) for example in found]


def _near(asked: Sequence[Asked]) -> Iterator[str | None]:
    """For each question one of the passages nearest to it that holds none of its answers.

    The nearest for most questions, one further away for some.
    """
    model = shipped_model()
    held = list({each.passage: each for each in asked}.values())
    passages = model.encode([f"{each.title}\n{each.passage}" for each in held])
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        cosines = model.encode([each.question for each in part]) @ passages.T
        nearest = np.argpartition(-cosines, _NEAR, axis=1)[:, :_NEAR]
        for number, (each, row, places) in enumerate(zip(part, cosines, nearest, strict=True)):
            ranked = [held[place].passage for place in places[np.argsort(-row[places])].tolist()]
            wrong = [one for one in ranked if not any(a in one for a in each.answers)]
            place = number % 5 if number % 3 == 0 else 0
            yield wrong[min(place, len(wrong) - 1)] if wrong else None


def _examples(asked: Sequence[Asked]) -> list[Example]:
    found: list[Example] = []
    for each in asked:
        question = Question.of(each.question, detect_language(each.question))
        found.append(example(each, question, each.passage))
        if each.beside:
            found.append(example(replace(each, answers=()), question, each.beside))
    return found


def example(asked: Asked, question: Question, text: str) -> Example:
    """A question beside a passage; gold is where its answers stand in the text."""
    tokens = Tokens.of(text, shipped_model())
    allowed = allowed_stretches(tokens)
    places = list(_places(tokens, asked))
    gold = np.zeros_like(allowed)
    if asked.by_sentence:
        for first, further in places:
            for k in range(LONGEST):
                gold[first : max(first, first + further + 1 - k), k] = True
        gold &= allowed
    else:
        for first, further in places:
            gold[first, further] = allowed[first, further] = True
    title = asked.title if text == asked.passage else ""
    matching = Matching.of(question, tokens, title)
    found = features(question, tokens, matching).astype(np.float16)
    return Example(
        asked=asked,
        tokens=tokens,
        features=found,
        matches=matching.sentences,
        question=question.ids,
        allowed=allowed,
        gold=np.argwhere(gold).astype(np.int16),
    )


def _places(tokens: Tokens, asked: Asked) -> Iterator[tuple[int, int]]:
    """First token and number of further ones of each place of an answer."""
    longest = len(tokens) if asked.by_sentence else LONGEST
    for answer in asked.answers:
        at = tokens.text.find(answer)
        while at >= 0:
            first = int(np.searchsorted(tokens.ends, at, "right"))
            last = int(np.searchsorted(tokens.starts, at + len(answer), "left")) - 1
            if first <= last < first + longest:
                yield first, last - first
            at = tokens.text.find(answer, at + 1)
