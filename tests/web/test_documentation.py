from __future__ import annotations

import re

from starlette.testclient import TestClient

PATHS = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/ask",
    "/api/ask/stream",
    "/api/search",
    "/api/articles/{article_id}",
    "/api/articles/{article_id}/copies",
    "/api/articles/{article_id}/versions",
}


def test_openapi_lists_the_contract(client: TestClient) -> None:
    assert set(client.get("/openapi.json").json()["paths"]) == PATHS


def test_docs_show_every_path_and_every_body(client: TestClient) -> None:
    page = client.get("/docs").text
    document = client.get("/openapi.json").json()
    for name in [*PATHS, *document["components"]["schemas"]]:
        assert name in page
    targets = set(re.findall(r"href='#(\w+)'", page))
    assert targets <= set(re.findall(r"id='(\w+)'", page))


def test_docs_say_what_copies_are(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "list of <a href='#Copy'>Copy</a>" in page
    assert "one story printed by several outlets" in page.lower()


def test_docs_load_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text
    assert not re.search(r"<(script|link|img|iframe)\b", page)
    assert set(re.findall(r"https?://[^/\"'< ]+", page)) == {"http://testserver"}
