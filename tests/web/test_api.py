from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from qa.answering.answer import Answer, Event, PassagesFound
from qa.articles.model import Article
from qa.errors import ModelError
from qa.index.ingest import ingest_articles
from qa.retrieval.passage import MAX_PASSAGES
from qa.service import Service
from qa.settings import Settings
from tests.chat_server import chat_server
from tests.conftest import BRIDGE, HARBOUR, PANDA
from tests.web.conftest import Breaks, MakeClient
from tests.wire_story import QUESTION as WIRE_QUESTION
from tests.wire_story import STORY

QUESTION = "How much will an adult ferry ticket cost?"


def events(body: str) -> list[tuple[str, Any]]:
    """Name and data of each server-sent event."""
    found = []
    for block in body.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_ask_returns_the_answer_of_the_python_interface(
    client: TestClient, service: Service
) -> None:
    response = client.post("/api/ask", json={"question": QUESTION})
    answer = Answer.model_validate(response.json())
    assert answer.text == service.ask(QUESTION).text
    assert "5.6 dollars" in answer.citations[0].quote


def test_the_short_answer_and_the_kind_are_fields(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    short = answer["short_answer"]
    assert (answer["kind"], short["citation"], short["language"]) == ("answer", 1, "en")
    assert "5.6" in short["text"] == HARBOUR.body[short["start"] : short["end"]]
    thanks = client.post("/api/ask", json={"question": "Thank you!"}).json()
    assert (thanks["kind"], thanks["short_answer"]) == ("small_talk", None)
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"kind", "short_answer"} <= set(schemas["Answer"]["properties"])
    assert set(schemas["ShortAnswer"]["properties"]) == set(short)


def test_the_number_of_passages_has_one_bound(client: TestClient) -> None:
    body = {"question": QUESTION, "k": MAX_PASSAGES}
    assert client.post("/api/search", json=body).is_success
    for wrong in (0, -1, MAX_PASSAGES + 1, 2**70):
        refused = client.post("/api/search", json={**body, "k": wrong})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_question")
        assert f"1 to {MAX_PASSAGES}" in refused.json()["error"]["message"]
    for of_another_type in (True, "8", 2.5):
        refused = client.post("/api/search", json={**body, "k": of_another_type})
        assert refused.status_code == 422
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["SearchRequest"]["properties"]["k"]["maximum"] == MAX_PASSAGES


def test_a_citation_points_into_the_article(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    citation = answer["citations"][0]
    article = client.get(f"/api/articles/{citation['article_id']}").json()
    assert Article.model_validate(article) == HARBOUR
    assert article["body"][citation["start"] : citation["end"]] == citation["quote"]


def test_the_near_duplicates_of_an_article_are_given(
    make_client: MakeClient, tmp_path: Path
) -> None:
    ingest_articles(tmp_path / "i", [*STORY, PANDA])
    client = make_client(lambda: Service(tmp_path / "i"))
    copies = client.get(f"/api/articles/{STORY[0].id}/copies").json()
    assert {copy["article_id"] for copy in copies} == {each.id for each in STORY[1:]}
    assert client.get(f"/api/articles/{PANDA.id}/copies").json() == []
    assert client.get("/api/articles/none/copies").status_code == 404


def test_history_makes_a_follow_up_understood(client: TestClient) -> None:
    turn = {"question": "When were the panda cubs first shown at the zoo?", "answer": "…"}
    body = {"question": "and what do they weigh?", "history": [turn]}
    answer = client.post("/api/ask", json=body).json()
    assert answer["citations"][0]["article_id"] == PANDA.id
    said = "When were the panda cubs first shown at the zoo: and what do they weigh?"
    assert answer["question"] == said
    ((_, last),) = events(client.post("/api/ask/stream", json=body).text)[-1:]
    assert last["question"] == answer["question"]
    alone = client.post("/api/ask", json={"question": QUESTION, "history": [turn]}).json()
    assert alone["question"] is None
    assert client.post("/api/ask", json={"question": QUESTION, "history": None}).is_success


def test_filters_limit_what_is_searched(client: TestClient) -> None:
    body = {"question": QUESTION, "filters": {"published_to": "2023-12-31"}}
    passages = client.post("/api/search", json=body).json()["passages"]
    assert {passage["article_id"] for passage in passages} == {BRIDGE.id}


def test_search_gives_k_passages_best_first(client: TestClient) -> None:
    passages = client.post("/api/search", json={"question": QUESTION, "k": 2}).json()["passages"]
    assert len(passages) == 2
    assert passages[0]["article_id"] == HARBOUR.id
    assert passages[0]["score"] >= passages[1]["score"]
    assert set(passages[0]) >= set("article_id title text start end published score".split())


def test_copies_of_a_story_come_with_its_passages(make_client: MakeClient, tmp_path: Path) -> None:
    ingest_articles(tmp_path / "i", STORY)
    client = make_client(lambda: Service(tmp_path / "i"))
    for path in ("search", "ask"):
        passages = client.post(f"/api/{path}", json={"question": WIRE_QUESTION}).json()["passages"]
        (passage,) = passages
        found = {passage["article_id"], *(copy["article_id"] for copy in passage["copies"])}
        assert found == {article.id for article in STORY}
        for copy in passage["copies"]:
            article = client.get(f"/api/articles/{copy['article_id']}").json()
            assert copy["article_id"] == article["id"]
            assert all(copy[name] == article[name] for name in ("title", "source", "published"))


def test_the_stream_ends_with_the_whole_answer(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": QUESTION})
    assert response.headers["content-type"].startswith("text/event-stream")
    (first, passages), *middle, (last, answer) = events(response.text)
    assert (first, last) == ("passages", "answer")
    assert passages["passages"][0]["article_id"] == HARBOUR.id
    assert {name for name, _ in middle} <= {"delta"}
    plain = client.post("/api/ask", json={"question": QUESTION}).json()
    assert {**answer, "timings": None} == {**plain, "timings": None}


def test_a_written_answer_is_streamed_as_it_is_written(
    make_client: MakeClient, small_index: Path
) -> None:
    with chat_server() as chat:
        chat.say("An adult ticket ", "will cost 5.6 dollars [1].")
        settings = Settings(chat_model="openai:scripted", chat_base_url=chat.url)
        client = make_client(lambda: Service(small_index, settings))
        body = client.post("/api/ask/stream", json={"question": QUESTION}).text
    pieces = [data["text"] for name, data in events(body) if name == "delta"]
    assert len(pieces) > 1
    assert "".join(pieces) == "An adult ticket will cost 5.6 dollars [1]."


def test_a_stream_that_cannot_begin_has_the_status_of_its_error(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": " "})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "bad_question"


def test_articles_open_while_many_wait_for_answers(
    make_client: MakeClient, small_index: Path
) -> None:
    service = Service(small_index, Settings(parallel_answers=1))
    client, free = make_client(lambda: service), threading.Event()
    with ThreadPoolExecutor(62) as pool:
        busy = pool.submit(service._workers.ticket().run, lambda: free.wait(60))
        body = {"question": QUESTION}
        asked = [pool.submit(client.post, "/api/ask", json=body) for _ in range(60)]
        try:
            end = time.monotonic() + 20
            while len(service._workers._jobs) < len(asked) and time.monotonic() < end:
                time.sleep(0.01)
            opened = pool.submit(client.get, f"/api/articles/{HARBOUR.id}").result(timeout=20)
            assert opened.is_success
            assert not busy.done()
        finally:
            free.set()
        assert all(one.result().json()["kind"] == "answer" for one in asked)


class LosesItsModel(Service):
    """Finds passages, and then its chat model is gone."""

    def stream(self, question: str, **_options: Any) -> Iterator[Event]:
        yield PassagesFound(passages=tuple(self.search(question)))
        raise ModelError("the chat model is gone", "start it")


def test_an_error_on_the_way_is_an_event(make_client: MakeClient, small_index: Path) -> None:
    client = make_client(lambda: LosesItsModel(small_index))
    response = client.post("/api/ask/stream", json={"question": QUESTION})
    assert response.status_code == 200
    (first, _), (last, data) = events(response.text)
    assert (first, last) == ("passages", "error")
    detail = {"code": "model_error", "message": "the chat model is gone", "hint": "start it"}
    assert data == {"error": detail}


def test_a_fault_on_the_way_tells_nothing_of_the_code(
    make_client: MakeClient, small_index: Path
) -> None:
    client = make_client(lambda: Breaks(small_index))
    response = client.post("/api/ask/stream", json={"question": QUESTION})
    assert events(response.text)[-1][1]["error"]["code"] == "internal_error"
    assert "secret" not in response.text
