"""The tools over the real protocols: Gradio's API by its client, MCP by the client of MCP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.conftest import HARBOUR
from tests.web.test_shutdown import running

pytestmark = pytest.mark.slow

QUESTION = "How much will an adult ferry ticket cost?"
WRONG = [
    ("ask_news", {"question": ""}, "bad_question", "the question is empty"),
    ("search_news", {"question": "ferry", "published_from": "May"}, "bad_filter", "'May'"),
    ("read_article", {"article_id": "gone"}, "article_not_found", "gone"),
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from qa.index.ingest import ingest_articles

    index = tmp_path_factory.mktemp("tools") / "index"
    ingest_articles(index, [HARBOUR])
    switch = {"GRADIO_MCP_SERVER": "True"} if find_spec("mcp") else {}
    with running(index, **switch) as server:
        server.wait_for("/config")
        yield server.url


@pytest.fixture(scope="module")
def client(url: str) -> Client:
    return Client(url, verbose=False, analytics_enabled=False)


def test_gradios_api_gives_dictionaries(client: Client) -> None:
    answer = client.predict(question=QUESTION, api_name="/ask_news")
    assert answer["citations"][0]["quote"] == "An adult ticket will cost 5.6 dollars."
    assert answer["answered"] is True
    found = client.predict(question="ferry", k=1, api_name="/search_news")
    assert [passage["article_id"] for passage in found["passages"]] == [HARBOUR.id]
    article = client.predict(article_id=HARBOUR.id, api_name="/read_article")
    assert article["body"] == HARBOUR.body


@pytest.mark.parametrize(("tool", "arguments", "code", "said"), WRONG, ids=[w[0] for w in WRONG])
def test_gradios_api_raises_what_is_wrong(
    client: Client, tool: str, arguments: dict[str, Any], code: str, said: str
) -> None:
    with pytest.raises(AppError, match=said):
        client.predict(**arguments, api_name=f"/{tool}")


def mcp_call(url: str, tool: str | None = None, **arguments: Any) -> Any:
    """What the MCP server says to a call, or its list of tools."""
    pytest.importorskip("mcp", reason="needs the client of MCP: pip install 'mcp<2'")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> Any:
        async with (
            streamable_http_client(f"{url}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            if tool is None:
                return (await session.list_tools()).tools
            return await session.call_tool(tool, arguments)

    # In a thread of its own: a browser test before this one may have left a loop running here.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(talk())).result()


def test_mcp_lists_what_each_tool_takes_and_gives(url: str) -> None:
    tools = {tool.name: tool for tool in mcp_call(url)}
    assert set(tools) == {"ask_news", "search_news", "read_article"}
    for tool in tools.values():
        assert tool.description
        assert all(each["description"] for each in tool.inputSchema["properties"].values())
    assert {"text", "answered", "citations"} <= set(tools["ask_news"].outputSchema["properties"])
    assert tools["search_news"].inputSchema["required"] == ["question"]


def test_mcp_answers_with_structures(url: str) -> None:
    # The client itself holds them against the schema that the server declares.
    answer = mcp_call(url, "ask_news", question=QUESTION)
    assert not answer.isError
    quote = answer.structuredContent["citations"][0]["quote"]
    assert quote == "An adult ticket will cost 5.6 dollars."
    assert json.loads(answer.content[0].text) == answer.structuredContent
    found = mcp_call(url, "search_news", question="ferry", k=1)
    assert [p["article_id"] for p in found.structuredContent["passages"]] == [HARBOUR.id]
    article = mcp_call(url, "read_article", article_id=HARBOUR.id)
    assert article.structuredContent["body"] == HARBOUR.body


@pytest.mark.parametrize(("tool", "arguments", "code", "said"), WRONG, ids=[w[0] for w in WRONG])
def test_mcp_marks_what_is_wrong_as_an_error(
    url: str, tool: str, arguments: dict[str, Any], code: str, said: str
) -> None:
    failed = mcp_call(url, tool, **arguments)
    assert failed.isError
    error = json.loads(failed.content[0].text)["error"]
    assert error["code"] == code
    assert said in error["message"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("ask_news", {}), ("ask_news", {"question": 7}), ("search_news", {"question": "x", "n": 1})],
)
def test_mcp_refuses_wrong_arguments(url: str, tool: str, arguments: dict[str, Any]) -> None:
    assert mcp_call(url, tool, **arguments).isError


def test_mcp_does_not_know_other_tools(url: str) -> None:
    failed = mcp_call(url, "write_article")
    assert failed.isError
    assert "ask_news" in json.loads(failed.content[0].text)["error"]["hint"]
