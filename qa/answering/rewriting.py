"""Rewriting: a chat model makes a follow-up into a question that stands alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answering.answer import Turn
from qa.answering.claims import MARKER
from qa.answering.deadline import within
from qa.answering.prompt import earlier_answer
from qa.answering.replies import reply
from qa.answering.thinking import ThoughtFilter
from qa.messages.catalogue import messages
from qa.settings import Settings
from qa.text.language import Language, detect_language, is_chinese
from qa.text.terms import is_stop_word, query_terms, terms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.prompt_values import PromptValue

_log = logging.getLogger(__name__)
_PROMPT = Path(__file__).resolve().parent / "prompts" / "rewrite.md"
_TURNS = 4
_LONGEST = 300  # characters of a question
_RUNAWAY = 20_000
# The answer is still to come: nobody waits as long for its question.
_SECONDS = 10.0
# A question that is rewritten keeps what it says.
_KEPT = 1 / 3
_QUOTES = "\"'“”「」『』‘’`"


@dataclass(frozen=True)
class Rewriter:
    """Rewrites follow-ups with a chat model."""

    model: BaseChatModel
    settings: Settings

    def rewrite(self, question: str, history: Sequence[Turn], language: Language) -> str | None:
        """The question as it reads without the conversation; as it is where it stands alone.

        None where the model fails, is too slow, or writes something else than a question.
        """
        seconds = min(_SECONDS, self.settings.chat_timeout)
        try:
            prompt = _prompt_of(question, history, language)
            written = ""
            # Not tried again: where the model fails, the words of the conversation must do.
            with closing(within(seconds, reply(self.model, prompt, patience=0.0))) as pieces:
                for piece in pieces:
                    written += piece
                    if len(written) > _RUNAWAY:
                        return None
        # Providers raise errors of their own kinds; the question is understood in any case.
        except Exception as error:  # noqa: BLE001
            _log.warning("the chat model did not rewrite a follow-up: %s", error)
            return None
        return _useful(written, question, language)


def _useful(written: str, question: str, language: Language) -> str | None:
    """What the model wrote, if it is the question."""
    thoughts = ThoughtFilter()
    spoken = thoughts.feed(written) + thoughts.finish()
    text = spoken.strip().strip(_QUOTES).strip()
    one_line = bool(text) and "\n" not in text and len(text) <= _LONGEST + len(question)
    if not one_line or MARKER.search(text):
        return None
    if is_chinese(detect_language(text)) != is_chinese(language):
        return None
    content = [term for term in query_terms(question) if not is_stop_word(term)]
    kept = set(content) & set(terms(text))
    return text if len(kept) >= _KEPT * len(content) else None


def _prompt_of(question: str, history: Sequence[Turn], language: Language) -> PromptValue:
    from langchain_core.prompts import ChatPromptTemplate

    template = ChatPromptTemplate.from_messages(
        [("system", _rules()), ("human", "{conversation}\n\nNew question: {question}")]
    )
    said = [
        f"Question: {turn.question}\nAnswer: {earlier_answer(turn)}" for turn in history[-_TURNS:]
    ]
    return template.invoke(
        {
            "language": messages(language).answer.language_name,
            "conversation": "\n\n".join(said),
            "question": question,
        }
    )


@cache
def _rules() -> str:
    return _PROMPT.read_text("utf-8").strip()
