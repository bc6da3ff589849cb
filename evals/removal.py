"""Eval sets in BEIR layout, each question asked with its gold articles and without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from evals.asking import Asking, QuestionSet
from evals.datasets import MISSING, BeirSet, Query
from evals.judging import Expected
from evals.product import PASSAGES, NewsQA
from evals.sets import BeirOptions, EvalSet, open_index, read_set
from qa.answering.answer import Answer
from qa.answering.pipeline import ANSWER_PASSAGES
from qa.errors import EvalError
from qa.retrieval.passage import Passage

if TYPE_CHECKING:
    from qa.service import Service

PRESENT, REMOVED, UNANSWERABLE = "gold present", "gold removed", "unanswerable"


def removal_set(options: BeirOptions) -> QuestionSet:
    """Each question that has a gold article in the corpus twice; each unanswerable one once.

    Raises:
        EvalError: the set cannot be read, or has no such question.
    """
    ready = read_set(options, _all_queries)
    fit = [query for query in ready.queries if _gold(ready, query) or not query.answerable]
    if not fit:
        raise EvalError(f"{options.folder}: no query has a gold article that could be removed")
    left_out = len(ready.queries) - len(fit)
    note = f"{left_out} queries without a gold article in the corpus were left out"
    queries = fit[: options.limit]
    return QuestionSet(
        name=ready.beir.name,
        options=options.stated(NewsQA()),
        documents=ready.scan.documents,
        count=sum(1 + query.answerable for query in queries),
        index=partial(open_index, ready, NewsQA()),
        askings=partial(_askings, ready, queries),
        notes=(*ready.notes, note) if left_out else ready.notes,
    )


def without_gold(service: Service, question: str, gold: Collection[str]) -> list[Passage]:
    """What a search finds where the gold articles are not there.

    It looks deeper, so that other passages take the places of the gold ones. A story in nearly
    the same words as a gold article goes with it: it tells the same.
    """
    found = service.search(question, k=PASSAGES)
    kept = [
        passage
        for passage in found
        if passage.article_id not in gold
        and not any(copy.article_id in gold for copy in passage.copies)
    ]
    return kept[:ANSWER_PASSAGES]


def _askings(ready: EvalSet, queries: Sequence[Query], service: Service) -> Iterator[Asking]:
    for query in queries:
        ask = partial(service.ask, query.text)
        if not query.answerable:
            yield Asking(query.id, query.text, UNANSWERABLE, Expected(answerable=False), ask)
            continue
        gold = _gold(ready, query)
        expected = Expected(answers=query.answers, articles=gold)
        yield Asking(query.id, query.text, PRESENT, expected, ask)
        ask = partial(_ask_without, service, query.text, gold)
        identity = f"{query.id}, {REMOVED}"
        yield Asking(identity, query.text, REMOVED, Expected(answerable=False), ask)


def _ask_without(service: Service, question: str, gold: Collection[str]) -> Answer:
    return service.answer_from(question, without_gold(service, question, gold))


def _gold(ready: EvalSet, query: Query) -> set[str]:
    """The gold articles that the corpus has."""
    return {each for each in ready.gold.get(query.id, ()) if not each.startswith(MISSING)}


def _all_queries(beir: BeirSet, options: BeirOptions) -> tuple[Query, ...]:
    return beir.queries
