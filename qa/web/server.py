"""Runs the web service: what ``python app.py`` and ``python -m qa serve`` do."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from typing import NoReturn

from qa.errors import QAError
from qa.extras import needs
from qa.settings import Settings
from qa.web.backend import Backend, open_or_build, require_articles
from qa.web.leaving import leave

log = logging.getLogger(__name__)


class AddressError(QAError):
    """The service cannot listen at the address that the settings name."""

    code = "address_error"


def serve(settings: Settings) -> NoReturn:
    """Serve API and page on one port until interrupted, then end the process.

    Exit code 0 after Ctrl-C, 130 after a second one, 143 after SIGTERM. What standard error
    says last, once everything is there, is the address to open.

    Raises:
        AddressError: the port is in use, or the host is not an address of this machine.
        MissingPackageError: what the page needs is not installed.
        ArticleFileError: there is neither an index nor an article to make it from.
    """
    with contextlib.suppress(KeyboardInterrupt):
        listener = _listen(settings.host, settings.port)
        require_articles(settings)
        _log_to_stderr()
        address = _url(listener)
        log.info("News QA is starting on %s", address)
        with needs("web", "the web service"):
            from qa.web.application import create_app
            from qa.web.page.build import build_page
            from qa.web.shutdown import Server

        backend = Backend(lambda: open_or_build(settings))

        def announce() -> None:
            log.info("News QA is ready: open %s (Ctrl-C ends it)", address)

        app = create_app(settings, backend, build_page=build_page, announce=announce)
        Server(app).run(sockets=[listener])
    # Python's own way out takes seconds with all that is loaded by now.
    leave(0)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = error.strerror or str(error)
        raise AddressError(
            f"cannot listen on {host}:{port}: {reason.lower()}",
            "stop the program that uses it, or set QA_HOST and QA_PORT",
        ) from None


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(message)s",
        force=True,
    )
    logging.getLogger("qa").setLevel(logging.INFO)
