"""The service: everything a surface needs, over one open index a folder."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answering.abstention import shipped_abstention
from qa.answering.answer import Answer, Event, Finished, Turn
from qa.answering.pipeline import Pipeline, Request, Retrieved
from qa.articles.model import Article
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.memory import History
from qa.index.status import IndexStatus
from qa.reading.reader import shipped_reader
from qa.retrieval.conversation import Understood
from qa.retrieval.passage import Copy, Passage
from qa.retrieval.query import Query
from qa.retrieval.rerank import Reranker
from qa.retrieval.retriever import Mode, Retriever
from qa.settings import DEFAULT_SETTINGS, Settings, get_settings, resolve_index
from qa.workers import Workers, cores

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from qa.answering.generative import Writer
    from qa.answering.rewriting import Rewriter
    from qa.retrieval.langchain import NewsRetriever

# Each has a name that the tables of words do not know.
_FIRST_QUESTIONS = ("What did Minister Zelmarkova say in Oslo?", "市長澤爾馬科娃說了什麼？")


class Service:
    """Questions, searches and articles of one index. Safe to use from several threads.

    Of answers and searches, ``settings.parallel_answers`` are worked out at once; others wait
    in order.

    Raises (from the constructor):
        IndexNotFoundError, IndexDamagedError, ModelError: see ``Index``.
    """

    def __init__(self, folder: Path, settings: Settings = DEFAULT_SETTINGS) -> None:
        self.index = Index(folder, settings=settings)
        self.retriever = Retriever(self.index, _reranker(settings))
        self._workers = Workers(settings.parallel_answers or cores())
        reader = shipped_reader(settings.reader_threads or cores())
        writers = _writers(settings)
        abstention = shipped_abstention()
        self._pipeline = Pipeline(self.retriever, self._workers, reader, abstention, *writers)

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    def warm_up(self) -> None:
        """Load what answers need, so that the first question takes no longer than the next."""
        quoting = replace(self._pipeline, writer=None, rewriter=None)
        for question in _FIRST_QUESTIONS:
            _last_answer(quoting.stream(Request(question)))

    def stream(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        """Events of one answer: the passages, pieces of text, at last the answer.

        Raises:
            QuestionError: the question is empty, too long, or has no word in it.
        """
        return self._pipeline.stream(Request(question, tuple(history), filters))

    def as_runnable(self) -> Runnable[Request, Event]:
        """The same pipeline as a LangChain Runnable, to be composed with others."""
        return self._pipeline.runnable()

    def ask(
        self, question: str, *, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Answer:
        """The answer to a question; raises as ``stream``."""
        return _last_answer(self.stream(question, history=history, filters=filters))

    def search(
        self,
        question: str,
        *,
        k: int = 8,
        filters: Filters | None = None,
        retriever: Mode = "hybrid",
    ) -> list[Passage]:
        """The ``k`` best passages, best first.

        Raises:
            QuestionError: as ``stream``, or ``k`` is none from 1 to ``MAX_PASSAGES``.
        """
        query = Query.of(question, self.index)
        find = partial(self.retriever.search, query, k=k, filters=filters, mode=retriever)
        return self._workers.ticket().run(find)

    def answer_from(self, question: str, passages: Sequence[Passage]) -> Answer:
        """The answer from given passages, without retrieval (for evals)."""
        query = Query.of(question, self.index)
        reading = Understood(query, list(passages))
        found = Retrieved(Request(question), reading, {"retrieve": 0.0}, self._workers.ticket())
        return _last_answer(self._pipeline.respond(found))

    def get_article(self, article_id: str) -> Article:
        """The article with this id.

        Raises:
            ArticleNotFoundError: there is none.
        """
        return self.index.article(article_id)

    def get_versions(self, article_id: str) -> History:
        """An article with its earlier editions; the id may be that of one of them.

        Raises:
            ArticleNotFoundError: there is none.
        """
        store = self.index.store
        if store.article(article_id) is None:
            article_id = store.later_edition(article_id) or article_id
        versions = tuple(store.versions(article_id))
        return History(article=self.index.article(article_id), versions=versions)

    def get_copies(self, article_id: str) -> tuple[Copy, ...]:
        """The articles that tell the story of this one in nearly the same words.

        Raises:
            ArticleNotFoundError: there is no article with this id.
        """
        self.index.article(article_id)
        found = self.index.store.articles(self.index.store.copies(article_id))
        return tuple(map(Copy.of, found.values()))

    def status(self) -> IndexStatus:
        """Figures and health of the index."""
        return self.index.status()


def _reranker(settings: Settings) -> Reranker | None:
    if not settings.reranker_model:
        return None
    return Reranker(settings.reranker_model, offline=settings.offline)


def _writers(settings: Settings) -> tuple[Writer | None, Rewriter | None]:
    """What a chat model writes: answers, and follow-ups as questions that stand alone."""
    if not settings.chat_model:
        return None, None
    from qa.answering.chat import load_chat_model
    from qa.answering.generative import Writer
    from qa.answering.rewriting import Rewriter

    model = load_chat_model(settings)
    return Writer(model, settings), Rewriter(model, settings)


def _last_answer(events: Iterator[Event]) -> Answer:
    *_, last = events
    assert isinstance(last, Finished)  # noqa: S101 (every stream ends so)
    return last.answer


_open: dict[tuple[Path, Settings], Service] = {}
_opening = threading.Lock()


def open_service(index: str | Path | None = None, settings: Settings | None = None) -> Service:
    """The service over an index folder (or a name under ``indexes/``), opened once.

    Args:
        settings: what it is to do; those of this process by default. Each index is opened once
            for the same settings.

    Raises:
        IndexNotFoundError, IndexDamagedError, ModelError: see ``Index``.
    """
    settings = settings or get_settings()
    folder = resolve_index(settings.index if index is None else index)
    key = folder, settings.model_copy(update={"index": folder})
    with _opening:
        if key not in _open:
            _open[key] = Service(folder, settings)
        return _open[key]


def close_services() -> None:
    """Close every service that ``open_service`` opened."""
    with _opening:
        for service in _open.values():
            service.close()
        _open.clear()


def ask(
    question: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    index: str | Path | None = None,
) -> Answer:
    """Answer a question from the articles, with citations.

    Args:
        question: English, or Traditional or Simplified Chinese; the answer is in the same.
        history: earlier turns of the conversation, oldest first.
        filters: which articles may be used.
        index: a folder, or a name under ``indexes/``; the setting ``QA_INDEX`` by default.

    Raises:
        QAError: the question or the index cannot be used; the message says why.
    """
    return open_service(index).ask(question, history=history, filters=filters)


async def aask(
    question: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    index: str | Path | None = None,
) -> Answer:
    """``ask``, without blocking the event loop."""
    return await asyncio.to_thread(ask, question, history=history, filters=filters, index=index)


def stream(
    question: str,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    index: str | Path | None = None,
) -> Iterator[Event]:
    """``ask`` as events: ``PassagesFound``, ``TextDelta`` ..., ``Finished`` with the answer."""
    return open_service(index).stream(question, history=history, filters=filters)


def search(
    question: str,
    *,
    k: int = 8,
    filters: Filters | None = None,
    index: str | Path | None = None,
) -> list[Passage]:
    """The ``k`` passages that match a question best, best first; raises as ``ask``."""
    return open_service(index).search(question, k=k, filters=filters)


def get_article(article_id: str, *, index: str | Path | None = None) -> Article:
    """The article with this id.

    Raises:
        ArticleNotFoundError: there is none.
    """
    return open_service(index).get_article(article_id)


def as_retriever(
    *, k: int = 8, filters: Filters | None = None, index: str | Path | None = None
) -> NewsRetriever:
    """A LangChain retriever over the same search."""
    from qa.retrieval.langchain import NewsRetriever

    service = open_service(index)

    def find(question: str) -> list[Passage]:
        return service.search(question, k=k, filters=filters)

    return NewsRetriever(find=find)
