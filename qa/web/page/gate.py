"""Serves the page once it is built; a small "starting" page until then.

Importing Gradio takes seconds. The API and the probes do not wait for it: the page is
built in a thread and put in place when it is there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from html import escape
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.errors import QAError
from qa.messages.catalogue import accepted_language, explained, messages
from qa.web.backend import Backend, NotReadyError

log = logging.getLogger(__name__)

# Seconds in which an index that exists is open; building one takes longer, side by side.
_HEAD_START = 3.0
_SECONDS_BETWEEN_LOOKS = 0.2
_STARTING = Path(__file__).parents[1] / "static" / "starting.html"

# The page needs no other origin: with this, not even a hostile article could reach one.
_HEADERS = {
    b"content-security-policy": (
        b"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        b"base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    ),
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}


class PageGate:
    """ASGI application for every path that no route of ours takes.

    Args:
        backend: asked whether questions can be answered yet.
        build: makes the page as an application of its own; slow, run in a thread.
        announce: called once the page is there and the backend is ready.
    """

    def __init__(
        self,
        backend: Backend,
        build: Callable[[], FastAPI] | None,
        announce: Callable[[], None] = lambda: None,
    ) -> None:
        self._backend = backend
        self._build = build
        self._announce = announce
        self._page: ASGIApp | None = None
        self._problem: QAError = NotReadyError(
            "the page is being loaded", "it opens by itself in a few seconds", key="page_loading"
        )

    async def keep_open(self) -> None:
        """Build the page and keep its background tasks alive until cancelled."""
        if self._build is None:
            self._problem = NotReadyError(
                "this service has no page", "use the API: /docs", key="no_page"
            )
            return
        # Opening the index is what questions wait for: the import must not slow it down.
        await asyncio.to_thread(self._backend.wait, _HEAD_START)
        try:
            page = await asyncio.to_thread(self._build)
        except Exception:  # the API works without the page, so the process goes on
            log.exception("the page could not be built")
            self._problem = NotReadyError(
                "the page could not be built", "see the server log", key="page_failed"
            )
            return
        async with page.router.lifespan_context(page):
            self._page = page
            while not self._backend.ready:
                await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            self._announce()
            await asyncio.Event().wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page, with the starting page, or with an error."""
        if scope["path"].startswith("/api/"):
            raise HTTPException(404, "there is no such path")
        if self._page is not None and self._backend.ready:
            await self._page(scope, receive, _with_headers(send))
        elif scope["path"] == "/":
            await self._starting(Headers(scope=scope))(scope, receive, send)
        else:
            raise self._current_problem()

    def _current_problem(self) -> QAError:
        try:
            self._backend.service()
        except QAError as error:
            return error
        return self._problem

    def _starting(self, headers: Headers) -> HTMLResponse:
        language = accepted_language(headers.get("accept-language", ""))
        said = explained(self._current_problem(), language)
        html = _STARTING.read_text(encoding="utf-8")
        words = {
            "language": language,
            "title": messages(language).page.starting,
            "message": said.message,
            "hint": said.hint,
        }
        for name, text in words.items():
            html = html.replace(f"{{{name}}}", escape(text))
        return HTMLResponse(html, status_code=503)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_HEADERS.items()]}
        await send(message)

    return send_with_headers
