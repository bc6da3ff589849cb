"""What a question gets: the answer, its citations, and the events of a stream."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from qa.retrieval.passage import Passage
from qa.text.language import Language

Mode = Literal["extractive", "generative"]


class Turn(BaseModel):
    """One earlier question of the conversation and the text of its answer."""

    model_config = ConfigDict(frozen=True)

    question: str
    answer: str = ""


class Citation(BaseModel):
    """Where a statement of the answer stands.

    Attributes:
        number: the ``n`` of the marker ``[n]`` in the answer's text, from 1.
        quote: ``get_article(article_id).body[start:end]``, in the article's own script.
        verified: whether the quote was checked to support the sentence that cites it.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    article_id: str
    title: str
    url: str | None = None
    source: str | None = None
    published: str | None = None
    quote: str
    start: int
    end: int
    verified: bool


class Answer(BaseModel):
    """The answer to one question.

    Attributes:
        text: Markdown with markers ``[1]`` that point at ``citations``.
        answered: False where the articles do not say; ``text`` then says so.
        language: the asker's language and script.
        notice: what the reader should know of how the answer came about (for instance that
            the chat model failed and quotes took its place), or None.
        timings: seconds by stage.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    answered: bool
    language: Language
    mode: Mode
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    notice: str | None = None
    timings: dict[str, float] = {}

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON values."""
        return self.model_dump(mode="json")


class PassagesFound(BaseModel):
    """Stream event: retrieval is done; these are the passages, best first."""

    model_config = ConfigDict(frozen=True)

    type: Literal["passages"] = "passages"
    passages: tuple[Passage, ...]


class TextDelta(BaseModel):
    """Stream event: the next piece of the answer's text."""

    model_config = ConfigDict(frozen=True)

    type: Literal["delta"] = "delta"
    text: str


class Finished(BaseModel):
    """Last event of every stream: the whole answer, which replaces the pieces shown so far."""

    model_config = ConfigDict(frozen=True)

    type: Literal["answer"] = "answer"
    answer: Answer


Event = PassagesFound | TextDelta | Finished
