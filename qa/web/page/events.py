"""What happens when the page is used. Imports Gradio: import it late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from qa.errors import QuestionError
from qa.messages.catalogue import (
    LANGUAGE_NAMES,
    accepted_language,
    explained,
    messages,
)
from qa.settings import Settings
from qa.text.language import Language
from qa.web.backend import Backend
from qa.web.metrics import Metrics
from qa.web.page import rendering
from qa.web.page.conversation import Frame, converse
from qa.web.page.layout import Parts
from qa.web.page.masthead import filter_choices, masthead

FILTER_FIELDS = ("published_from", "published_to", "category", "source", "language")

# Component to its new value or properties, as Gradio takes them from an event's function.
Updates = dict[Any, Any]


@dataclass(frozen=True)
class Events:
    """The functions behind the page's events."""

    backend: Backend
    metrics: Metrics
    settings: Settings
    parts: Parts

    def connect(self, page: gr.Blocks) -> None:
        """Tie the functions to the components."""
        parts = self.parts
        shown = [parts.chat, parts.question, parts.notice]
        answering = [*shown, parts.frame]
        by_hand = [*shown, parts.root]
        context = [parts.frame, parts.root, parts.language, *parts.filters]
        worded = [
            parts.language,
            parts.language_choice,
            parts.header,
            parts.new,
            parts.chat,
            parts.question,
            parts.filter_box,
            *parts.filters,
        ]
        slow: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        quick = {**slow, "queue": False}
        asking: list[dict[str, Any]] = [
            parts.question.submit(self.ask, [parts.question, *context], answering, **slow),
            parts.chat.example_select(self.ask_example, context, answering, **slow),
        ]
        # In two steps: first the browser lets go of the answer, then the page is set.
        cut_off: dict[str, Any] = {"fn": None, "cancels": asking, **quick}
        parts.question.stop(**cut_off).then(self.stop, context[:3], by_hand, **quick)
        parts.new.click(**cut_off).then(self.start_over, parts.root, by_hand, **quick)
        page.load(self.greet, parts.chosen_language, worded, **quick)
        choice = parts.language_choice
        choice.input(self.speak, [choice, *parts.filters], worded, **quick)
        choice.input(lambda language: language, choice, parts.chosen_language, **quick)
        gr.on(
            [filter_.change for filter_ in parts.filters],
            self.count_filters,
            [parts.language, *parts.filters],
            parts.filter_box,
            **quick,
        )

    def ask(
        self, question: str, frame: Frame, root: Frame, language: Language, *filters: str | None
    ) -> Iterator[Updates]:
        """Ask what was typed; frames of the conversation as they come."""
        parts = self.parts
        if not question.strip():
            empty = QuestionError("the question is empty", key="question_empty")
            yield {parts.notice: rendering.notice(explained(empty, language))}
            return
        chosen = {name: value or None for name, value in zip(FILTER_FIELDS, filters, strict=True)}
        before = frame.since(root)
        typed: dict[str, Any] = {"value": ""}
        for step in converse(
            self.backend, self.metrics, before, question.strip(), chosen, language
        ):
            yield {**self._show(step, **typed), parts.frame: step}
            typed = {}  # what is typed while the answer is written stays

    def ask_example(
        self,
        event: gr.SelectData,
        frame: Frame,
        root: Frame,
        language: Language,
        *filters: str | None,
    ) -> Iterator[Updates]:
        """Ask the example question that was clicked."""
        yield from self.ask(str(event.value["text"]), frame, root, language, *filters)

    def stop(self, frame: Frame, root: Frame, language: Language) -> Updates:
        """Leave the answer as far as it is written."""
        stopped = frame.since(root).stopped(messages(language).page.stopped)
        return {**self._show(stopped), self.parts.root: stopped}

    def start_over(self, root: Frame) -> Updates:
        """Begin a new conversation."""
        empty = Frame(root=root.root + 1)
        return {**self._show(empty), self.parts.root: empty}

    def _show(self, frame: Frame, **question: Any) -> Updates:
        buttons: dict[str, Any] = {"submit_btn": not frame.running, "stop_btn": frame.running}
        return {
            self.parts.chat: list(frame.messages),
            self.parts.question: gr.update(**buttons, **question),
            self.parts.notice: "",
        }

    def greet(self, chosen: str, request: gr.Request) -> Updates:
        """Speak the language this browser chose before, or else the one it asks for."""
        asked_for = accepted_language(request.headers.get("accept-language", ""))
        return self.speak(chosen if chosen in LANGUAGE_NAMES else asked_for)

    def speak(self, language: Any, *filters: str | None) -> Updates:
        """All words of the page in ``language``, and the choices of the filters."""
        parts, words = self.parts, messages(language).page
        box = parts.filters
        categories, sources, languages = filter_choices(self.backend, language)
        return {
            parts.language: language,
            parts.language_choice: gr.update(value=language, label=words.page_language),
            parts.header: masthead(self.backend, self.settings, language),
            parts.new: gr.update(value=words.new_conversation),
            parts.chat: gr.update(placeholder=words.examples),
            parts.question: gr.update(label=words.ask_label, placeholder=words.ask_placeholder),
            parts.filter_box: self.count_filters(language, *filters),
            box[0]: gr.update(label=words.published_from),
            box[1]: gr.update(label=words.published_to),
            box[2]: gr.update(label=words.category, choices=categories),
            box[3]: gr.update(label=words.source, choices=sources),
            box[4]: gr.update(label=words.language, choices=languages),
        }

    def count_filters(self, language: Language, *filters: str | None) -> Any:
        """The label of the filters' box: how many are set, seen also when it is closed."""
        count = sum(bool(value) for value in filters)
        words = messages(language).page
        label = words.filters_active.format(count=count) if count else words.filters
        return gr.update(label=label)
