from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from qa import __version__
from qa.errors import IndexDamagedError
from qa.index.status import IndexStatus
from qa.service import Service
from tests.web.conftest import MakeClient


def never() -> Service:
    raise IndexDamagedError("articles.db: not a database", "restore it from a backup")


class Unwell(Service):
    """Open, but its own check found something."""

    def status(self) -> IndexStatus:
        found = {"healthy": False, "problems": ("3 vectors are missing",)}
        return super().status().model_copy(update=found)


def test_a_ready_service(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "version": __version__}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["articles"]) == (200, 3)
    assert client.head("/healthz").status_code == client.head("/readyz").status_code == 200


def test_an_index_that_cannot_be_opened_is_said_and_the_process_lives(
    make_client: MakeClient,
) -> None:
    client = make_client(never)
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert response.json()["error"] == {
        "code": "index_damaged",
        "message": "articles.db: not a database",
        "hint": "restore it from a backup",
    }
    assert client.post("/api/ask", json={"question": "ferry"}).status_code == 503


def test_an_index_that_is_open_but_not_sound(make_client: MakeClient, small_index: Path) -> None:
    response = make_client(lambda: Unwell(small_index)).get("/readyz")
    assert response.status_code == 503
    assert "3 vectors are missing" in response.json()["error"]["message"]
