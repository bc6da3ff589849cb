from __future__ import annotations

import time

from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from qa.errors import IndexDamagedError
from qa.messages.catalogue import messages
from qa.service import Service
from qa.settings import Settings
from qa.web.application import PageBuilder, create_app
from qa.web.backend import Backend
from qa.web.metrics import Metrics


def small_page(_backend: Backend, _metrics: Metrics, _settings: Settings) -> FastAPI:
    page = FastAPI(openapi_url=None)
    page.add_route("/", lambda _request: PlainTextResponse("the page"))
    return page


def broken_page(_backend: Backend, _metrics: Metrics, _settings: Settings) -> FastAPI:
    raise ImportError("no such module: <gradio>")


def client_of(backend: Backend, build_page: PageBuilder | None) -> TestClient:
    return TestClient(create_app(Settings(), backend, build_page=build_page))


def wait_for(client: TestClient, text: str) -> None:
    end = time.monotonic() + 10
    while text not in client.get("/").text:
        assert time.monotonic() < end, client.get("/").text
        time.sleep(0.02)


def test_the_page_takes_its_place_when_it_is_built(service: Service) -> None:
    with client_of(Backend(lambda: service), small_page) as client:
        wait_for(client, "the page")
        response = client.get("/")
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


def test_until_then_a_small_page_says_so_and_looks_again(service: Service) -> None:
    with client_of(Backend(lambda: service), None) as client:
        response = client.get("/")
        assert response.status_code == 503
        assert 'http-equiv="refresh"' in response.text
        elsewhere = client.get("/gradio_api/info")
        assert (elsewhere.status_code, elsewhere.json()["error"]["code"]) == (503, "not_ready")


def test_the_small_page_says_what_is_wrong_with_the_index() -> None:
    def damaged() -> Service:
        raise IndexDamagedError("<b>articles.db</b> cannot be read", "restore it")

    backend = Backend(damaged)
    with client_of(backend, small_page) as client:
        wait_for(client, messages("en").errors["index_damaged"].message)
        assert "articles.db" not in client.get("/").text
        chinese = client.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
        assert messages("zh-Hans").errors["index_damaged"].message in chinese
        assert messages("zh-Hans").page.starting in chinese
        assert '<html lang="zh-Hans">' in chinese


def test_the_api_works_where_the_page_cannot_be_built(service: Service) -> None:
    with client_of(Backend(lambda: service), broken_page) as client:
        wait_for(client, messages("en").errors["page_failed"].message)
        assert client.get("/readyz").status_code == 200
