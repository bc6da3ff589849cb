"""Judging one answer: what it measures up to, given the gold strings and the gold articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.matching import bold_run, contains, exact, token_f1, without_markers
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
    """

    answerable: bool = True
    answers: Sequence[str] = ()
    articles: Collection[str] = ()
    language: Language | None = None

    def measures(self) -> tuple[str, ...]:
        """The measures that apply to such a question."""
        names: list[str] = []
        if self.answerable:
            names += ["answer_recall", "exact_span", "token_f1"] if self.answers else []
            names += ["citation_hit"] if self.articles else []
            names += ["refused_answerable"]
        else:
            names += ["refused_unanswerable"]
        return tuple(names + (["language_right"] if self.language else []))


def judge(answer: Answer, expected: Expected) -> dict[str, float]:
    """The measures that apply, by name. A refusal recalls nothing and cites nothing."""
    short = short_answer(answer)
    recalled = answer.answered and contains(without_markers(answer.text), expected.answers)
    cited = answer.answered and any(
        citation.article_id in expected.articles for citation in answer.citations
    )
    values = {
        "answer_recall": float(recalled),
        "exact_span": exact(short, expected.answers) if short else 0.0,
        "token_f1": token_f1(short, expected.answers) if short else 0.0,
        "citation_hit": float(cited),
        "refused_answerable": float(not answer.answered),
        "refused_unanswerable": float(not answer.answered),
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
    """The short answer: the first bold run, else the first quote; None for a refusal."""
    if not answer.answered:
        return None
    quote = answer.citations[0].quote if answer.citations else None
    return bold_run(answer.text) or quote


def count_quoted_sentences(answer: Answer) -> int:
    """Sentences quoted over all citations; a quote counts once however often it is cited."""
    quotes = {
        (citation.article_id, citation.start, citation.end): citation.quote
        for citation in answer.citations
    }
    return sum(len(sentence_spans(quote)) for quote in quotes.values())
