"""The written answer: a chat model over numbered passages, every sentence of it checked."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from qa.answering.answer import Answer, Event, Finished, Kind, TextDelta, Turn
from qa.answering.checking import check
from qa.answering.claims import MARKER
from qa.answering.deadline import within
from qa.answering.draft import Draft
from qa.answering.prompt import fitting, prompt_of
from qa.answering.prompt_tokens import prompt_counter
from qa.answering.replies import CutOffError, reply, status_of
from qa.answering.runaway import RunawayError
from qa.answering.salvage import whole_sentences
from qa.answering.silence import says_nothing
from qa.messages.catalogue import messages
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.subject import Subject
from qa.settings import Settings
from qa.text.language import Language, detect_language, family, is_chinese
from qa.workers import Ticket

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_log = logging.getLogger(__name__)


class NotInArticlesError(Exception):
    """The chat model found no answer in the passages."""


class NotWrittenError(Exception):
    """The chat model wrote no answer that could be shown; the message tells the reader why."""


# An item of a list in Markdown; so many make one.
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s", re.MULTILINE)
_FEWEST_ITEMS = 3


@dataclass(frozen=True)
class Writer:
    """Writes answers with a chat model."""

    model: BaseChatModel
    settings: Settings

    def stream(
        self,
        query: Query,
        passages: Sequence[Passage],
        history: Sequence[Turn],
        ticket: Ticket,
        spent: float = 0.0,
    ) -> Iterator[Event]:
        """The answer in pieces, then whole.

        Args:
            ticket: where the answer is checked; the model is waited for in the caller's thread.
            spent: seconds that the question has taken already, of those that it may take in all.

        Raises:
            NotInArticlesError: the model says that the passages do not answer.
            NotWrittenError: it failed, or wrote what cites nothing.
        """
        today = query.today
        tokens = self.settings.chat_context_tokens
        shown = fitting(query, passages, history, tokens, self._count)
        draft = Draft(shown, query.answer_language)
        failure: Exception | None = None
        try:
            prompt = prompt_of(query, shown, history, today)
            seconds = max(0.0, self.settings.chat_timeout - spent)
            pieces = within(seconds, reply(self.model, prompt, patience=seconds))
            with closing(pieces):
                for piece in pieces:
                    if text := draft.feed(piece):
                        yield TextDelta(text=text)
            if text := draft.finish():
                yield TextDelta(text=text)
        # Providers raise errors of their own kinds; the reader gets an answer in any case.
        except Exception as error:  # noqa: BLE001
            _log.warning("the chat model failed: %s", error)
            failure = error
        answer = partial(self._answer, query, passages, draft, failure, today)
        yield Finished(answer=ticket.run(answer))

    def _answer(
        self,
        query: Query,
        passages: Sequence[Passage],
        draft: Draft,
        failure: Exception | None,
        today: date,
    ) -> Answer:
        """What the reader gets for what the model wrote, and for how it ended."""
        words = messages(query.answer_language).answer
        text = _usable(draft, failure)
        if failure is None and says_nothing(draft.text):
            raise NotInArticlesError
        if not text or not draft.cited:
            if failure is None and draft.refused:
                raise NotInArticlesError
            notice = words.model_uncited
            if failure:
                reason = self._reason(failure, query.answer_language)
                notice = words.model_failed.format(reason=reason)
            raise NotWrittenError(notice)
        notices = []
        if failure:
            notices.append(
                words.model_cut_off.format(reason=self._reason(failure, query.answer_language))
            )
        if family(detect_language(text)) != family(query.answer_language):
            notices.append(words.model_language)
        return self._checked(query, text, passages, draft.cited, notices, today)

    def _checked(
        self,
        query: Query,
        text: str,
        passages: Sequence[Passage],
        cited: Sequence[Passage],
        notices: list[str],
        today: date,
    ) -> Answer:
        words = messages(query.answer_language).answer
        checked = check(text, cited, query.index, language=query.answer_language, today=today)
        if checked.replaced:
            notices.append(words.model_corrected.format(count=checked.replaced))
        if not any(sentence.verified for sentence in checked.sentences):
            notices.append(words.model_unverified)
        return Answer(
            text=checked.text,
            answered=True,
            kind=_kind(checked.text, query, passages),
            language=query.answer_language,
            mode="generative",
            citations=checked.citations,
            passages=tuple(passages),
            sentences=checked.sentences,
            notice=("" if is_chinese(query.answer_language) else " ").join(notices) or None,
        )

    def _reason(self, failure: Exception, language: Language) -> str:
        reasons = messages(language).answer.reasons
        if isinstance(failure, TimeoutError):
            return reasons["timeout"].format(seconds=self.settings.chat_timeout)
        if isinstance(failure, CutOffError):
            length = "length" in (failure.reason or "") or "max" in (failure.reason or "").lower()
            return reasons["length" if length else "cut_off"]
        if isinstance(failure, RunawayError):
            return reasons["noise" if failure.noise else "runaway"]
        status = status_of(failure)
        return reasons["status"].format(status=status) if status else type(failure).__name__

    @cached_property
    def _count(self) -> Callable[[str], int]:
        return prompt_counter(self.settings.chat_model or "")


def _kind(text: str, query: Query, passages: Sequence[Passage]) -> Kind:
    if Subject.of(query).is_news(passages):
        return "news"
    return "list" if len(_ITEM.findall(text)) >= _FEWEST_ITEMS else "answer"


def _usable(draft: Draft, failure: Exception | None) -> str:
    """The text of a whole reply; of one that broke off, what can stand by itself."""
    if failure is None:
        return draft.text.strip() if _has_words(draft.text) else ""
    if isinstance(failure, RunawayError) and failure.noise:
        return ""
    draft.finish()
    text = whole_sentences(draft.text)
    return text if _has_words(text) else ""


def _has_words(text: str) -> bool:
    """Whether anything stands beside the markers."""
    return any(character.isalnum() for character in MARKER.sub("", text))
