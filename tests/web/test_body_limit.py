from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from qa.web.body_limit import BodyLimit
from qa.web.problems import install_error_handlers


@pytest.fixture
def small() -> TestClient:
    app = FastAPI()
    install_error_handlers(app)
    app.add_middleware(BodyLimit, limit=10)

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    return TestClient(app)


@pytest.mark.parametrize(("size", "status"), [(0, 200), (10, 200), (11, 413)])
def test_the_limit_is_exact_with_a_declared_length(
    small: TestClient, size: int, status: int
) -> None:
    assert small.post("/length", content=b"x" * size).status_code == status


@pytest.mark.parametrize(("pieces", "status"), [(2, 200), (3, 413)])
def test_the_limit_is_exact_for_a_body_in_pieces(
    small: TestClient, pieces: int, status: int
) -> None:
    response = small.post("/length", content=(b"12345" for _ in range(pieces)))
    assert response.status_code == status
