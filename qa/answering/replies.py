"""The reply of a chat model: tried again where that may help, and known for whole or cut off."""

from __future__ import annotations

import random
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.prompt_values import PromptValue

_TRIES = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 8.0
# Too early, too many, or the server's own trouble: the same request may work a moment later.
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
# What providers call the reason why a reply ended, and the reasons that mean it is whole.
_REASONS = ("finish_reason", "stop_reason", "stopReason", "done_reason")
_WHOLE = frozenset(
    {"stop", "end_turn", "stop_sequence", "eos", "eos_token", "complete", "completed"}
)


class CutOffError(Exception):
    """The reply ended before it was whole.

    Attributes:
        reason: what the provider gave as the reason, such as ``length``; None for nothing.
    """

    def __init__(self, reason: str | None) -> None:
        super().__init__(f"the reply ended early ({reason or 'no reason given'})")
        self.reason = reason


def reply(model: BaseChatModel, prompt: PromptValue, *, patience: float) -> Generator[str]:
    """The pieces of a model's reply.

    Where the server fails in a way that may pass before the first piece came, it is asked
    again, later each time.

    Args:
        patience: the seconds within which another try must begin. The caller keeps the time
            of the whole: see ``qa.answering.deadline``.

    Raises:
        CutOffError: after the last piece, where the reply was not whole.
        Exception: whatever the provider raised.
    """
    started = time.monotonic()
    for attempt in range(1, _TRIES + 1):
        begun = False
        try:
            for piece in _once(model, prompt):
                begun = begun or bool(piece)
                yield piece
            return
        # Each provider's package has errors of its own.
        except Exception as error:
            pause = _pause(error, attempt)
            late = time.monotonic() + pause > started + patience
            if begun or late or attempt == _TRIES or not _may_pass(error):
                raise
            time.sleep(pause)


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error of a provider's client stands for, if any."""
    response = getattr(error, "response", None)
    for status in (getattr(error, "status_code", None), getattr(response, "status_code", None)):
        if isinstance(status, int):
            return status
    return None


def _once(model: BaseChatModel, prompt: PromptValue) -> Iterator[str]:
    # The model is streamed by itself: a LangChain sequence that is closed half-way first
    # reads its source to the end, which a model that never stops does not have.
    chunks = model.stream(prompt)
    reason: str | None = None
    try:
        for chunk in chunks:
            reason = _reason(chunk.response_metadata) or reason
            yield chunk.text
    finally:
        cast("Generator[object]", chunks).close()
    if reason is None or reason.lower() not in _WHOLE:
        raise CutOffError(reason)


def _reason(metadata: dict[str, Any]) -> str | None:
    found = (metadata.get(name) for name in _REASONS)
    return next((str(reason) for reason in found if reason), None)


def _may_pass(error: Exception) -> bool:
    status = status_of(error)
    if status is not None:
        return status in _PASSING
    # A connection that cannot be made has no status; clients name it each in their own way.
    names = " ".join(kind.__name__ for kind in type(error).__mro__)
    return "Connect" in names or "RemoteProtocol" in names


def _pause(error: Exception, attempt: int) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    asked = str(headers.get("retry-after", ""))
    if asked.isdigit():
        return float(asked)
    backoff: float = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempt - 1))
    return backoff * random.uniform(0.8, 1.2)  # noqa: S311 (no secret: servers ask for a spread)
