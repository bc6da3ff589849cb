"""The written answer: a chat model over numbered passages, its citations checked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from qa.answering.answer import Answer, Event, Finished, TextDelta, Turn
from qa.answering.checking import cite
from qa.answering.deadline import within
from qa.answering.extractive import extractive_answer
from qa.answering.markers import MarkerStream
from qa.answering.phrases import phrases
from qa.answering.prompt_tokens import prompt_counter
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.prompt_values import PromptValue
    from langchain_core.runnables import Runnable

_log = logging.getLogger(__name__)
_PROMPT = Path(__file__).resolve().parent / "prompts" / "system.md"
_NOT_IN_ARTICLES = "NOT_IN_ARTICLES"
_TURNS = 4
_ANSWER_TOKENS = 1024


class NotInArticlesError(Exception):
    """The chat model found no answer in the passages."""


@dataclass(frozen=True)
class Writer:
    """Writes answers with a chat model; falls back on quotes when that fails."""

    model: BaseChatModel
    settings: Settings

    def stream(
        self, query: Query, passages: Sequence[Passage], history: Sequence[Turn]
    ) -> Iterator[Event]:
        """The answer in pieces, then whole.

        Raises:
            NotInArticlesError: the model says that the passages do not answer.
        """
        shown = self._fitting(query, passages)
        markers = MarkerStream(len(shown))
        text, sent = "", 0
        try:
            for piece in self._pieces(query, shown, history):
                text += markers.feed(piece)
                if _NOT_IN_ARTICLES.startswith(text.strip()[: len(_NOT_IN_ARTICLES)]):
                    continue  # may yet become the refusal: nothing is shown of it
                yield TextDelta(text=text[sent:])
                sent = len(text)
        # Providers raise errors of their own kinds; the reader gets quotes in any case.
        except Exception as error:  # noqa: BLE001
            _log.warning("the chat model failed: %s", error)
            reason = type(error).__name__
            notice = phrases(query.language).model_failed.format(reason=reason)
            yield Finished(answer=extractive_answer(query, passages, notice=notice))
            return
        text += markers.finish()
        if _NOT_IN_ARTICLES in text:
            raise NotInArticlesError
        yield Finished(answer=self._checked(query, text, passages, shown, markers.cited))

    def _checked(
        self,
        query: Query,
        text: str,
        passages: Sequence[Passage],
        shown: Sequence[Passage],
        cited: Sequence[int],
    ) -> Answer:
        if not cited:
            notice = phrases(query.language).model_uncited
            return extractive_answer(query, passages, notice=notice)
        return Answer(
            text=text.strip(),
            answered=True,
            language=query.language,
            mode="generative",
            citations=cite(text, [shown[number - 1] for number in cited], query.index),
            passages=tuple(passages),
        )

    def _pieces(
        self, query: Query, passages: Sequence[Passage], history: Sequence[Turn]
    ) -> Iterator[str]:
        today = datetime.now(ZoneInfo(self.settings.timezone)).date()
        prompt = self._prompt.invoke(
            {
                "today": today.isoformat(),
                "language": phrases(query.language).language_name,
                "passages": "\n\n".join(_numbered(n, p) for n, p in enumerate(passages, start=1)),
                "history": _messages(history),
                "question": query.text,
            }
        )

        # The model is streamed by itself: a LangChain sequence that is closed half-way first
        # reads its source to the end, which a model that never stops does not have.
        def pieces() -> Generator[str]:
            chunks = self.model.stream(prompt)
            try:
                for chunk in chunks:
                    yield chunk.text
            finally:
                cast("Generator[object]", chunks).close()

        return within(self.settings.chat_timeout, pieces())

    @cached_property
    def _count(self) -> Callable[[str], int]:
        return prompt_counter(self.settings.chat_model or "")

    @cached_property
    def _prompt(self) -> Runnable[dict[str, Any], PromptValue]:
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

        return ChatPromptTemplate.from_messages(
            [
                ("system", _PROMPT.read_text("utf-8")),
                MessagesPlaceholder("history"),
                ("human", "{question}"),
            ]
        )

    def _fitting(self, query: Query, passages: Sequence[Passage]) -> list[Passage]:
        """The best passages that fit into the model's context, at least one."""
        count = self._count
        room = self.settings.chat_context_tokens - _ANSWER_TOKENS
        room -= count(_PROMPT.read_text("utf-8") + query.text)
        fitting: list[Passage] = []
        for number, passage in enumerate(passages, start=1):
            room -= count(_numbered(number, passage))
            if room < 0 and fitting:
                break
            fitting.append(passage)
        return fitting


def _numbered(number: int, passage: Passage) -> str:
    """A passage as the model sees it; without tags, so it cannot close the fence around it."""
    published = f", {passage.published[:10]}" if passage.published else ""
    text = f"[{number}] {passage.title}{published}\n{passage.text}"
    return text.replace("<", "‹").replace(">", "›")


def _messages(history: Sequence[Turn]) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage

    messages: list[BaseMessage] = []
    for turn in history[-_TURNS:]:
        messages += [HumanMessage(turn.question), AIMessage(turn.answer)]
    return messages
