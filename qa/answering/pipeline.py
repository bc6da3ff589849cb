"""The pipeline: question → passages → answer, composed of LangChain Runnables.

What is computed is computed by workers, so many at a time as there are; what a chat model is
waited for, and what a reader of the stream takes his time with, keeps none of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qa.answering.abstention import Abstention
from qa.answering.answer import (
    Answer,
    Event,
    Finished,
    Mode,
    PassagesFound,
    TextDelta,
    Turn,
)
from qa.answering.extractive import extractive_answer, news_answer
from qa.answering.generative import NotInArticlesError, NotWrittenError, Writer
from qa.answering.quotes import read_passages
from qa.answering.refusal import not_understood, pleasantry, refusal, relevant
from qa.answering.rewriting import Rewriter
from qa.errors import QuestionError
from qa.index.filters import Filters, check_filters
from qa.reading.reader import Reader
from qa.retrieval.conversation import (
    Asked,
    Search,
    Understood,
    asker_language,
    read_in_context,
)
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query, check_question
from qa.retrieval.retriever import Retriever
from qa.retrieval.subject import Subject
from qa.text.courtesies import Courtesy, courtesy
from qa.workers import Ticket, Workers

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

ANSWER_PASSAGES = 8


@dataclass(frozen=True)
class Request:
    """One question with its conversation and filters.

    Raises:
        QuestionError: the history holds something else than turns.
        FilterError: the filters are none.
    """

    question: str
    history: Sequence[Turn] = ()
    filters: Filters | None = None

    def __post_init__(self) -> None:
        """Check what has a type that callers get wrong."""
        check_filters(self.filters)
        for turn in self.history:
            if not isinstance(turn, Turn):
                raise QuestionError(
                    f"history: expected turns, got {type(turn).__name__}",
                    "write qa.Turn(question=..., answer=...)",
                )


@dataclass(frozen=True)
class Retrieved:
    """The question after retrieval, with the seconds each stage took.

    Attributes:
        ticket: its place in the queue for workers.
        courtesy: what it is where it asks for nothing; nothing was searched for then.
    """

    request: Request
    reading: Understood
    timings: dict[str, float]
    ticket: Ticket
    courtesy: Courtesy | None = None


@dataclass(frozen=True)
class Pipeline:
    """Retrieval, then a refusal, a written answer (with a ``writer``) or quotes."""

    retriever: Retriever
    workers: Workers
    reader: Reader
    abstention: Abstention
    writer: Writer | None = None
    rewriter: Rewriter | None = None

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
        """Find passages for the question as it is understood in its conversation."""
        started = time.perf_counter()
        asked = check_question(request.question)
        ticket = self.workers.ticket()
        if said := courtesy(asked):
            language = asker_language(asked, request.history)
            query = Query.statement(asked, self.retriever.index, language=language)
            return Retrieved(request, Understood(query, []), {"retrieve": 0.0}, ticket, said)
        rewritten = self._rewritten(request)
        reading = ticket.run(partial(self._read, request, rewritten))
        seconds = time.perf_counter() - started - ticket.waited
        return Retrieved(request, reading, {"retrieve": seconds}, ticket)

    def _rewritten(self, request: Request) -> tuple[Query, str | None] | None:
        """A follow-up as the chat model words it, if there is such a model.

        With it comes what the reader is told of how the question was understood.
        """
        if not (self.rewriter and request.history):
            return None
        asked = Asked.of(request.question, request.history)
        earlier = request.history[: len(asked.history)]
        if not earlier or asked.language == "other":
            return None
        text = self.rewriter.rewrite(asked.text, earlier, asked.language)
        if text is None:
            return None
        query = Query.statement(
            text, self.retriever.index, language=asked.language, wished=asked.wished
        )
        return query, text if asked.again or text != asked.text else None

    def _read(self, request: Request, rewritten: tuple[Query, str | None] | None) -> Understood:
        """The question with the passages that are found for it."""
        search = self._search(request)
        if rewritten is None:
            index = self.retriever.index
            return read_in_context(request.question, request.history, index, search)
        query, understood = rewritten
        return Understood(query, search(query), understood)

    def _search(self, request: Request) -> Search:
        return partial(self.retriever.search, k=ANSWER_PASSAGES, filters=request.filters)

    def respond(self, found: Retrieved) -> Iterator[Event]:
        """Answer from what was retrieved."""
        started, waited = time.perf_counter(), found.ticket.waited
        yield PassagesFound(passages=tuple(found.reading.passages))
        for event in self._answer(found):
            if isinstance(event, Finished):
                seconds = time.perf_counter() - started - (found.ticket.waited - waited)
                timings = {**found.timings, "answer": seconds, "wait": found.ticket.waited}
                yield Finished(answer=_complete(event.answer, found, timings))
            else:
                yield event

    def _respond(self, found: Iterator[Retrieved]) -> Iterator[Event]:
        for one in found:
            yield from self.respond(one)

    def _answer(self, found: Retrieved) -> Iterator[Event]:
        mode: Mode = "generative" if self.writer else "extractive"
        run, query = found.ticket.run, found.reading.query
        if found.courtesy:
            yield Finished(answer=run(partial(pleasantry, found.courtesy, query, mode=mode)))
        elif query.language == "other":
            yield Finished(answer=run(partial(_not_understood, found, mode)))
        elif Subject.of(query).is_news(found.reading.passages):
            quoted = partial(news_answer, query, found.reading.passages)
            yield from self._told(found, quoted, found.reading.passages)
        else:
            yield from self._judged(found, mode)

    def _judged(self, found: Retrieved, mode: Mode) -> Iterator[Event]:
        """Read what was found, and answer where that is likely to hold the answer."""
        query, passages, run = found.reading.query, found.reading.passages, found.ticket.run
        # A follow-up names too little to be sure of; as it was understood it names all.
        whole = found.reading.whole or query
        read = partial(read_passages, whole, passages, self.reader, self.abstention)
        ranked = run(read)
        sure = ranked[0].chance if ranked else 0.0
        events: Iterator[Event]
        if sure >= self.abstention.line:
            quoted = partial(extractive_answer, query, ranked, self.abstention.words_line)
            events = self._told(found, quoted, relevant(passages) or passages)
        else:
            events = iter([Finished(answer=run(partial(_refused, found, mode)))])
        for event in events:
            yield _with_confidence(event, sure) if isinstance(event, Finished) else event

    def _told(
        self, found: Retrieved, quoted: Callable[[], Answer], passages: Sequence[Passage]
    ) -> Iterator[Event]:
        """What the chat model writes of the passages; quotes without one, or where it fails."""
        query, ticket = found.reading.query, found.ticket
        spent = found.timings["retrieve"] + ticket.waited
        try:
            if self.writer:
                yield from self.writer.stream(query, passages, found.request.history, ticket, spent)
                return
            notice = None
        except NotInArticlesError:
            yield Finished(answer=ticket.run(partial(_refused, found, "generative")))
            return
        except NotWrittenError as error:
            notice = str(error)
        answer = ticket.run(quoted)
        if not self.writer:
            yield TextDelta(text=answer.text)
        yield Finished(answer=answer.model_copy(update={"notice": notice or answer.notice}))


def _with_confidence(event: Finished, confidence: float) -> Finished:
    return Finished(answer=event.answer.model_copy(update={"confidence": round(confidence, 4)}))


def _refused(found: Retrieved, mode: Mode) -> Answer:
    return refusal(found.reading.query, found.reading.passages, found.request.filters, mode=mode)


def _not_understood(found: Retrieved, mode: Mode) -> Answer:
    query, passages = found.reading.query, found.reading.passages
    return not_understood(query, passages, found.request.filters, mode=mode)


def _complete(answer: Answer, found: Retrieved, timings: dict[str, float]) -> Answer:
    """The answer with all that retrieval found, not only what was good enough to answer from."""
    rounded = {stage: round(seconds, 4) for stage, seconds in timings.items()}
    rounded["total"] = round(sum(timings.values()), 4)
    return answer.model_copy(
        update={
            "passages": tuple(found.reading.passages),
            "question": found.reading.understood,
            "timings": rounded,
        }
    )
