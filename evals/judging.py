"""Judging one answer: what it measures up to, given the gold strings and the gold articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.matching import contains, exact, token_f1, without_markers
from evals.measures import MEASURES
from qa.answering.answer import Answer
from qa.text.language import Language
from qa.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer looks like.

    Attributes:
        answers: gold strings; empty where the set has none.
        articles: ids of the gold articles; empty where the set has none.
        language: of the question; None where it is not to be judged.
        sentences: the gold sentences, as each annotator chose them.
        parts: the accepted strings of each part of an answer that has several.
        wrong: wrong answers that were planted in the documents.
    """

    answerable: bool = True
    answers: Sequence[str] = ()
    articles: Collection[str] = ()
    language: Language | None = None
    sentences: Sequence[Sequence[str]] = ()
    parts: Sequence[Sequence[str]] = ()
    wrong: Sequence[str] = ()

    def measures(self) -> tuple[str, ...]:
        """The measures that apply to such a question."""
        names: list[str] = []
        if self.answerable:
            names += _OF_STRINGS if self.answers else []
            names += ["sentence_recall"] if self.sentences else []
            names += ["all_parts"] if self.parts else []
            names += ["citation_hit"] if self.articles else []
            names += ["refused_answerable"]
        else:
            names += ["refused_unanswerable"]
        names += ["wrong_stated"] if self.wrong else []
        return tuple(names + (["language_right"] if self.language else []))


_OF_STRINGS = ["answer_recall", "best_quote_recall", "exact_span", "token_f1"]


def judge(answer: Answer, expected: Expected) -> dict[str, float]:
    """The measures that apply, by name. A refusal recalls nothing and cites nothing."""
    text = without_markers(answer.text) if answer.answered else ""
    quotes = [citation.quote for citation in answer.citations] if answer.answered else []
    short = short_answer(answer)
    cited = answer.answered and any(
        citation.article_id in expected.articles for citation in answer.citations
    )
    values = {
        "answer_recall": contains(text, expected.answers),
        "best_quote_recall": contains(best_quote(answer) or "", expected.answers),
        "exact_span": exact(short, expected.answers) if short else 0.0,
        "token_f1": token_f1(short, expected.answers) if short else 0.0,
        "sentence_recall": _sentence_recall(quotes, expected.sentences),
        "all_parts": float(all(contains(text, part) for part in expected.parts)),
        "wrong_stated": contains(text, expected.wrong),
        "citation_hit": float(cited),
        "refused_answerable": float(answer.kind == "refusal"),
        "refused_unanswerable": float(answer.kind == "refusal"),
        "language_right": float(answer.language == expected.language),
    }
    return {name: values[name] for name in expected.measures()}


def worst(names: Collection[str]) -> dict[str, float]:
    """The measures of a query that failed: 0 where higher is better, 1 where lower is."""
    return {
        measure.name: float(measure.better == "lower")
        for measure in MEASURES
        if measure.name in names
    }


def short_answer(answer: Answer) -> str | None:
    """The short answer, or else the first quote; None for a refusal."""
    if answer.short_answer:
        return answer.short_answer.text
    return answer.citations[0].quote if answer.citations else None


def best_quote(answer: Answer) -> str | None:
    """The quote that the short answer stands in, or else the first; None for a refusal."""
    if answer.short_answer:
        return answer.citations[answer.short_answer.citation - 1].quote
    return answer.citations[0].quote if answer.citations else None


def count_quoted_sentences(answer: Answer) -> int:
    """Sentences quoted over all citations; a quote counts once however often it is cited."""
    quotes = {
        (citation.article_id, citation.start, citation.end): citation.quote
        for citation in answer.citations
    }
    return sum(len(sentence_spans(quote)) for quote in quotes.values())


def _sentence_recall(quotes: Sequence[str], chosen: Sequence[Sequence[str]]) -> float:
    """The part of an annotator's sentences that is quoted, of the annotator quoted best.

    Quotes that follow each other are read as one text: what the annotators took for one
    sentence may be two of ours.
    """
    text = " ".join(quotes)
    shares = [
        sum(contains(text, [sentence]) for sentence in sentences) / len(sentences)
        for sentences in chosen
    ]
    return max(shares, default=0.0)
