"""Questions about the newest state of things prefer the newest of the articles that answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from qa.retrieval.passage import Passage
from qa.retrieval.relevance import RELEVANT

# What an old article loses of its score at most, and after how many days half of that.
_LOSS = 0.4
_HALF_LIFE = 14.0
# Of the best score: less does not answer as well, and its date says nothing.
_AS_GOOD = 0.5
# Somewhere it is tomorrow already; what is dated later is dated wrongly.
_AHEAD = timedelta(days=1)


def prefer_recent(ranked: Sequence[Passage], today: date) -> list[Passage]:
    """The passages with older ones scored down, best first.

    Age counts from the newest that answers half as well as the best, and at the latest from
    ``today``; a passage without a date loses all that can be lost. Nothing is scored up, so
    what was irrelevant stays so; and what was relevant stays so, for its age makes it no less.
    """
    days = {passage: _day(passage, today) for passage in ranked}
    least = _AS_GOOD * max((passage.score for passage in ranked), default=0.0)
    good = [day for passage, day in days.items() if day and passage.score >= least]
    if not good:
        return list(ranked)
    newest = min(max(good), today)

    def aged(passage: Passage) -> Passage:
        day = days[passage]
        left = 0.5 ** (max(0, (newest - day).days) / _HALF_LIFE) if day else 0.0
        score = passage.score * (1.0 - _LOSS * (1.0 - left))
        kept = max(score, RELEVANT) if passage.score >= RELEVANT else score
        return passage.model_copy(update={"score": round(kept, 4)})

    # Those that age would take below the line stand on it, in the order that they had.
    return sorted(map(aged, ranked), key=lambda passage: -passage.score)


def _day(passage: Passage, today: date) -> date | None:
    return passage.day if passage.day and passage.day - today <= _AHEAD else None
