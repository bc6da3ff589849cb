"""Quotes: the sentences of passages by how likely they answer, each with its answering words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answering.answer import Citation
from qa.answering.confidence import confidence
from qa.answering.premises import is_misdated
from qa.answering.quantities import lacking
from qa.answering.signs import Signs, signs_of
from qa.reading.question import Question
from qa.reading.reader import read
from qa.reading.reading import Reading
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.language import detect_language
from qa.text.sentences import sentence_spans

# For 98 of 100 training questions what search finds first to fifth holds the passage that answers,
# if anything does.
READ = 5
# Of the chance that a passage answers, what is left where it knows nothing of a month or year that
# the question names. Of 2,500 training questions, 3 are answered by such a passage.
_MISDATED = 0.05
# What is taken of it where all that was read as the answer is no amount of the kind asked for.
_LACKING = 0.95


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that was read for a question.

    Attributes:
        chance: that it holds the answer, 0 to 1.
        line: an answer is given from this chance on.
    """

    passage: Passage
    reading: Reading
    chance: float
    line: float


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article: ``text == article.body[start:end]``.

    Attributes:
        chance: that it holds the answer, 0 to 1.
        short_start, short_end: the words of it that answer best, in the article's body.
        short_chance: that they are the answer.
    """

    passage: Passage
    start: int
    end: int
    text: str
    chance: float
    short_start: int
    short_end: int
    short_chance: float

    @property
    def short(self) -> str:
        """The words of it that answer best; empty where there are none."""
        return self.text[self.short_start - self.start : self.short_end - self.start]

    def answering_with(self, start: int, end: int) -> Quote:
        """The quote with other words that answer: ``text[start:end]``."""
        return replace(self, short_start=self.start + start, short_end=self.start + end)

    def citation(self, number: int) -> Citation:
        """The citation with this number whose evidence is this quote."""
        return Citation(
            number=number,
            article_id=self.passage.article_id,
            title=self.passage.title,
            url=self.passage.url,
            source=self.passage.source,
            published=self.passage.published,
            quote=self.text,
            start=self.start,
            end=self.end,
        )


def read_passages(query: Query, passages: Sequence[Passage]) -> list[ReadPassage]:
    """Read the first passages, in their order."""
    passages = passages[:READ]
    question = Question.of_query(query)
    readings = [read(question, passage.text, passage.title) for passage in passages]
    signs = signs_of(query, passages, readings)
    return [_judged(query, *one) for one in zip(passages, readings, signs, strict=True)]


def _judged(query: Query, passage: Passage, reading: Reading, signs: Signs) -> ReadPassage:
    weights = confidence(query.language, detect_language(passage.text))
    chance = weights.chance(signs)
    chance *= _MISDATED if is_misdated(query.text, passage, query.today) else 1.0
    chance *= 1 - _LACKING * lacking(query.text, passage.text, reading)
    return ReadPassage(passage, reading, chance, weights.line)


def rank_quotes(read_for: Sequence[ReadPassage]) -> list[Quote]:
    """All sentences of passages that were read, best first, each place of an article once."""
    best: dict[tuple[str, int], Quote] = {}
    for one in read_for:
        for quote in _quotes(one):
            key = (quote.passage.article_id, quote.start)
            if key not in best or quote.chance > best[key].chance:
                best[key] = quote
    return sorted(best.values(), key=lambda quote: -quote.chance)


def opening(passage: Passage) -> Quote:
    """The first sentence of a passage."""
    start, end = sentence_spans(passage.text)[0]
    text = passage.text[start:end]
    place = (passage.start + start, passage.start + end)
    nothing = (place[0], place[0])
    return Quote(passage, *place, text, passage.score, *nothing, short_chance=0.0)


def _quotes(one: ReadPassage) -> list[Quote]:
    text, offset = one.passage.text, one.passage.start
    return [
        Quote(
            passage=one.passage,
            start=offset + sentence.start,
            end=offset + sentence.end,
            text=text[sentence.start : sentence.end],
            chance=math.exp(sentence.score) * one.chance,
            short_start=offset + sentence.answer_start,
            short_end=offset + sentence.answer_end,
            short_chance=math.exp(sentence.answer_score) * one.chance,
        )
        for sentence in one.reading.sentences
    ]
