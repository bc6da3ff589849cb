"""The web application in process, over a real index of three articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.answering.answer import Event, PassagesFound
from qa.service import Service
from qa.settings import Settings
from qa.web.application import create_app
from qa.web.backend import Backend

MakeClient = Callable[..., TestClient]


class Breaks(Service):
    """Finds passages, and then meets a fault of our own."""

    def stream(self, question: str, **_options: Any) -> Iterator[Event]:
        yield PassagesFound(passages=tuple(self.search(question)))
        raise ZeroDivisionError("secret of the code")


@pytest.fixture
def service(small_index: Path) -> Iterator[Service]:
    service = Service(small_index)
    yield service
    service.close()


@pytest.fixture
def backend(service: Service) -> Backend:
    """A backend whose service is open."""
    backend = Backend(lambda: service)
    backend.start()
    assert backend.wait(10)
    return backend


@pytest.fixture
def make_client(service: Service) -> Iterator[MakeClient]:
    """Make clients of applications with the given settings, all over the same articles."""
    with ExitStack() as stack:

        def make(opener: Callable[[], Service] = lambda: service, **settings: str) -> TestClient:
            backend = Backend(opener, retry_seconds=0.05)
            app = create_app(Settings(**settings), backend)  # type: ignore[arg-type]
            client = stack.enter_context(TestClient(app, raise_server_exceptions=False))
            backend.wait(30)
            return client

        yield make


@pytest.fixture
def client(make_client: MakeClient) -> TestClient:
    """A client of an application that lets everyone in."""
    return make_client()
