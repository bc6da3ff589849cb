"""Who may come in: logins for the page (``QA_AUTH``), keys for the API (``QA_API_KEYS``).

One gate in front of everything, so that no route of ours or of Gradio's can be forgotten:

- ``/healthz``, ``/readyz`` and ``/metrics`` are open to probes.
- ``/api/...`` asks for a key or a login as soon as either is set.
- everything else (the page, what the page calls, ``/docs``, MCP) asks when logins are set.

Either credential is good wherever one is asked for.
"""

from __future__ import annotations

import base64
import binascii
import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web.problems import error_response
from qa.web.schemas import ErrorDetail

OPEN_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class AccessGate:
    """ASGI middleware that lets a request through or answers 401.

    Args:
        app: what is guarded.
        logins: ``user:password`` pairs of people who may use the page.
        keys: keys of programs that may use the API.
    """

    def __init__(self, app: ASGIApp, *, logins: tuple[str, ...], keys: tuple[str, ...]) -> None:
        self._app = app
        self._logins = logins
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 401."""
        if self._lets_in(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._refuse(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _lets_in(self, scope: Scope) -> bool:
        if scope["type"] not in ("http", "websocket") or not self._guards(scope["path"]):
            return True
        return self._knows(Headers(scope=scope).get("authorization", ""))

    def _guards(self, path: str) -> bool:
        if path in OPEN_PATHS:
            return False
        if path.startswith("/api/"):
            return bool(self._logins or self._keys)
        return bool(self._logins)

    def _knows(self, authorization: str) -> bool:
        scheme, _, value = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return _among(value.strip(), self._keys)
        if scheme.lower() == "basic":
            try:
                return _among(base64.b64decode(value, validate=True).decode(), self._logins)
            except (binascii.Error, UnicodeDecodeError):
                return False
        return False

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        ways = []
        if self._logins:
            ways.append(('Basic realm="News QA", charset="UTF-8"', "a login of QA_AUTH"))
        if self._keys:
            ways.append(("Bearer", "Authorization: Bearer KEY with a key of QA_API_KEYS"))
        detail = ErrorDetail(
            code="unauthorized",
            message=f"{scope['path']} asks for a login or a key",
            hint=f"send {' or '.join(hint for _, hint in ways)}",
        )
        response = error_response(401, detail)
        for challenge, _ in ways:
            # A header each: Chromium does not find Basic behind another scheme in one line.
            response.headers.append("WWW-Authenticate", challenge)
        await response(scope, receive, send)


def _among(given: str, known: tuple[str, ...]) -> bool:
    # Compares with all of them, each in constant time: how long it takes tells nothing.
    return sum(hmac.compare_digest(given.encode(), one.encode()) for one in known) > 0
