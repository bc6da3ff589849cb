"""The end of the web service: at once, whatever is open.

Tabs hold event streams open for as long as they live, and an answer that a chat model writes
holds a thread that nothing can stop. So streams are told that their client has left, answers
get a moment to finish, and then the process ends without them. Nothing is lost: the index is
written in transactions.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.web.leaving import leave
from qa.web.problems import error_response
from qa.web.schemas import ErrorDetail

# Seconds until requests are cut off, and until the process ends with or without them.
_GRACE = 1
_LAST_MOMENT = 1.5

_STOPPING = ErrorDetail(
    code="stopping", message="the service is stopping", hint="try again when it is back"
)


class OpenStreams:
    """ASGI middleware under which every open request can be ended.

    Args:
        app: the application; after ``end`` it sees each of its clients leave.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._ending = asyncio.Event()

    def end(self) -> None:
        """Tell every request, also those to come, that its client has left."""
        self._ending.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; complete the response where it is ended on the way."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = complete = False

        async def watched(message: Message) -> None:
            nonlocal started, complete
            started = True
            complete = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            await self._app(scope, lambda: self._receive(receive), watched)
        except asyncio.CancelledError:
            if not self._ending.is_set():
                raise
        if not self._ending.is_set() or complete:
            return
        if started:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await error_response(503, _STOPPING)(scope, receive, send)

    async def _receive(self, receive: Receive) -> Message:
        message = asyncio.ensure_future(receive())
        ending = asyncio.ensure_future(self._ending.wait())
        try:
            await asyncio.wait({message, ending}, return_when=asyncio.FIRST_COMPLETED)
            return message.result() if message.done() else {"type": "http.disconnect"}
        finally:
            message.cancel()
            ending.cancel()


class Server(uvicorn.Server):
    """A server that ends within two seconds of a signal, and at once at a second Ctrl-C.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._streams = OpenStreams(app)
        super().__init__(
            uvicorn.Config(self._streams, log_level="warning", timeout_graceful_shutdown=_GRACE)
        )

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the open streams, then wait for the rest."""
        self._streams.end()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end, and see to it that the end comes."""
        if self.should_exit and sig == signal.SIGINT:
            leave(128 + sig)
        code = 0 if sig == signal.SIGINT else 128 + sig
        threading.Thread(target=leave, args=(code, _LAST_MOMENT), daemon=True).start()
        super().handle_exit(sig, frame)
