"""Every error has the same shape and a status that fits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import Breaks, MakeClient


def assert_error(response: Any, status: int, code: str) -> dict[str, str]:
    assert response.status_code == status, response.text
    assert set(response.json()) == {"error"}
    detail: dict[str, str] = response.json()["error"]
    assert set(detail) == {"code", "message", "hint"}
    assert detail["code"] == code
    assert detail["message"]
    assert "\n" not in detail["message"] + detail["hint"]
    return detail


@pytest.mark.parametrize(
    ("body", "status", "code", "names"),
    [
        ('{"question": ""}', 400, "bad_question", "question"),
        ('{"question": "???"}', 400, "bad_question", "question"),
        ('{"question"', 400, "bad_json", "JSON"),
        ("", 422, "bad_request", "body"),
        ("[]", 422, "bad_request", "body"),
        ("null", 422, "bad_request", "body"),
        ("{}", 422, "bad_request", "question"),
        ('{"question": 7}', 422, "bad_request", "question"),
        ('{"question": "x", "filter": {}}', 422, "bad_request", "filter"),
        ('{"question": "x", "history": [{"answer": "y"}]}', 422, "bad_request", "history.0"),
        ('{"question": "x", "filters": {"language": "fr"}}', 400, "bad_filter", "fr"),
        ('{"question": "x", "filters": {"published_from": "soon"}}', 400, "bad_filter", "soon"),
        ('{"question": "x", "filters": {"colour": "red"}}', 400, "bad_filter", "colour"),
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_wrong_request_is_named(
    client: TestClient, path: str, body: str, status: int, code: str, names: str
) -> None:
    response = client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert names in assert_error(response, status, code)["message"]


@pytest.mark.parametrize("k", ["8", 2.5, None, True])
def test_k_is_a_whole_number(client: TestClient, k: object) -> None:
    response = client.post("/api/search", json={"question": "ferry", "k": k})
    assert assert_error(response, 422, "bad_request")["message"].startswith("k: ")


@pytest.mark.parametrize("k", [0, -1, 201])
def test_k_is_in_bounds(client: TestClient, k: int) -> None:
    response = client.post("/api/search", json={"question": "ferry", "k": k})
    detail = assert_error(response, 400, "bad_question")
    assert str(k) in detail["message"]
    assert "1 to 200" in detail["hint"]


def test_a_body_that_does_not_say_it_is_json(client: TestClient) -> None:
    response = client.post("/api/ask", data={"question": "ferry"})
    detail = assert_error(response, 415, "unsupported_media_type")
    assert "application/json" in detail["hint"]


@pytest.mark.parametrize("path", ["/api/nothing", "/api/articles/a/b", "/api/"])
def test_unknown_paths(client: TestClient, path: str) -> None:
    assert path in assert_error(client.get(path), 404, "not_found")["message"]


def test_an_unknown_article(client: TestClient) -> None:
    detail = assert_error(
        client.get("/api/articles/0123456789abcdef0123"), 404, "article_not_found"
    )
    assert "0123456789abcdef0123" in detail["message"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/ask", "POST"),
        ("DELETE", "/api/articles/x", "GET"),
        ("POST", "/metrics", "GET"),
        ("PUT", "/healthz", "GET"),
    ],
)
def test_wrong_methods_name_the_right_ones(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert_error(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allowed


def test_too_large_a_body_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "x" * 1_100_000})
    assert "1,000,000" in assert_error(response, 413, "too_large")["message"]


def test_too_large_a_body_without_a_length_is_refused(client: TestClient) -> None:
    pieces = (b"x" * 100_000 for _ in range(11))
    headers = {"Content-Type": "application/json"}
    assert_error(client.post("/api/ask", content=pieces, headers=headers), 413, "too_large")


def test_a_fault_of_ours_shows_no_traceback(make_client: MakeClient, small_index: Path) -> None:
    response = make_client(lambda: Breaks(small_index)).post("/api/ask", json={"question": "ferry"})
    detail = assert_error(response, 500, "internal_error")
    assert "secret" not in str(detail)
