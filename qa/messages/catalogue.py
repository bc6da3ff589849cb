"""The messages of each language, from the files in this folder."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from qa.errors import QAError
from qa.messages.model import ErrorMessage, Messages
from qa.text.language import Language

# Each language by its own name, in the order in which the page offers them.
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh-Hant": "繁體", "zh-Hans": "简体"}

_TRADITIONAL_TAGS = re.compile(r"zh-(hant|tw|hk|mo)\b", re.IGNORECASE)


@cache
def messages(language: Language) -> Messages:
    """The messages of a language."""
    file = Path(__file__).with_name(f"{language}.toml")
    return Messages.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def explained(error: QAError, language: Language) -> ErrorMessage:
    """An error in words for readers, where ``str(error)`` is for whoever runs the product."""
    known = messages(language).errors
    said = known.get(error.key) or known.get(error.code) or known["error"]
    return ErrorMessage(
        message=said.message.format(**error.parameters), hint=said.hint.format(**error.parameters)
    )


def unexpected(language: Language) -> ErrorMessage:
    """What a reader is told of a fault of our own."""
    return messages(language).errors["internal_error"]


def accepted_language(accept_language: str) -> Language:
    """The language for a browser's ``Accept-Language``; English where it names none of ours."""
    for tag in accept_language.split(","):
        name = tag.partition(";")[0].strip().lower()
        if name.startswith("en"):
            return "en"
        if name.startswith("zh"):
            return "zh-Hant" if _TRADITIONAL_TAGS.match(name) else "zh-Hans"
    return "en"
