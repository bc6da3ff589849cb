"""One question on the page, from asking to the finished message, as a series of frames."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from qa.answering.answer import Finished, PassagesFound, Turn
from qa.errors import QAError
from qa.index.filters import Filters
from qa.messages.catalogue import explained, messages, unexpected
from qa.messages.wording import counted
from qa.retrieval.passage import Passage
from qa.text.language import Language
from qa.web.backend import Backend
from qa.web.metrics import Metrics
from qa.web.page import rendering

log = logging.getLogger(__name__)

# Each frame is drawn anew in the browser; more than this a second is only work.
_SECONDS_BETWEEN_FRAMES = 0.06


class Message(TypedDict):
    """A message of the chat, as Gradio takes it: Markdown that is safe to show."""

    role: str
    content: str


@dataclass(frozen=True)
class Frame:
    """The conversation at one moment.

    Attributes:
        messages: what the chat shows.
        turns: what the next question is understood by; grows when an answer is finished.
        running: whether more frames follow.
        root: number of the state that the visitor last set by hand (stopped, or started over).
    """

    messages: tuple[Message, ...] = ()
    turns: tuple[Turn, ...] = ()
    running: bool = False
    root: int = 0

    def since(self, root: Frame) -> Frame:
        """This frame, or ``root`` where it belongs to an answer that was cut off before.

        An answer that is cut off may still leave one more frame behind it.
        """
        return self if self.root == root.root else root

    def stopped(self, note: str) -> Frame:
        """The root of what comes after this answer was stopped: its text and a note."""
        root = replace(self, running=False, root=self.root + 1)
        if not (self.running and self.messages):
            return root
        *before, last = self.messages
        root = replace(root, messages=tuple(before))
        return root.saying(f"{last['content']}\n\n{rendering.note(note)}")

    def asked(self, question: str) -> Frame:
        """With the question added."""
        message = Message(role="user", content=rendering.plain_markdown(question))
        return replace(self, messages=(*self.messages, message), running=True)

    def saying(self, markdown: str) -> Frame:
        """With the assistant's message set to ``markdown``, which must be safe."""
        message = Message(role="assistant", content=markdown)
        return replace(self, messages=(*self.messages, message))


def converse(
    backend: Backend,
    metrics: Metrics,
    before: Frame,
    question: str,
    filters: dict[str, str | None],
    language: Language,
) -> Iterator[Frame]:
    """Ask one question; the last frame has ``running`` False, whatever happened.

    Args:
        before: the conversation so far.
        filters: fields of ``Filters`` as the page's inputs give them, unchecked.
        language: of the page, for the words that are not part of an answer.
    """
    texts = messages(language).page
    asked = before.asked(question)
    yield asked.saying(f'<span class="qa-progress">{texts.searching}</span>')
    try:
        yield from _answering(backend, metrics, asked, question, Filters(**filters), language)
    except QAError as error:
        yield replace(asked.saying(rendering.notice(explained(error, language))), running=False)
    except Exception:  # a visitor gets a calm line, the log gets the traceback
        log.exception("a question on the page failed")
        said = rendering.notice(unexpected(language))
        yield replace(asked.saying(said), running=False)


def _reading(passages: Sequence[Passage], language: Language) -> str:
    words = messages(language).page
    articles = len({passage.article_id for passage in passages})
    return words.reading.format(
        passages=counted(words.passages, len(passages), language),
        articles=counted(words.articles, articles, language),
    )


def _answering(
    backend: Backend,
    metrics: Metrics,
    asked: Frame,
    question: str,
    filters: Filters,
    language: Language,
) -> Iterator[Frame]:
    text, drawn = "", 0.0
    service = backend.service()
    for event in service.stream(question, history=asked.turns, filters=filters or None):
        if isinstance(event, Finished):
            metrics.count_answer(event.answer, "page")
            turn = Turn(question=question, answer=event.answer.text)
            said = asked.saying(rendering.answer_markdown(event.answer))
            yield replace(said, turns=(*asked.turns, turn), running=False)
        elif isinstance(event, PassagesFound):
            reading = _reading(event.passages, language)
            yield asked.saying(f'<span class="qa-progress">{reading}</span>')
        else:
            text += event.text
            if time.monotonic() - drawn >= _SECONDS_BETWEEN_FRAMES:
                drawn = time.monotonic()
                yield asked.saying(rendering.partial_markdown(text))
