"""Training examples of the reader: questions with passages that answer them or do not."""

from __future__ import annotations

import json
import lzma
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.embedding.load import shipped_model
from qa.embedding.training.holdout import passage_held_out
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.reading.features import features
from qa.reading.network import LONGEST
from qa.reading.question import Question
from qa.reading.reader import allowed_stretches
from qa.reading.tokens import Tokens
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.text.language import detect_language

# How far down the ranking passages that do not answer are taken from: those that a reader of
# search results has to tell from the one that does.
_OTHERS = 5
_AT_ONCE = 200
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
    """For each question its own passage, and one found for it that does not answer."""
    # Not by fork: threads of the tokenizer and of Chroma would be cut in mid-step.
    fresh = get_context("spawn")
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(mp_context=fresh) as pool:
        articles = {article.id: article for article in map(_article, asked)}
        ingest_articles(Path(name), articles.values())
        parts = [(name, part) for part in _parts(asked)]
        return [example for found in pool.map(_examples, parts) for example in found]


def _parts(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    left: Iterable[Asked] = iter(asked)
    while part := list(islice(left, _AT_ONCE)):
        yield part


def _examples(part: tuple[str, Sequence[Asked]]) -> list[Example]:
    folder, questions = part
    retriever = _retriever(folder)
    found: list[Example] = []
    for number, asked in enumerate(questions):
        question = Question.of(asked.question, detect_language(asked.question))
        found.append(example(asked, question, asked.title, asked.passage))
        query = Query.of(asked.question, retriever.index)
        others = [
            passage
            for passage in retriever.search(query, k=_OTHERS)
            if not any(answer in passage.text for answer in asked.answers)
        ]
        if others:
            # The best of them for most questions, any other for some.
            other = others[number % len(others) if number % 3 == 0 else 0]
            found.append(example(asked, question, other.title, other.text))
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


def _article(asked: Asked) -> Article:
    return make_article(ArticleDraft(title=asked.title, body=asked.passage))


@cache
def _retriever(folder: str) -> Retriever:
    return Retriever(Index(Path(folder)))
