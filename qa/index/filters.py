"""Filters: which articles a question may be answered from."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from qa.errors import FilterError
from qa.text.folding import well_formed
from qa.text.language import TextLanguage


class Filters(BaseModel):
    """Restrictions on articles; a field left None restricts nothing.

    Attributes:
        published_from, published_to: ISO 8601 dates or times, both inclusive; a bare date
            means that whole day in the article's own local time. Articles without a date
            are left out when either is set.
        category, source: compared without regard to case, script and width.
        language: ``en``, ``zh-Hant``, ``zh-Hans`` or ``other``; ``zh`` means both Chinese ones.

    Raises:
        FilterError: a date or a language that cannot be understood, or from after to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    published_from: str | None = None
    published_to: str | None = None
    category: str | None = None
    source: str | None = None
    language: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _normalise(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        unknown = set(data) - set(cls.model_fields)
        if unknown:
            raise FilterError(
                f"unknown filter: {', '.join(sorted(map(str, unknown)))}",
                f"filters are {', '.join(cls.model_fields)}",
            )
        return {name: _text(name, value) for name, value in data.items()}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.language not in (None, "en", "zh", "zh-Hant", "zh-Hans", "other"):
            raise FilterError(
                f"filter language: {self.language!r} is not a language here",
                "use en, zh-Hant, zh-Hans, zh or other",
                key="filter_language",
                value=self.language,
            )
        low, high = self.bounds()
        if low and high and low > high:
            raise FilterError(
                f"filter published_from {self.published_from} is after "
                f"published_to {self.published_to}",
                "swap the two",
                key="filter_reversed",
                first=self.published_from,
                last=self.published_to,
            )
        return self

    def bounds(self) -> tuple[str | None, str | None]:
        """Both ends as local times ``YYYY-MM-DDTHH:MM:SS``, or None where open."""
        return (
            _bound("published_from", self.published_from, time.min),
            _bound("published_to", self.published_to, time(23, 59, 59)),
        )

    def languages(self) -> tuple[TextLanguage, ...]:
        """The languages let through; empty where the filter is open."""
        if self.language == "zh":
            return ("zh-Hant", "zh-Hans")
        return (self.language,) if self.language else ()  # type: ignore[return-value]

    def __bool__(self) -> bool:
        return any(value is not None for value in self.model_dump().values())


def check_filters(filters: object) -> None:
    """Refuse what is neither filters nor None.

    Raises:
        FilterError: it is something else, such as a dict.
    """
    if not isinstance(filters, Filters | None):
        raise FilterError(
            f"filters: expected Filters, got {type(filters).__name__}",
            "write qa.Filters(language='en')",
        )


def _text(name: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return well_formed(value or "").strip() or None
    if isinstance(value, date):
        return value.isoformat()
    raise FilterError(f"filter {name}: expected text, got {type(value).__name__}")


def _bound(name: str, value: str | None, default_time: time) -> str | None:
    if value is None:
        return None
    try:
        if "W" in value.upper():  # a week of ISO 8601: only its Monday would be meant
            raise ValueError(value)
        if len(value) <= 10:
            moment = datetime.combine(date.fromisoformat(value), default_time)
        else:
            moment = datetime.fromisoformat(value)
    except ValueError:
        raise FilterError(
            f"filter {name}: {value!r} is not a date",
            "write it as 2023-03-21",
            key="filter_no_date",
            value=value,
        ) from None
    if moment.tzinfo:
        raise FilterError(
            f"filter {name}: {value!r} has a time zone",
            "dates are compared in each article's own local time: leave the zone out",
            key="filter_time_zone",
            value=value,
        )
    return moment.replace(microsecond=0).isoformat()
