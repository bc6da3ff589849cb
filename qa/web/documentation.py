"""``/docs``: the API described on one page that loads nothing from elsewhere.

FastAPI's own page fetches its scripts from a content network; ours works without one. It is
written from the same OpenAPI document, which stands at ``/openapi.json``.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_TEMPLATE = Path(__file__).parent / "static" / "docs.html"


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """The API for people to read."""
    document = request.app.openapi()
    base = str(request.base_url).rstrip("/")
    operations = "".join(
        _operation(base, method, path, operation, document)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )
    schemas = "".join(
        _schema(name, schema) for name, schema in document["components"]["schemas"].items()
    )
    html = _TEMPLATE.read_text(encoding="utf-8")
    html = html.replace("{operations}", operations).replace("{schemas}", schemas)
    return HTMLResponse(html)


def _operation(
    base: str, method: str, path: str, operation: dict[str, Any], document: dict[str, Any]
) -> str:
    rows = "".join(
        f"<tr><td>{escape(status)}</td><td>{escape(response['description'])}</td>"
        f"<td>{_type(_content_schema(response))}</td></tr>"
        for status, response in operation["responses"].items()
    )
    body = operation.get("requestBody", {})
    example = _example(_content_schema(body), document) if body else None
    return (
        f"<section><h3><span class='method'>{method.upper()}</span> {escape(path)}</h3>"
        f"<p>{escape(operation.get('description', ''))}</p>"
        f"<pre>{escape(_curl(base, method, path, example))}</pre>"
        f"<table><tr><th>Status</th><th>Meaning</th><th>Body</th></tr>{rows}</table></section>"
    )


def _curl(base: str, method: str, path: str, example: object) -> str:
    if example is None:
        return f"curl {base}{path}"
    body = json.dumps(example, ensure_ascii=False)
    return (
        f"curl -X {method.upper()} {base}{path} \\\n"
        f"  -H 'Content-Type: application/json' \\\n  -d '{body}'"
    )


def _content_schema(message: dict[str, Any]) -> dict[str, Any]:
    for content in message.get("content", {}).values():
        schema: dict[str, Any] = content.get("schema", {})
        return schema
    return {}


def _example(schema: dict[str, Any], document: dict[str, Any]) -> object:
    name = schema.get("$ref", "").rpartition("/")[2]
    examples = document["components"]["schemas"].get(name, {}).get("examples", [])
    return examples[0] if examples else None


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td>{escape(field)}{'' if field in required else ' <i>optional</i>'}</td>"
        f"<td>{_type(kind)}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    about = escape(str(schema.get("description", "")).partition("\n\n")[0])
    return (
        f"<section id='{escape(name)}'><h3>{escape(name)}</h3><p>{about}</p>"
        f"<table><tr><th>Field</th><th>Type</th></tr>{rows}</table></section>"
    )


def _type(schema: dict[str, Any]) -> str:
    """A JSON schema as a short HTML phrase; references become links."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(escape(json.dumps(value)) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("const", schema.get("type", ""))))
