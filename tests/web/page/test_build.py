"""The real page, built by Gradio, in process."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from qa.retrieval.passage import MAX_PASSAGES
from qa.settings import Settings
from qa.web.application import create_app
from qa.web.backend import Backend
from qa.web.page.build import build_page

pytestmark = pytest.mark.slow


@pytest.fixture
def page(backend: Backend) -> Iterator[TestClient]:
    app = create_app(Settings(), backend, build_page=build_page)
    with TestClient(app) as client:
        end = time.monotonic() + 60
        while client.get("/").status_code != 200:
            assert time.monotonic() < end
            time.sleep(0.1)
        yield client


def test_page_api_and_errors_live_together_on_one_port(page: TestClient) -> None:
    html = page.get("/").text
    assert "gradio_config" in html
    assert "qaTexts" in html
    assert page.get("/readyz").status_code == 200
    assert page.post("/api/search", json={"question": "ferry"}).status_code == 200
    assert page.get("/api/ask").status_code == 405
    for path in ("/nothing", "/api/nothing"):
        response = page.get(path)
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "not_found"


def test_only_the_tools_are_public_in_gradios_api(page: TestClient) -> None:
    named = page.get("/gradio_api/info").json()["named_endpoints"]
    assert set(named) == {"/ask_news", "/search_news", "/read_article"}


def test_the_tool_that_searches_says_how_many_passages_it_gives(page: TestClient) -> None:
    named = page.get("/gradio_api/info").json()["named_endpoints"]
    assert f"1 to {MAX_PASSAGES}" in str(named["/search_news"])
    data = ["ferry", MAX_PASSAGES + 1, "", ""]
    response = page.post("/gradio_api/run/search_news", json={"data": data})
    assert f"only 1 to {MAX_PASSAGES}" in response.json()["error"]
