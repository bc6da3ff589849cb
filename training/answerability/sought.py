"""Held-out questions, searched for and read: what the fit of answerability learns from."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray

from evals.matching import token_f1
from qa.answering.abstention import Signs, pair
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.errors import QuestionError
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.reading.decoding import ReadPassage, ReadSentence
from qa.reading.reader import Reader, shipped_reader
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.text.language import detect_language, is_chinese
from training.ranking.data import distractors
from training.reader.dataset import examples
from training.reader.questions import Example

_SEED = 20261128
_READ = 8
# Kinds of examples whose questions people asked; a gloss is one put across word by word. Clozes
# and words of sentences teach to read, but how sure answers to them are says little.
_ASKED = ("en", "zh", "zh2", "en-zh-gloss", "zh-en-gloss")
_RIGHT_WORDS = 0.5  # token F1 from which words count as right: at most thrice as many as it takes
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Read:
    """A passage that was read for a question.

    Attributes:
        table: signs of its sentences, (sentences, signs).
        sentences, words: which of them hold the answer, and whose best words are the answer.
    """

    table: Floats
    sentences: Flags
    words: Flags
    right: bool


@dataclass(frozen=True)
class Sought:
    """A question that was searched for, and what was read.

    Attributes:
        question: its number; with and without its answer it has the same one.
        worded: whether it is known which words answer, not only which sentence.
    """

    question: int
    kind: str
    languages: str
    answerable: bool
    worded: bool
    read: tuple[Read, ...]


def sought_in(data: Path, limit: int, threads: int) -> list[Sought]:
    """Every question as it is, and the answerable ones once more without what answers them.

    Args:
        limit: questions of a kind.
    """
    rng = random.Random(_SEED)  # noqa: S311
    asked = _sample([each for each in examples(data / "train", rng) if each.held_out], limit, rng)
    articles = {each.passage: _article(each) for each in asked}
    known = {article.id: article for article in (*articles.values(), *distractors(data / "train"))}
    reader = shipped_reader(threads)
    with tempfile.TemporaryDirectory() as folder:
        ingest_articles(Path(folder), known.values())
        retriever = Retriever(Index(Path(folder)))
        with typer.progressbar(asked, label="Reading") as bar:
            sought = [
                found
                for number, each in enumerate(bar)
                for found in _sought(number, retriever, reader, each, articles[each.passage])
            ]
        retriever.index.close()
    return sought


def _article(each: Example) -> Article:
    return make_article(ArticleDraft(title=each.title, body=each.passage))


def _sample(held: Sequence[Example], limit: int, rng: random.Random) -> list[Example]:
    """So many of each kind of what people asked, and of that made unanswerable.

    A near passage is found by the search itself.
    """
    kinds = [f"{asked}{ending}" for asked in _ASKED for ending in ("", "-swap", "-untold")]
    groups = ([each for each in held if each.kind == kind] for kind in kinds)
    return [each for group in groups for each in rng.sample(group, min(limit, len(group)))]


def _sought(
    number: int, retriever: Retriever, reader: Reader, each: Example, gold: Article
) -> Iterator[Sought]:
    """The question as searched for; and once more without the passage that answers."""
    try:
        query = Query.of(each.question, retriever.index)
    except QuestionError:  # nothing but brackets and dashes was drawn
        return
    chinese = is_chinese(gold.language)
    crosses = is_chinese(query.language) != chinese
    filters = Filters(language="zh" if chinese else "en") if crosses else None
    passages = retriever.search(query, k=_READ + 1, filters=filters)
    readings = reader.read(query.text, query.language, passages)
    found = [_read(each, gold, *one) for one in zip(passages, readings, strict=True)]
    languages = pair(query.language, detect_language(each.passage))
    worded = not each.by_sentence
    if found:
        yield Sought(number, each.kind, languages, bool(each.answers), worded, tuple(found[:_READ]))
    without = tuple(one for one in found if not one.right)[:_READ]
    if each.answers and without:
        gone = f"{each.kind}-gone"
        yield Sought(number, gone, languages, answerable=False, worded=True, read=without)


def _read(each: Example, gold: Article, passage: Passage, reading: ReadPassage) -> Read:
    held = [answer for answer in each.answers if answer in passage.text]
    right = bool(held) and passage.article_id == gold.id
    table = Signs.of(passage, reading).table()

    def told(sentence: ReadSentence) -> bool:
        text = passage.text[sentence.start : sentence.end]
        return right and any(answer in text or text in answer for answer in held)

    def worded(sentence: ReadSentence) -> bool:
        words = passage.text[sentence.span_start : sentence.span_end]
        return told(sentence) and not each.by_sentence and token_f1(words, held) >= _RIGHT_WORDS

    sentences = np.array([told(one) for one in reading.sentences], bool)
    return Read(table, sentences, np.array([worded(one) for one in reading.sentences], bool), right)
