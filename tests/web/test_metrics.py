from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient


def sample(client: TestClient, name: str, **labels: str) -> float:
    text = client.get("/metrics").text
    return sum(
        found.value
        for family in text_string_to_metric_families(text)
        for found in family.samples
        if found.name == name and labels.items() <= found.labels.items()
    )


def test_metrics_are_prometheus_text(client: TestClient) -> None:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert sample(client, "qa_ready") == 1
    assert sample(client, "qa_index_articles") == 3
    assert sample(client, "process_resident_memory_bytes") > 0


def test_requests_are_counted_by_route_not_by_path(client: TestClient) -> None:
    for number in range(3):
        client.get(f"/api/articles/{number}")
    route = "/api/articles/{article_id}"
    assert sample(client, "qa_http_requests_total", route=route, status="404") == 3
    assert sample(client, "qa_http_request_seconds_count", route=route) == 3


def test_paths_that_do_not_exist_share_one_series(client: TestClient) -> None:
    for number in range(3):
        client.get(f"/api/{number}")
    assert sample(client, "qa_http_requests_total", route="unknown", status="404") == 3


def test_answers_and_their_stages_are_counted(client: TestClient) -> None:
    client.post("/api/ask", json={"question": "How much will an adult ferry ticket cost?"})
    client.post("/api/ask/stream", json={"question": "大桥全长多少"})
    assert sample(client, "qa_answers_total", surface="api", mode="extractive") == 2
    assert sample(client, "qa_answers_total", language="zh-Hans") == 1
    assert sample(client, "qa_stage_seconds_count", stage="retrieve") == 2
