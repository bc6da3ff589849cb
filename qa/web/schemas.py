"""What the HTTP API takes and gives beside the product's own models."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from qa.answering.answer import Turn
from qa.index.filters import Filters
from qa.retrieval.passage import MAX_PASSAGES, Passage

_EXAMPLE_QUESTION = "When did the C919 make its first commercial flight?"


class AskRequest(BaseModel):
    """A question, the conversation before it (oldest turn first) and filters."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": _EXAMPLE_QUESTION, "history": [], "filters": None}]
        },
    )

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters | None = None

    @field_validator("history", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return () if value is None else value


class SearchRequest(BaseModel):
    """A question, how many passages are wanted, and filters."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": _EXAMPLE_QUESTION, "k": 8, "filters": {"language": "en"}}]
        },
    )

    question: str
    # Its bounds are only told here: the search refuses what is out of them.
    k: int = Field(
        default=8, strict=True, json_schema_extra={"minimum": 1, "maximum": MAX_PASSAGES}
    )
    filters: Filters | None = None


class SearchResponse(BaseModel):
    """The passages found, best first; near-duplicates of an article are its passages' copies."""

    model_config = ConfigDict(frozen=True)

    passages: tuple[Passage, ...]


class Liveness(BaseModel):
    """The process answers."""

    status: str = "ok"
    version: str


class Readiness(BaseModel):
    """The index is open and sound."""

    status: str = "ready"
    articles: int
    chunks: int


class ErrorDetail(BaseModel):
    """What went wrong (one line) and how to mend it (one line, may be empty)."""

    code: str
    message: str
    hint: str = ""


class ErrorBody(BaseModel):
    """The body of every response that is an error."""

    error: ErrorDetail
