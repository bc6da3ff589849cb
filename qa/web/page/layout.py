"""What stands on the page. This module imports Gradio, which takes seconds: import it late."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from qa.messages.catalogue import LANGUAGE_NAMES, messages
from qa.web.page.conversation import Frame
from qa.web.page.examples import EXAMPLE_QUESTIONS


@dataclass(frozen=True)
class Parts:
    """The components of the page, by what they are for.

    Attributes:
        filters: inputs in the order of ``events.FILTER_FIELDS``.
        frame: the visitor's conversation, as the last answer left it.
        root: the conversation as the visitor last set it by hand; see ``Frame.since``.
        language: the page's language.
        chosen_language: the language this browser chose before, or "".
    """

    header: gr.HTML
    language_choice: gr.Radio
    new: gr.Button
    chat: gr.Chatbot
    filter_box: gr.Accordion
    filters: tuple[gr.Textbox, gr.Textbox, gr.Dropdown, gr.Dropdown, gr.Dropdown]
    question: gr.Textbox
    notice: gr.HTML
    frame: gr.State
    root: gr.State
    language: gr.State
    chosen_language: gr.BrowserState


def lay_out() -> Parts:
    """Make the components, inside an open ``gr.Blocks``; words are English until it loads."""
    words = messages("en").page
    with gr.Row(elem_id="qa-top"):
        header = gr.HTML("", elem_id="qa-header")
        language_choice = gr.Radio(
            [(name, code) for code, name in LANGUAGE_NAMES.items()],
            value="en",
            label=words.page_language,
            elem_id="qa-language",
        )
        new = gr.Button(words.new_conversation, size="sm", elem_id="qa-new")
    chat = gr.Chatbot(
        elem_id="qa-chat",
        label="News QA",
        show_label=False,
        container=False,
        layout="panel",
        autoscroll=False,  # the page's script keeps the question in view, not the end
        latex_delimiters=[],
        buttons=[],
        placeholder=words.examples,
        examples=[{"text": question} for question in EXAMPLE_QUESTIONS],
    )
    with gr.Column(elem_id="qa-composer"):
        filter_box, filters = _filters()
        question = gr.Textbox(
            label=words.ask_label,
            placeholder=words.ask_placeholder,
            elem_id="qa-question",
            max_lines=6,
            submit_btn=True,
            autofocus=True,
            container=False,
            show_label=False,
        )
        notice = gr.HTML("", elem_id="qa-notice")
    return Parts(
        header=header,
        language_choice=language_choice,
        new=new,
        chat=chat,
        filter_box=filter_box,
        filters=filters,
        question=question,
        notice=notice,
        frame=gr.State(Frame()),
        root=gr.State(Frame()),
        language=gr.State("en"),
        # The secret keeps nothing secret; a fixed one lets the choice outlive a restart.
        chosen_language=gr.BrowserState("", storage_key="qa-language", secret="news-qa"),  # noqa: S106
    )


def _filters() -> tuple[
    gr.Accordion, tuple[gr.Textbox, gr.Textbox, gr.Dropdown, gr.Dropdown, gr.Dropdown]
]:
    words = messages("en").page
    with gr.Accordion(words.filters, open=False, elem_id="qa-filters") as box, gr.Row():
        filters = (
            _date(words.published_from),
            _date(words.published_to),
            _choice(words.category),
            _choice(words.source),
            _choice(words.language),
        )
    return box, filters


def _date(label: str) -> gr.Textbox:
    # The page's script turns this into the browser's own date input.
    return gr.Textbox(
        label=label, placeholder="2023-03-21", max_lines=1, min_width=140, elem_classes=["qa-date"]
    )


def _choice(label: str) -> gr.Dropdown:
    return gr.Dropdown([(messages("en").page.everything, "")], value="", label=label, min_width=140)
