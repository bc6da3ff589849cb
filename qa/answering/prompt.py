"""The prompt: rules, the conversation, the numbered passages behind a fence, the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answering.answer import Turn
from qa.answering.claims import MARKER
from qa.messages.catalogue import messages
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.prompt_values import PromptValue

_PROMPTS = Path(__file__).resolve().parent / "prompts"
_TURNS = 4
# Of an earlier answer, what a follow-up may lean on.
LONGEST_ANSWER = 600  # characters
# Tokens that are left for the answer.
_ANSWER_TOKENS = 1024


def prompt_of(
    query: Query, passages: Sequence[Passage], history: Sequence[Turn], today: date
) -> PromptValue:
    """What the model is asked. Article text goes to the reader's side, not to the rules."""
    from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

    template = ChatPromptTemplate.from_messages(
        [
            ("system", _text("system.md")),
            MessagesPlaceholder("history"),
            ("human", _text("question.md")),
        ]
    )
    numbered = "\n\n".join(fenced(n, p) for n, p in enumerate(passages, start=1))
    return template.invoke(
        {
            "today": today.isoformat(),
            "language": messages(query.answer_language).answer.language_name,
            "passages": numbered,
            "history": _messages(history),
            "question": _unfenced(query.text),
        }
    )


def fitting(
    query: Query,
    passages: Sequence[Passage],
    history: Sequence[Turn],
    tokens: int,
    count: Callable[[str], int],
) -> list[Passage]:
    """The best passages that fit into a context of so many tokens, at least one."""
    said = "".join(f"{turn.question}{earlier_answer(turn)}" for turn in history[-_TURNS:])
    room = tokens - _ANSWER_TOKENS
    room -= count(_text("system.md") + _text("question.md") + said + query.text)
    fitting: list[Passage] = []
    for number, passage in enumerate(passages, start=1):
        room -= count(fenced(number, passage))
        if room < 0 and fitting:
            break
        fitting.append(passage)
    return fitting


def fenced(number: int, passage: Passage) -> str:
    """A passage as the model sees it; without tags of its own, so it cannot close the fence."""
    published = f", {passage.published[:10]}" if passage.published else ""
    title = " ".join(passage.title.split())
    text = _unfenced(f"[{number}] {title}{published}\n{passage.text}")
    return f"<passage>\n{text}\n</passage>"


def _unfenced(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def _messages(history: Sequence[Turn]) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage

    messages: list[BaseMessage] = []
    for turn in history[-_TURNS:]:
        messages += [HumanMessage(turn.question), AIMessage(earlier_answer(turn))]
    return messages


def earlier_answer(turn: Turn) -> str:
    """What the model is told of an answer: its numbers are not those of these passages."""
    return MARKER.sub("", turn.answer)[:LONGEST_ANSWER]


@cache
def _text(name: str) -> str:
    return (_PROMPTS / name).read_text("utf-8").strip()
