"""The HTTP API: ask, stream, search, articles."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from qa.answering.answer import Answer, Event, Finished, PassagesFound
from qa.articles.model import Article
from qa.errors import QAError
from qa.index.memory import History
from qa.retrieval.passage import Copy
from qa.web.backend import Backend
from qa.web.metrics import Metrics
from qa.web.problems import INTERNAL, detail_of
from qa.web.schemas import AskRequest, ErrorBody, SearchRequest, SearchResponse

log = logging.getLogger(__name__)

_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorBody, "description": "The question, a filter or the JSON is wrong"},
    401: {"model": ErrorBody, "description": "A key or login is asked for"},
    413: {"model": ErrorBody, "description": "The body is too large"},
    422: {"model": ErrorBody, "description": "A field has the wrong type"},
    500: {"model": ErrorBody, "description": "Something failed on our side"},
    503: {"model": ErrorBody, "description": "The index or a model is not ready"},
}
_NO_ARTICLE: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorBody, "description": "No article has this id"}
}

router = APIRouter(prefix="/api", tags=["API"], responses=_RESPONSES)


def backend_of(request: Request) -> Backend:
    """The backend of the app that got this request."""
    backend: Backend = request.app.state.backend
    return backend


def metrics_of(request: Request) -> Metrics:
    """The figures of the app that got this request."""
    metrics: Metrics = request.app.state.metrics
    return metrics


BackendHere = Annotated[Backend, Depends(backend_of)]
MetricsHere = Annotated[Metrics, Depends(metrics_of)]


@router.post("/ask")
def ask(body: AskRequest, backend: BackendHere, metrics: MetricsHere) -> Answer:
    """Answer a question from the articles, with citations, or say that they do not say."""
    service = backend.service()
    answer = service.ask(body.question, history=body.history, filters=body.filters)
    metrics.count_answer(answer, "api")
    return answer


def _begin(body: AskRequest, backend: BackendHere) -> Iterable[Event]:
    """The stream's events, the first of them already computed.

    So a question that cannot be answered at all is refused with a fitting status, not
    with status 200 and an error event.
    """
    service = backend.service()
    events = iter(service.stream(body.question, history=body.history, filters=body.filters))
    return itertools.chain([next(events)], events)


@router.post("/ask/stream", response_class=EventSourceResponse)
def ask_stream(
    events: Annotated[Iterable[Event], Depends(_begin)], metrics: MetricsHere
) -> Iterator[ServerSentEvent]:
    """The same as server-sent events.

    `passages` {"passages": [...]} comes first, then `delta` {"text"} for each piece of the
    answer, then `answer` with the whole answer, which replaces the pieces; `error`
    {"error": {...}} where something fails on the way.
    """
    try:
        for event in events:
            if isinstance(event, Finished):
                metrics.count_answer(event.answer, "api")
                yield ServerSentEvent(event="answer", data=event.answer)
            elif isinstance(event, PassagesFound):
                yield ServerSentEvent(event="passages", data={"passages": event.passages})
            else:
                yield ServerSentEvent(event="delta", data={"text": event.text})
    except QAError as error:
        yield ServerSentEvent(event="error", data=ErrorBody(error=detail_of(error)))
    except Exception:  # the status line is long sent: an event is the only way left to say so
        log.exception("a stream failed")
        yield ServerSentEvent(event="error", data=ErrorBody(error=INTERNAL))


@router.post("/search")
def search(body: SearchRequest, backend: BackendHere) -> SearchResponse:
    """The passages that fit a question best.

    One story printed by several outlets is shown once: articles with nearly the same text are
    listed as the `copies` of its passages.
    """
    service = backend.service()
    return SearchResponse(
        passages=tuple(service.search(body.question, k=body.k, filters=body.filters))
    )


@router.get("/articles/{article_id}", responses=_NO_ARTICLE)
def article(article_id: str, backend: BackendHere) -> Article:
    """One whole article."""
    return backend.service().get_article(article_id)


@router.get("/articles/{article_id}/copies", responses=_NO_ARTICLE)
def copies(article_id: str, backend: BackendHere) -> tuple[Copy, ...]:
    """The articles that tell the story of this one in nearly the same words."""
    return backend.service().get_copies(article_id)


@router.get("/articles/{article_id}/versions", responses=_NO_ARTICLE)
def versions(article_id: str, backend: BackendHere) -> History:
    """An article with its earlier editions, oldest first; the id may be that of one of them."""
    return backend.service().get_versions(article_id)
