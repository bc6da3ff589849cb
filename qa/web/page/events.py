"""What happens when the page is used. Imports Gradio: import it late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from qa.settings import Settings
from qa.text.language import Language
from qa.web.backend import Backend
from qa.web.metrics import Metrics
from qa.web.page import rendering
from qa.web.page.conversation import Frame, converse
from qa.web.page.layout import Parts
from qa.web.page.masthead import filter_choices, masthead
from qa.web.page.texts import TEXTS, page_language

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
        conversation = [parts.chat, parts.frame, parts.question, parts.notice]
        context = [parts.frame, parts.language, *parts.filters]
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
            parts.question.submit(self.ask, [parts.question, *context], conversation, **slow),
            parts.chat.example_select(self.ask_example, context, conversation, **slow),
        ]
        parts.question.stop(self.stop, context[:2], conversation, cancels=asking, **quick)
        parts.new.click(self.start_over, None, conversation, cancels=asking, **quick)
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
        self, question: str, frame: Frame, language: Language, *filters: str | None
    ) -> Iterator[Updates]:
        """Ask what was typed; frames of the conversation as they come."""
        parts, words = self.parts, TEXTS[language]
        if not question.strip():
            note = rendering.note(words.empty_question, words.empty_question_hint)
            yield {parts.notice: note}
            return
        # A question that follows one that was stopped half-way starts from what is shown.
        chosen = {name: value or None for name, value in zip(FILTER_FIELDS, filters, strict=True)}
        cleared = False
        for step in converse(self.backend, self.metrics, frame, question.strip(), chosen, language):
            box: dict[str, Any] = {"submit_btn": not step.running, "stop_btn": step.running}
            if not cleared:
                box["value"], cleared = "", True
            yield {
                parts.chat: list(step.messages),
                parts.frame: step,
                parts.question: gr.update(**box),
                parts.notice: "",
            }

    def ask_example(
        self, event: gr.SelectData, frame: Frame, language: Language, *filters: str | None
    ) -> Iterator[Updates]:
        """Ask the example question that was clicked."""
        yield from self.ask(str(event.value["text"]), frame, language, *filters)

    def stop(self, frame: Frame, language: Language) -> Updates:
        """Leave the answer as far as it is written."""
        stopped = replace(frame, running=False)
        if frame.running and frame.messages:
            said = frame.messages[-1]["content"]
            note = rendering.note(TEXTS[language].stopped)
            messages = frame.messages[:-1]
            stopped = replace(stopped, messages=messages).saying(f"{said}\n\n{note}")
        return self._show(stopped)

    def start_over(self) -> Updates:
        """Begin a new conversation."""
        return self._show(Frame())

    def _show(self, frame: Frame) -> Updates:
        return {
            self.parts.chat: list(frame.messages),
            self.parts.frame: frame,
            self.parts.question: gr.update(submit_btn=True, stop_btn=False),
            self.parts.notice: "",
        }

    def greet(self, chosen: str, request: gr.Request) -> Updates:
        """Speak the language this browser chose before, or else the one it asks for."""
        asked_for = page_language(request.headers.get("accept-language", ""))
        return self.speak(chosen if chosen in TEXTS else asked_for)

    def speak(self, language: Any, *filters: str | None) -> Updates:
        """All words of the page in ``language``, and the choices of the filters."""
        parts, words = self.parts, TEXTS[language]
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
        words = TEXTS[language]
        label = words.filters_active.format(count=count) if count else words.filters
        return gr.update(label=label)
