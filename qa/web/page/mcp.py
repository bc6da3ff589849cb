"""MCP with structured results: what Gradio's server sends, put right.

Gradio answers a call with ``str`` of what the function gave, which for a dictionary is Python
and not JSON, and declares no output. Here the same server, under the same address, answers
with ``structuredContent`` in a declared schema and with ``isError`` where a call fails.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qa.web.page.tools import Tool, ToolError
from qa.web.problems import INTERNAL
from qa.web.schemas import ErrorBody, ErrorDetail

if TYPE_CHECKING:
    from gradio.mcp import GradioMCPServer
    from mcp import types

log = logging.getLogger(__name__)


def answer_in_structures(gradio_server: GradioMCPServer, tools: Iterable[Tool]) -> None:
    """Let Gradio's MCP server list and call the tools this way."""
    from mcp import types

    server = gradio_server.mcp_server
    by_name = {tool.name: tool for tool in tools}

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def list_tools() -> list[types.Tool]:
        return [_described(gradio_server, tool) for tool in by_name.values()]

    @server.call_tool()  # type: ignore[untyped-decorator, unused-ignore]
    async def call_tool(name: str, arguments: dict[str, Any]) -> types.CallToolResult:
        if name not in by_name:
            message = f"there is no tool {name}"
            unknown = ErrorDetail(
                code="not_found", message=message, hint=f"tools are {', '.join(by_name)}"
            )
            return _failure(unknown)
        try:
            given = await asyncio.to_thread(by_name[name].call, **arguments)
        except ToolError as error:
            return _failure(error.detail)
        except Exception:  # the caller gets a calm line, the log gets the traceback
            log.exception("the tool %s failed", name)
            return _failure(INTERNAL)
        return types.CallToolResult(content=[_text(given)], structuredContent=given)


def _described(gradio_server: GradioMCPServer, tool: Tool) -> types.Tool:
    from mcp import types

    called = gradio_server.tool_prefix + tool.name
    function = gradio_server.get_block_fn_from_endpoint_name(f"/{tool.name}")
    assert function  # noqa: S101 (publish_tools made it)
    description, parameters = gradio_server.get_fn_description(function, called)
    taken, _ = gradio_server.get_input_schema(called, parameters)
    return types.Tool(
        name=tool.name,
        description=description,
        inputSchema={**taken, "additionalProperties": False},
        outputSchema=tool.returns.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(readOnlyHint=True, openWorldHint=False),
    )


def _failure(detail: ErrorDetail) -> types.CallToolResult:
    from mcp import types

    # Not as structuredContent too: clients hold that against the schema of results.
    return types.CallToolResult(content=[_text(ErrorBody(error=detail).model_dump())], isError=True)


def _text(document: dict[str, Any]) -> types.TextContent:
    from mcp import types

    return types.TextContent(type="text", text=json.dumps(document, ensure_ascii=False))
