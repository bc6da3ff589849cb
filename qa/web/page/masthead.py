"""The page's header and the words of its inputs, in the language at hand."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from qa.errors import QAError
from qa.messages.catalogue import LANGUAGE_NAMES, explained, messages
from qa.messages.wording import counted, day
from qa.settings import Settings
from qa.text.language import Language
from qa.web.backend import Backend

Choices = list[tuple[str, str]]


def masthead(backend: Backend, settings: Settings, language: Language) -> str:
    """The header as HTML: name, what it does, what it covers and how it answers."""
    words = messages(language).page
    return (
        f'<div lang="{language}" id="qa-lang"><h1>News QA</h1>'
        f'<p class="qa-tagline">{escape(words.tagline)}</p>'
        f'<p class="qa-status">{escape(_status_line(backend, settings, language))}</p></div>'
    )


def _status_line(backend: Backend, settings: Settings, language: Language) -> str:
    words = messages(language).page
    mode = (
        words.mode_generative.format(model=settings.chat_model)
        if settings.chat_model
        else words.mode_extractive
    )
    try:
        status = backend.service().status()
    except QAError as error:
        return explained(error, language).message
    covered = counted(words.articles, status.articles, language)
    if status.published_from and status.published_to:
        covered = words.coverage.format(
            articles=covered,
            first=day(status.published_from, language),
            last=day(status.published_to, language),
        )
    return f"{covered} · {mode}"


def filter_choices(backend: Backend, language: Language) -> tuple[Choices, Choices, Choices]:
    """What can be chosen for category, source and language; the first of each is "all"."""
    words = messages(language).page
    everything = (words.everything, "")
    language_names: dict[str, str] = {"other": words.other_languages}
    language_names.update((name, own) for name, own in LANGUAGE_NAMES.items())
    try:
        status = backend.service().status()
    except QAError:
        return [everything], [everything], [everything]

    def choices(values: dict[str, int], names: Mapping[str, str] | None = None) -> Choices:
        named = [(f"{(names or {}).get(v, v)} ({n:,})", v) for v, n in values.items()]
        return [everything, *named]

    return (
        choices(status.categories),
        choices(status.sources),
        choices(status.languages, language_names),
    )
