"""The pipeline: question → passages → answer, composed of LangChain Runnables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.answer import (
    Answer,
    Event,
    Finished,
    Mode,
    PassagesFound,
    TextDelta,
    Turn,
)
from qa.answering.extractive import extractive_answer
from qa.answering.generative import NotInArticlesError, Writer
from qa.answering.refusal import refusal, relevant
from qa.index.filters import Filters
from qa.index.status import IndexStatus
from qa.retrieval.follow_up import is_elliptical
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

ANSWER_PASSAGES = 8


@dataclass(frozen=True)
class Request:
    """One question with its conversation and filters."""

    question: str
    history: Sequence[Turn] = ()
    filters: Filters | None = None


@dataclass(frozen=True)
class Retrieved:
    """The question after retrieval, with the seconds each stage took."""

    request: Request
    query: Query
    passages: Sequence[Passage]
    timings: dict[str, float]


@dataclass(frozen=True)
class Pipeline:
    """Retrieval, then a refusal, a written answer (with a ``writer``) or quotes."""

    retriever: Retriever
    status: Callable[[], IndexStatus]
    writer: Writer | None = None

    def stream(self, request: Request) -> Iterator[Event]:
        """Passages, pieces of text, then the answer."""
        yield from self.respond(self.retrieve(request))

    def runnable(self) -> Runnable[Request, Event]:
        """The same two stages as Runnables (apart, because importing those takes 0.4 s)."""
        from langchain_core.runnables import RunnableGenerator, RunnableLambda

        retrieve: Runnable[Request, Retrieved] = RunnableLambda(self.retrieve)
        answer: Runnable[Retrieved, Event] = RunnableGenerator(self._respond)
        return retrieve | answer

    def retrieve(self, request: Request) -> Retrieved:
        """Find passages; a follow-up that leans on the last question is read together with it."""
        started = time.perf_counter()
        query = Query.of(request.question, self.retriever.index)
        passages = self.retriever.search(query, k=ANSWER_PASSAGES, filters=request.filters)
        if request.history and not relevant(passages) and is_elliptical(query.text):
            together = f"{request.history[-1].question} {query.text}"
            wider = Query.statement(together, self.retriever.index, language=query.language)
            found = self.retriever.search(wider, k=ANSWER_PASSAGES, filters=request.filters)
            if relevant(found):
                query, passages = wider, found
        return Retrieved(request, query, passages, {"retrieve": time.perf_counter() - started})

    def respond(self, found: Retrieved) -> Iterator[Event]:
        """Answer from what was retrieved."""
        started = time.perf_counter()
        yield PassagesFound(passages=tuple(found.passages))
        for event in self._answer(found):
            if isinstance(event, Finished):
                timings = {**found.timings, "answer": time.perf_counter() - started}
                yield Finished(answer=_complete(event.answer, found.passages, timings))
            else:
                yield event

    def _respond(self, found: Iterator[Retrieved]) -> Iterator[Event]:
        for one in found:
            yield from self.respond(one)

    def _answer(self, found: Retrieved) -> Iterator[Event]:
        mode: Mode = "generative" if self.writer else "extractive"
        query, passages = found.query, found.passages
        try:
            good = relevant(passages)
            if not good:
                raise NotInArticlesError
            if self.writer is None:
                answer = extractive_answer(query, good)
                yield TextDelta(text=answer.text)
                yield Finished(answer=answer)
            else:
                yield from self.writer.stream(query, good, found.request.history)
        except NotInArticlesError:
            yield Finished(answer=refusal(query, passages, self.status(), mode=mode))


def _complete(answer: Answer, passages: Sequence[Passage], timings: dict[str, float]) -> Answer:
    """The answer with all that retrieval found, not only what was good enough to answer from."""
    rounded = {stage: round(seconds, 4) for stage, seconds in timings.items()}
    rounded["total"] = round(sum(timings.values()), 4)
    return answer.model_copy(update={"passages": tuple(passages), "timings": rounded})
