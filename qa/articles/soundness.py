"""What is wrong with a draft whatever file it is from: dates that cannot be, damaged text."""

from __future__ import annotations

from datetime import UTC, datetime

from qa.articles.identity import stated_moment
from qa.articles.model import ArticleDraft
from qa.articles.moments import impossible
from qa.text.mojibake import lost_characters, mended


def sound(draft: ArticleDraft, *, now: datetime | None = None) -> ArticleDraft:
    """The draft without impossible dates, wrongly decoded text mended, and notes on both.

    Args:
        now: after which a date is in the future; by default the clock's.
    """
    changes: dict[str, object] = {}
    notes: list[str] = []
    for name, moment in (("published", draft.published), ("updated", draft.updated)):
        stated = stated_moment(moment)
        if stated and (reason := _impossible(stated, now)):
            changes[name] = None
            notes.append(f"{name} {stated[:10]} {reason}: kept without it")
    for name, text in (("title", draft.title), ("body", draft.body)):
        better = mended(text)
        if better != text:
            changes[name] = better
            word = _first_change(text, better)
            notes.append(f"{name}: wrongly decoded text, such as {word}, is mended")
        if lost := lost_characters(better):
            notes.append(f"{name}: {lost} damaged {'character' if lost == 1 else 'characters'}")
    if not notes:
        return draft
    return draft.model_copy(update={**changes, "notes": (*draft.notes, *notes)})


def _impossible(stated: str, now: datetime | None) -> str | None:
    moment = datetime.fromisoformat(stated)
    return impossible(moment if moment.tzinfo else moment.replace(tzinfo=UTC), now=now)


def _first_change(before: str, after: str) -> str:
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    word = before.rfind(" ", 0, start) + 1
    start = max(word, start - 8)
    return f"{before[start : start + 12].strip()!r}"
