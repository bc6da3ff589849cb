"""Every error response has one shape: ``{"error": {"code", "message", "hint"}}``."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa.errors import QAError
from qa.web.schemas import ErrorBody, ErrorDetail

INTERNAL = ErrorDetail(
    code="internal_error",
    message="something failed on our side",
    hint="the server's log has the details",
)

# What Starlette and FastAPI raise by themselves: status to code and hint.
_HTTP_ERRORS = {
    400: ("bad_request", "send the request again as /docs describes it"),
    404: ("not_found", "the paths that exist are listed at /docs"),
    405: ("method_not_allowed", "the methods of each path are listed at /docs"),
    413: ("too_large", "send less in one request"),
    415: ("unsupported_media_type", "send JSON with the header Content-Type: application/json"),
}


def detail_of(error: QAError) -> ErrorDetail:
    """The error as the API and the event stream send it."""
    return ErrorDetail(code=error.code, message=error.message, hint=error.hint)


def error_response(
    status: int, detail: ErrorDetail, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """One error response."""
    return JSONResponse(
        ErrorBody(error=detail).model_dump(), status_code=status, headers=dict(headers or {})
    )


def too_large(limit: int) -> JSONResponse:
    """The answer to a body of more than ``limit`` bytes."""
    code, hint = _HTTP_ERRORS[413]
    message = f"the body is larger than {limit:,} bytes"
    return error_response(413, ErrorDetail(code=code, message=message, hint=hint))


def install_error_handlers(app: FastAPI) -> None:
    """Make ``app`` answer every error in the one shape."""
    app.exception_handler(QAError)(_on_qa_error)
    app.exception_handler(RequestValidationError)(_on_invalid_request)
    app.exception_handler(HTTPException)(on_http_error)
    app.exception_handler(Exception)(_on_unexpected)


async def _on_qa_error(_request: Request, error: QAError) -> JSONResponse:
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    return error_response(error.status, detail_of(error), headers)


async def on_http_error(request: Request, error: HTTPException) -> JSONResponse:
    """Answer an error that the framework raised."""
    code, hint = _HTTP_ERRORS.get(error.status_code, ("http_error", ""))
    message = f"{request.method} {request.url.path}: {error.detail}"
    detail = ErrorDetail(code=code, message=message, hint=hint)
    return error_response(error.status_code, detail, error.headers)


async def _on_invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    kind = str(first["type"])
    if kind == "json_invalid":
        reason = str(first.get("ctx", {}).get("error", first["msg"]))
        detail = ErrorDetail(
            code="bad_json",
            message=f"the body is not JSON: {reason}",
            hint="check quotes, commas and brackets",
        )
        return error_response(400, detail)
    if kind == "model_attributes_type" and not _is_json(request):
        code, hint = _HTTP_ERRORS[415]
        message = f"content type {request.headers.get('content-type', 'none')!r} is not JSON"
        return error_response(415, ErrorDetail(code=code, message=message, hint=hint))
    field = ".".join(str(part) for part in first["loc"][1:]) or "body"
    detail = ErrorDetail(
        code="bad_request",
        message=f"{field}: {first['msg']}",
        hint="the fields and their types are described at /docs",
    )
    return error_response(422, detail)


def _is_json(request: Request) -> bool:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return content_type == "application/json" or content_type.endswith("+json")


async def _on_unexpected(_request: Request, _error: Exception) -> JSONResponse:
    # The framework raises the error again for the server, which logs it with its traceback.
    return error_response(500, INTERNAL)
