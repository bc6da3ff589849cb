"""A small site on loopback, whose pages a test writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]


class Site:
    """Pages by path; an answer may be made when it is asked for. ``asked``: paths, in order."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[str, int]] = []

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        etag: str = "",
        modified: str = "",
        kind: str = "text/html",
    ) -> None:
        stated = {"Content-Type": kind, "ETag": etag, "Last-Modified": modified}
        headers = {name: value for name, value in stated.items() if value}
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (200, headers, data)


@contextmanager
def running() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = site.pages.get(self.path, (404, {}, b""))
            status, headers, body = found() if callable(found) else found
            for mark, asked in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
                if headers.get(mark) and self.headers.get(asked) == headers[mark]:
                    status, body = 304, b""
            site.asked.append((self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # who asked may have gone
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
