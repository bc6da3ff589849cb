"""Who may come in: every path times every credential."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import MakeClient

LOGIN = ("reader", "p:ass wörd")
AUTH = "other:one,reader:p:ass wörd"
KEYS = "key-one, key-two"
OPEN = ["/healthz", "/readyz", "/metrics"]
API = ["/api/articles/x", "/api/nothing"]
PAGE = ["/", "/page/articles/x", "/docs", "/openapi.json", "/gradio_api/info", "/config"]


def refused(client: TestClient, path: str, **request: object) -> bool:
    response = client.get(path, **request)  # type: ignore[arg-type]
    if response.status_code != 401:
        return False
    assert response.json()["error"]["code"] == "unauthorized"
    assert response.headers["www-authenticate"]
    return True


@pytest.mark.parametrize("path", OPEN + API + PAGE)
def test_without_settings_everything_is_open(client: TestClient, path: str) -> None:
    assert not refused(client, path)


def test_logins_guard_the_page_and_what_it_calls_and_the_api(make_client: MakeClient) -> None:
    client = make_client(auth=AUTH)
    assert not any(refused(client, path) for path in OPEN)
    assert all(refused(client, path) for path in API + PAGE)
    assert all(refused(client, path, auth=("reader", "wrong")) for path in API + PAGE)
    assert not any(refused(client, path, auth=LOGIN) for path in API + PAGE)


def test_keys_guard_the_api_and_leave_the_page_open(make_client: MakeClient) -> None:
    client = make_client(api_keys=KEYS)
    assert not any(refused(client, path) for path in OPEN + PAGE)
    assert all(refused(client, path) for path in API)
    for header in ("Bearer key-two", "bearer key-one"):
        assert not any(refused(client, p, headers={"Authorization": header}) for p in API)
    for header in ("Bearer key", "Bearer ", "Bearer key-one, key-two", "Basic key-one", "key-one"):
        assert all(refused(client, path, headers={"Authorization": header}) for path in API)


def test_with_both_each_opens_the_api_and_a_login_opens_the_page(make_client: MakeClient) -> None:
    client = make_client(auth=AUTH, api_keys=KEYS)
    assert all(refused(client, path) for path in API + PAGE)
    assert not any(refused(client, path, auth=LOGIN) for path in API + PAGE)
    key = {"Authorization": "Bearer key-one"}
    assert not any(refused(client, path, headers=key) for path in API)


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic /w==", "Basic " + "A" * 9000])
def test_a_broken_login_is_refused(make_client: MakeClient, header: str) -> None:
    assert refused(make_client(auth=AUTH), "/", headers={"Authorization": header})


def test_posts_are_guarded_before_their_body_is_read(make_client: MakeClient) -> None:
    response = make_client(api_keys=KEYS).post("/api/ask", content=b"{not json")
    assert response.status_code == 401
    assert "Bearer" in response.headers["www-authenticate"]
