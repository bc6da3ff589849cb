"""Quotes: the sentences of passages by how likely they answer, each with its answering words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answering.abstention import Abstention, Calibration, Signs
from qa.answering.answer import Citation
from qa.reading.decoding import ReadPassage
from qa.reading.reader import Reader
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.language import detect_language
from qa.text.sentences import sentence_spans

# What search finds first is read together, and what it finds next only where none of those is
# sure to answer: reading takes longer than all else.
_READ_FIRST, _READ_AT_MOST = 3, 8
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article: ``text == article.body[start:end]``.

    Attributes:
        chance: the probability that it holds the answer.
        short_start, short_end: the words of it that answer best, in the article's body.
        short_chance: the probability that they are the answer.
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


def read_passages(
    query: Query, passages: Sequence[Passage], reader: Reader, abstention: Abstention
) -> list[Quote]:
    """The sentences of the first passages, as many as it takes, best first.

    Each place of an article counts once: chunks overlap.
    """
    best: dict[tuple[str, int], Quote] = {}
    for part in (passages[:_READ_FIRST], passages[_READ_FIRST:_READ_AT_MOST]):
        readings = reader.read(query.text, query.language, part)
        for passage, reading in zip(part, readings, strict=True):
            calibration = abstention.calibration(query.language, detect_language(passage.text))
            for quote in _quotes(passage, reading, calibration):
                key = (quote.passage.article_id, quote.start)
                if key not in best or quote.chance > best[key].chance:
                    best[key] = quote
        if any(quote.chance >= _SURE for quote in best.values()):
            break
    return sorted(best.values(), key=lambda quote: -quote.chance)


def opening(passage: Passage) -> Quote:
    """The first sentence of a passage."""
    start, end = sentence_spans(passage.text)[0]
    text = passage.text[start:end]
    place = (passage.start + start, passage.start + end)
    nothing = (place[0], place[0])
    return Quote(passage, *place, text, passage.score, *nothing, short_chance=0.0)


def _quotes(passage: Passage, reading: ReadPassage, calibration: Calibration) -> Iterator[Quote]:
    table = Signs.of(passage, reading).table()
    chances, of_words = calibration.sentence(table), calibration.words(table)
    for sentence, chance, short in zip(reading.sentences, chances, of_words, strict=True):
        yield Quote(
            passage=passage,
            start=passage.start + sentence.start,
            end=passage.start + sentence.end,
            text=passage.text[sentence.start : sentence.end],
            chance=float(chance),
            short_start=passage.start + sentence.span_start,
            short_end=passage.start + sentence.span_end,
            short_chance=float(short),
        )
