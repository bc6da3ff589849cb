"""What a question gets: the answer, its citations, and the events of a stream."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from qa.retrieval.passage import Passage
from qa.text.language import Language, TextLanguage

Mode = Literal["extractive", "generative"]
Kind = Literal[
    "answer", "list", "timeline", "summary", "comparison", "news", "refusal", "small_talk"
]
# Why a sentence is not verified: it cites nothing, a number, date or name of it does not stand
# in what it cites, that denies what it does not (or the other way round), or says another thing.
Doubt = Literal["uncited", "number", "date", "name", "negation", "unsupported"]


class Turn(BaseModel):
    """One earlier question of the conversation and the text of its answer."""

    model_config = ConfigDict(frozen=True)

    question: str
    answer: str = ""


class Rendering(BaseModel):
    """A quote in the asker's language: a translation, the gist of it, or a value that it gives."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: Language
    kind: Literal["translation", "gist", "value"]


class Citation(BaseModel):
    """Where a statement of the answer stands.

    Attributes:
        number: the ``n`` of the marker ``[n]`` in the answer's text, from 1.
        quote: ``get_article(article_id).body[start:end]``, in the article's own script.
        verified: whether the quote was checked to support the sentence that cites it; None
            where the quote stands for itself.
        rendering: the quote in the asker's language, where it is in another and there is one.
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
    verified: bool | None = None
    rendering: Rendering | None = None


class ShortAnswer(BaseModel):
    """The words of an article that answer by themselves, the longest list of them for a list.

    Attributes:
        text: ``get_article(article_id).body[start:end]`` of the article that is cited.
        language: of the text, which is the article's own.
        citation: the number of the citation whose quote holds them.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    language: TextLanguage
    citation: int
    start: int
    end: int


class Sentence(BaseModel):
    """A sentence of a written answer, checked against the passages that it cites.

    Attributes:
        start, end: ``answer.text[start:end]``, its markers included.
        text: its words, without markers.
        numbers: the citations that it rests on.
        verified: whether they were checked to bear it out.
        doubt: why they do not, or None.
        replaced: the model's sentence contradicted its source in a number or date; this is
            the source's own sentence.
    """

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    text: str
    numbers: tuple[int, ...] = ()
    verified: bool
    doubt: Doubt | None = None
    replaced: bool = False


class Answer(BaseModel):
    """The answer to one question.

    Attributes:
        text: Markdown with markers ``[1]`` that point at ``citations``.
        answered: False where the articles do not say; ``text`` then says so. Small talk asks
            nothing of them and is no refusal.
        kind: what sort of answer it is; a refusal where it is not ``answered``, and only there.
        short_answer: the words that answer, where some are sure enough to stand by themselves.
        language: the asker's language and script.
        sentences: of a written answer, each with what its check found; quotes have none.
        notice: what the reader should know of how the answer came about (for instance that
            the chat model failed and quotes took its place), or None.
        question: the question as it was understood with the conversation, or None where it
            stands alone.
        confidence: the probability that what was found holds the answer, 0 to 1; None where
            nothing was asked of the articles.
        timings: seconds by stage.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    answered: bool
    kind: Kind = "answer"
    short_answer: ShortAnswer | None = None
    language: Language
    mode: Mode
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    notice: str | None = None
    question: str | None = None
    confidence: float | None = None
    timings: dict[str, float] = {}

    @model_validator(mode="after")
    def _refuses_or_answers(self) -> Answer:
        if self.answered == (self.kind == "refusal"):
            raise ValueError(f"answered is {self.answered} and kind is {self.kind}")
        return self

    def pieces(self) -> list[tuple[str, Sentence | None]]:
        """The text in pieces, in order: checked sentences, and what stands between them."""
        found: list[tuple[str, Sentence | None]] = []
        position = 0
        for sentence in self.sentences:
            found.append((self.text[position : sentence.start], None))
            found.append((self.text[sentence.start : sentence.end], sentence))
            position = sentence.end
        return [*found, (self.text[position:], None)]

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
