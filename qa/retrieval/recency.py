"""Questions about the newest state of things prefer the newest of the articles that answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from qa.retrieval.passage import Passage
from qa.retrieval.relevance import RELEVANT

# What an old article loses of its score at most, and after how many days half of that.
_LOSS = 0.4
_HALF_LIFE = 14.0


def prefer_recent(ranked: Sequence[Passage]) -> list[Passage]:
    """The passages with older ones scored down, best first.

    Age counts from the newest article that is relevant; a passage without a date loses all
    that can be lost. Nothing is scored up, so what was irrelevant stays so.
    """
    days = {passage: _day(passage) for passage in ranked}
    relevant = [day for passage, day in days.items() if day and passage.score >= RELEVANT]
    if not relevant:
        return list(ranked)
    newest = max(relevant)

    def aged(passage: Passage) -> Passage:
        day = days[passage]
        left = 0.5 ** (max(0, newest - day) / _HALF_LIFE) if day else 0.0
        score = round(passage.score * (1.0 - _LOSS * (1.0 - left)), 4)
        return passage.model_copy(update={"score": score})

    return sorted(map(aged, ranked), key=lambda passage: -passage.score)


def _day(passage: Passage) -> int | None:
    """The local day of publication, as a number."""
    return date.fromisoformat(passage.published[:10]).toordinal() if passage.published else None
