"""A GET of one page: http(s) only, within limits of time and size, to public addresses only."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from qa import __version__
from qa.errors import FetchError
from qa.fetching.addresses import connect

AGENT = "news-qa"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may take.

    Attributes:
        seconds: from the first connection to the last byte, redirects included.
        size: bytes, as sent and unpacked.
        allowed: hosts that may be reached although they are private.
    """

    seconds: float = 30.0
    size: int = 32 << 20
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered.

    Attributes:
        url: where it came from in the end.
        status: 304 where the page has not changed.
        data: the body, unpacked.
    """

    url: str
    status: int
    data: bytes = b""
    content_type: str = ""
    etag: str | None = None
    modified: str | None = None


@dataclass
class _Deadline:
    seconds: float
    began: float = field(default_factory=time.monotonic)

    def left(self, url: str) -> float:
        left = self.began + self.seconds - time.monotonic()
        if left <= 0:
            raise FetchError(f"{url}: took longer than {self.seconds:g} s", "try again later")
        return left


def get(
    url: str,
    *,
    limits: Limits,
    etag: str | None = None,
    modified: str | None = None,
    permit: Callable[[str], None] | None = None,
) -> Response:
    """Fetch a page; ``etag`` and ``modified`` are what the server said of it the last time.

    ``permit`` is called before each request, redirects included, and raises where it must not be.

    Raises:
        FetchError: no http(s) address, a host that must not be reached, too slow, too large, too
            many redirects, or a status that is no success.
    """
    deadline = _Deadline(limits.seconds)
    stated = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in stated.items() if value}
    for _ in range(_MOST_REDIRECTS + 1):
        if permit:
            permit(url)
        found = _once(url, headers, limits, deadline)
        if isinstance(found, Response):
            return found
        url = urljoin(url, found)
    raise FetchError(f"{url}: more than {_MOST_REDIRECTS} redirects", "check the address")


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and target (path and query) of an address.

    Raises:
        FetchError: it is no http(s) address.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme not in ("http", "https") or not host:
        raise FetchError(f"{url}: not an http or https address", "write https://...")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return scheme, host, port or (443 if scheme == "https" else 80), target


def _once(url: str, headers: dict[str, str], limits: Limits, deadline: _Deadline) -> Response | str:
    """One request: the response, or where it redirects to."""
    scheme, host, port, target = _parts(url)
    sock = connect(host, port, timeout=deadline.left(url), allowed=limits.allowed)
    connection = http.client.HTTPConnection(host, port)
    # A server that sends one byte a second would never meet the time limit of a socket.
    cut = threading.Timer(deadline.left(url), _shut, (sock,))
    cut.daemon = True
    cut.start()
    try:
        if scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection.sock = sock
        sent = {
            "User-Agent": f"{AGENT}/{__version__}",
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        connection.request("GET", target, headers={**sent, **headers})
        answer = connection.getresponse()
        if answer.status in _REDIRECTS and (place := answer.headers.get("Location")):
            return place
        if answer.status == 304:
            return Response(url, 304)
        if answer.status != 200:
            problem = f"{url}: {answer.status} {answer.reason}"
            raise FetchError(problem, "check the address", status_of_page=answer.status)
        return Response(
            url,
            200,
            _body(answer, url, limits, deadline),
            answer.headers.get("Content-Type", ""),
            answer.headers.get("ETag"),
            answer.headers.get("Last-Modified"),
        )
    except TimeoutError:
        raise FetchError(
            f"{url}: took longer than {limits.seconds:g} s", "try again later"
        ) from None
    except (OSError, http.client.HTTPException, zlib.error) as error:
        deadline.left(url)
        raise FetchError(f"{url}: {error or type(error).__name__}", "try again later") from None
    finally:
        cut.cancel()
        connection.close()
        sock.close()


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _body(answer: http.client.HTTPResponse, url: str, limits: Limits, deadline: _Deadline) -> bytes:
    """The body, read block by block, unpacked where it is packed; never more than the limit."""
    packed = answer.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if packed else None
    parts: list[bytes] = []
    size = 0
    while True:
        block = answer.read1(_BLOCK)
        deadline.left(url)
        if not block:
            break
        if unpack:
            block = unpack.decompress(block, limits.size + 1 - size)
        size += len(block)
        if size > limits.size or (unpack and unpack.unconsumed_tail):
            raise FetchError(f"{url}: larger than {limits.size >> 20} MiB", "save it as a file")
        parts.append(block)
    if answer.length:
        raise FetchError(f"{url}: the connection ended too early", "try again later")
    return b"".join(parts)
