"""Putting the questions of an eval set to the product, and keeping what came back as rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from evals.datasets import MISSING, Query
from evals.judging import Expected, count_quoted_sentences, judge, short_answer, worst
from evals.product import ServiceRanker
from evals.ranker import Rank, Ranking
from evals.ranking import distinct_articles, first_rank, ranking_measures
from evals.report import Row
from evals.suite import SuiteQuestion
from qa.answering.answer import Answer, Turn
from qa.errors import QAError
from qa.retrieval.passage import Passage
from qa.retrieval.retriever import Mode

if TYPE_CHECKING:
    from qa.service import Service

Gold = Mapping[str, Mapping[str, int]]
_FOUND = 5
T = TypeVar("T")


def run_retrieval(rank: Rank, queries: Sequence[Query], gold: Gold) -> Iterator[Row]:
    """Search for each query; the rows come as they are ready.

    Args:
        rank: the search of a ranker.
        gold: query id to gold article ids and grades; every query is in it.
    """
    for query in queries[:1]:
        # To warm up; what is wrong with the query is told when its turn comes.
        with suppress(QAError):
            rank(query.text)
    for query in queries:
        search = partial(rank, query.text)
        yield _searched(Row(id=query.id, question=query.text, measures={}), search, gold[query.id])


def run_answers(
    service: Service,
    queries: Iterable[Query],
    gold: Gold,
    *,
    oracle: bool = False,
    retriever: Mode = "hybrid",
) -> Iterator[Row]:
    """Ask each query, or with ``oracle`` have it answered from its gold articles alone."""
    for query in queries:
        articles = gold.get(query.id, {})
        if oracle:
            ask = partial(_answer_from_gold, service, query.text, articles)
        elif retriever == "hybrid":
            ask = partial(service.ask, query.text)
        else:
            ask = partial(_answer_from_side, service, query.text, retriever)
        expected = Expected(query.answerable, query.answers, articles)
        yield answered(Row(id=query.id, question=query.text, measures={}), ask, expected)


def run_suite(
    service: Service,
    questions: Iterable[SuiteQuestion],
    gold: Mapping[str, Collection[str]],
    *,
    with_history: bool = True,
) -> Iterator[Row]:
    """Ask and search each question of a suite.

    Follow-ups are not searched: without their history they ask for something else.

    Args:
        with_history: False asks them all the same as if nothing had been said before.
    """
    ranker = ServiceRanker(service)
    for question in questions:
        articles = gold[question.id]
        row = Row(
            id=question.id,
            question=question.question,
            kind=question.kind,
            language=question.language,
            measures={},
        )
        expected = Expected(question.answerable, question.answers, articles, question.language)
        history = conversation(service, question.history) if with_history else ()
        ask = partial(service.ask, question.question, history=history, filters=question.filters)
        row = answered(row, ask, expected)
        if articles and not question.history:
            search = partial(ranker.rank, question.question, question.filters)
            # The time of the whole answer is the one to keep.
            row = _searched(row, search, dict.fromkeys(articles, 1)).model_copy(
                update={"ms": row.ms, "score": row.score}
            )
        yield row


def conversation(service: Service, turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """The turns, those without an answer answered by the product, one after the other."""
    said: list[Turn] = []
    for turn in turns:
        answer = turn.answer or service.ask(turn.question, history=tuple(said)).text
        said.append(Turn(question=turn.question, answer=answer))
    return tuple(said)


def gold_passages(service: Service, article_ids: Iterable[str]) -> list[Passage]:
    """Whole articles as passages of score 1, in the order given, as far as the corpus has them."""
    present = [article_id for article_id in article_ids if not article_id.startswith(MISSING)]
    articles = [service.get_article(article_id) for article_id in present]
    return [
        Passage(
            article_id=article.id,
            title=article.title,
            text=article.body,
            start=0,
            end=len(article.body),
            published=article.published,
            url=article.url,
            source=article.source,
            category=article.category,
            score=1.0,
        )
        for article in articles
    ]


def _answer_from_gold(service: Service, question: str, article_ids: Iterable[str]) -> Answer:
    return service.answer_from(question, gold_passages(service, article_ids))


def _answer_from_side(service: Service, question: str, retriever: Mode) -> Answer:
    return service.answer_from(question, service.search(question, retriever=retriever))


def _searched(row: Row, search: Callable[[], Ranking], relevant: Mapping[str, int]) -> Row:
    """The row with the ranking measures of a search added."""
    try:
        ranking, ms = _timed(search)
    except QAError as error:
        measures = row.measures | worst(ranking_measures([], relevant))
        return row.model_copy(update={"measures": measures, "error": str(error)})
    ranked = distinct_articles(ranking.article_ids)
    return row.model_copy(
        update={
            "measures": row.measures | ranking_measures(ranked, relevant),
            "ms": ms,
            "rank": first_rank(ranked, relevant),
            "found": tuple(ranked[:_FOUND]),
            "score": ranking.score,
        }
    )


def answered(row: Row, ask: Callable[[], Answer], expected: Expected) -> Row:
    """The row with the measures of an answer added."""
    row = row.model_copy(update={"answerable": expected.answerable})
    try:
        answer, ms = _timed(ask)
    except QAError as error:
        measures = row.measures | worst(expected.measures())
        return row.model_copy(update={"measures": measures, "error": str(error)})
    return row.model_copy(
        update={
            "measures": row.measures | judge(answer, expected),
            "ms": ms,
            "found": tuple(distinct_articles(each.article_id for each in answer.passages)[:_FOUND]),
            "score": answer.passages[0].score if answer.passages else None,
            "understood": answer.question,
            "answer": answer.text,
            "short": short_answer(answer),
            "confidence": answer.confidence,
            "quoted_sentences": count_quoted_sentences(answer),
        }
    )


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    result = call()
    return result, (time.perf_counter() - start) * 1000
