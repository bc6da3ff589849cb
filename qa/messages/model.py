"""What must be said in every language; a file that lacks a message, or has another, is refused."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


# By plural category of the language (CLDR): English has "one" and "other", Chinese "other".
Forms = dict[str, str]


class AnswerMessages(_Section):
    """The few sentences in answers that the product itself says; written into Markdown."""

    language_name: str
    quote_open: str
    quote_close: str
    dated: str
    attribution: str
    attribution_undated: str
    refusal: str
    understood: str
    nearest: str
    other_date: str
    coverage: Forms
    coverage_undated: Forms
    coverage_none: str
    greeting: str
    thanked: str
    introduced: str
    separator: str
    full_stop: str
    model_failed: str
    model_uncited: str
    model_cut_off: str
    model_corrected: str
    model_unverified: str
    model_language: str
    said_open: str
    said_close: str
    not_verified: str
    reasons: dict[str, str]


class PageMessages(_Section):
    """Every word of the page's own; its scripts get them as ``qaTexts``."""

    tagline: str
    articles: Forms
    passages: Forms
    coverage: str
    mode_extractive: str
    mode_generative: str
    ask_label: str
    ask_placeholder: str
    new_conversation: str
    examples: str
    filters: str
    filters_active: str
    published_from: str
    published_to: str
    category: str
    source: str
    language: str
    page_language: str
    everything: str
    other_languages: str
    understood: str
    sources: str
    nearest: str
    copies: Forms
    copies_title: str
    verified: str
    not_verified: str
    verified_title: str
    not_verified_title: str
    doubt_uncited: str
    doubt_number: str
    doubt_date: str
    doubt_name: str
    doubt_negation: str
    searching: str
    reading: str
    stopped: str
    article: str
    original: str
    close: str
    loading: str
    not_loaded: str
    not_reached: str
    quote: str
    send: str
    stop: str
    starting: str


class TerminalMessages(_Section):
    """What the command line adds to answers and passages."""

    nothing_found: str
    no_date: str
    also: str


class ErrorMessage(_Section):
    """What went wrong, in words for a reader, and what to do about it (may be empty)."""

    message: str
    hint: str = ""


class Messages(_Section):
    """All messages of one language; names in braces are filled in by ``str.format``.

    Attributes:
        errors: by ``QAError.key``.
    """

    answer: AnswerMessages
    page: PageMessages
    terminal: TerminalMessages
    errors: dict[str, ErrorMessage]
