"""The web application: API, probes, documentation and page behind one gate."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from anyio import to_thread
from fastapi import FastAPI

from qa import __version__
from qa.settings import Settings, split_secret
from qa.web import api, documentation, probes
from qa.web.access import AccessGate
from qa.web.backend import Backend
from qa.web.body_limit import BodyLimit
from qa.web.metrics import Metrics, RequestMeter
from qa.web.page import articles
from qa.web.page.gate import PageGate
from qa.web.problems import install_error_handlers

MAX_BODY_BYTES = 1_000_000
# Most of these only wait, for a worker or for somebody to read on: so many questions may wait, and
# an article still opens at once.
_THREADS = 400

PageBuilder = Callable[[Backend, Metrics, Settings], FastAPI]


def create_app(
    settings: Settings,
    backend: Backend,
    *,
    build_page: PageBuilder | None = None,
    announce: Callable[[], None] = lambda: None,
) -> FastAPI:
    """The application, ready for a server.

    Args:
        settings: who may come in (``auth``, ``api_keys``).
        backend: started with the application, stopped with it.
        build_page: makes the page at ``/``, in a thread after the start; None: no page.
        announce: called when the page is there and questions can be asked.
    """
    metrics = Metrics(backend)
    gate = PageGate(
        backend,
        (lambda: build_page(backend, metrics, settings)) if build_page else None,
        announce,
    )
    app = FastAPI(
        title="News QA",
        version=__version__,
        summary="Cited answers over news articles in English and Chinese.",
        lifespan=_lifespan(backend, gate),
        docs_url=None,
        redoc_url=None,
    )
    app.state.backend = backend
    app.state.metrics = metrics
    install_error_handlers(app)
    for part in (probes, api, articles, documentation):
        app.include_router(part.router)
    app.router.default = gate
    app.add_middleware(BodyLimit, limit=MAX_BODY_BYTES)
    # The last one added is the outermost: refusals are counted as well.
    app.add_middleware(
        AccessGate, logins=split_secret(settings.auth), keys=split_secret(settings.api_keys)
    )
    app.add_middleware(RequestMeter, metrics=metrics)
    return app


def _lifespan(
    backend: Backend, gate: PageGate
) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        backend.start()
        page = asyncio.create_task(gate.keep_open())
        try:
            yield
        finally:
            backend.stop()
            page.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await page

    return lifespan
