"""Dates, counts, headlines and lists as a language writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date

from qa.messages.catalogue import messages
from qa.text.language import Language

_LOCALES: dict[Language, str] = {"en": "en_GB", "zh-Hant": "zh_Hant", "zh-Hans": "zh_Hans"}


@cache
def _locale(language: Language) -> Locale:
    return Locale.parse(_LOCALES[language])


def day(moment: str, language: Language) -> str:
    """An ISO 8601 moment as a day: ``21 March 2023`` or ``2023年3月21日``."""
    return format_date(date.fromisoformat(moment[:10]), "long", _locale(language))


def counted(forms: Mapping[str, str], count: int, language: Language, **more: str) -> str:
    """The plural form for a count, filled in; ``forms`` by plural category (see ``Forms``)."""
    form = forms[_locale(language).plural_form(count)]
    return form.format(count=f"{count:,}", **more)


def titled(title: str, published: str | None, language: Language) -> str:
    """An article's headline in quotes, with its day where it has one."""
    words = messages(language).answer
    quoted = f"{words.quote_open}{title}{words.quote_close}"
    if not published:
        return quoted
    return words.dated.format(title=quoted, date=day(published, language))


def joined(parts: Sequence[str], language: Language) -> str:
    """Parts as one sentence."""
    words = messages(language).answer
    return words.separator.join(parts) + words.full_stop
