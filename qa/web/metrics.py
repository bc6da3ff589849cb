"""Counts and times for Prometheus: requests, answers, the stages of an answer, the index."""

from __future__ import annotations

import time
from collections.abc import Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.answering.answer import Answer
from qa.web.backend import Backend

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one web service; each has a registry of its own."""

    def __init__(self, backend: Backend) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "qa_http_requests",
            "HTTP requests",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "qa_http_request_seconds",
            "Seconds until a response was complete",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "qa_answers",
            "Questions answered or refused",
            ["surface", "mode", "language", "kind", "answered"],
            registry=self.registry,
        )
        self._stages = Histogram(
            "qa_stage_seconds",
            "Seconds that each stage of an answer took",
            ["stage"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.registry.register(_IndexCollector(backend))
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def count_answer(self, answer: Answer, surface: str) -> None:
        """Count one answer; ``surface`` is where it was asked for (``api`` or ``page``)."""
        self._answers.labels(
            surface,
            answer.mode,
            answer.language,
            answer.kind,
            "yes" if answer.answered else "no",
        ).inc()
        for stage, seconds in answer.timings.items():
            self._stages.labels(stage).observe(seconds)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one HTTP request."""
        self._requests.labels(method, route, str(status)).inc()
        # The page holds requests open for minutes, waiting for events: that says nothing.
        if route != _PAGE:
            self._seconds.labels(route).observe(seconds)

    def render(self) -> bytes:
        """All figures in Prometheus text."""
        return generate_latest(self.registry)


class _IndexCollector(Collector):
    """Asks the index for its size whenever the figures are read."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def collect(self) -> Iterable[GaugeMetricFamily]:
        ready = self._backend.ready
        yield GaugeMetricFamily("qa_ready", "Whether the index is open", value=float(ready))
        if ready:
            status = self._backend.service().status()
            yield GaugeMetricFamily("qa_index_articles", "Articles", value=status.articles)
            yield GaugeMetricFamily("qa_index_chunks", "Chunks", value=status.chunks)


_OURS = frozenset({"/healthz", "/readyz", "/metrics", "/docs", "/openapi.json"})
_PAGE = "page"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class RequestMeter:
    """ASGI middleware that counts and times every request."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        start = time.perf_counter()

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "other"
            seconds = time.perf_counter() - start
            self._metrics.count_request(method, _route(scope), status, seconds)


def _route(scope: Scope) -> str:
    """The route's template: paths themselves would make a series for every article."""
    template = getattr(scope.get("route"), "path", "")
    if template in _OURS or template.startswith(("/api/", "/page/")):
        return str(template)
    return "unknown" if scope["path"].startswith("/api/") else _PAGE
