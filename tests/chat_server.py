"""A small server on loopback that speaks the OpenAI chat protocol, scripted by the test."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What one request gets: pieces of text, or an error status.

    ``cut`` closes the connection in the middle; ``pause`` waits before each piece (seconds);
    ``finish`` is the reason given at the end, None for none; ``retry_after`` goes with an
    error status; ``endless`` says the pieces again and again.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    cut: bool = False
    finish: str | None = "stop"
    retry_after: str = ""
    endless: bool = False
    pause: float = 0.0


@dataclass
class ChatServer:
    """The address of the server, its queue of replies, and the requests it got."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def say(self, *pieces: str, **options: Any) -> None:
        """Queue a reply."""
        self.replies.append(Reply(pieces, **options))

    def prompt(self) -> str:
        """All messages of the last request as one text."""
        return "\n".join(str(m["content"]) for m in self.requests[-1]["messages"])


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Run the server on a free port."""
    state = ChatServer("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            state.requests.append(json.loads(self.rfile.read(length)))
            reply = state.replies.pop(0) if len(state.replies) > 1 else state.replies[0]
            if reply.status != 200:
                self._fail(reply)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            with suppress(OSError):  # the client had enough
                self._stream(reply)

        def _fail(self, reply: Reply) -> None:
            body = json.dumps({"error": {"message": f"scripted {reply.status}"}}).encode()
            self.send_response(reply.status)
            if reply.retry_after:
                self.send_header("Retry-After", reply.retry_after)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, reply: Reply) -> None:
            for piece in itertools.cycle(reply.pieces) if reply.endless else reply.pieces:
                time.sleep(reply.pause)
                self._send(_chunk({"content": piece}, None))
            if reply.cut:
                self.connection.close()
                return
            self._send(_chunk({}, reply.finish))
            self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, document: dict[str, Any]) -> None:
            self.wfile.write(b"data: " + json.dumps(document).encode() + b"\n\n")
            self.wfile.flush()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.block_on_close = False  # a reply that nobody reads any more is not waited for
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def _chunk(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [choice],
    }
