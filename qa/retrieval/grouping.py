"""Results for a reader: copies of one story behind one of them, and no article fills the page.

Which articles are copies of one another: ``qa.index.copies``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from qa.index.copies import LEAST_ALIKE, day_number, same_story
from qa.index.signature import compare, resemblance
from qa.retrieval.passage import Copy, Passage

PER_ARTICLE: Final = 3
_DECENT: Final = 0.5


def group(ranked: Sequence[Passage], signatures: Mapping[str, bytes]) -> list[Passage]:
    """Fold near-duplicate articles behind the one with the best passage.

    Args:
        ranked: passages, best first.
        signatures: article id to ``qa.index.signature.signature``; an article without one is
            nobody's copy.

    Returns:
        The passages of the articles that stay, in the order they had; each names in ``copies``
        the articles folded behind its own. Every article is either shown or behind exactly one
        that is. Passages that were grouped before keep their copies.
    """
    leads: dict[str, Passage] = {}
    for passage in ranked:
        leads.setdefault(passage.article_id, passage)
    behind = _copies(list(leads.values()), signatures)
    copies: dict[str, dict[str, Copy]] = {}
    for copied, shown in behind.items():
        lead = leads[copied]
        listed = copies.setdefault(shown, {one.article_id: one for one in leads[shown].copies})
        listed[copied] = _copy(lead)
        listed |= {one.article_id: one for one in lead.copies}
    return [
        passage.model_copy(update={"copies": tuple(copies[passage.article_id].values())})
        if passage.article_id in copies
        else passage
        for passage in ranked
        if passage.article_id not in behind
    ]


def spread(ranked: Sequence[Passage], k: int, *, per_article: int = PER_ARTICLE) -> list[Passage]:
    """The first ``k`` passages, spread over articles.

    An article's passages after its first ``per_article`` wait behind those of other articles
    that score at least half as much; otherwise the order stays. So the best passage stays
    first, and nothing is left out while fewer than ``k`` are found. Passages that overlap count
    like others: neighbours share less than a fifth of their text.

    Args:
        ranked: passages, best first.
        k: how many are wanted.
    """
    taken: list[Passage] = []
    waiting: list[Passage] = []
    shown = Counter[str]()
    for passage in ranked:
        while waiting and passage.score < _DECENT * waiting[0].score:
            taken.append(waiting.pop(0))
        shown[passage.article_id] += 1
        (taken if shown[passage.article_id] <= per_article else waiting).append(passage)
    return [*taken, *waiting][:k]


def _copies(leads: Sequence[Passage], signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Of articles, one passage each and best first: which is folded behind which."""
    known = _alike([lead for lead in leads if lead.article_id in signatures], signatures)
    if not known:
        return {}
    same = same_story(
        compare([signatures[lead.article_id] for lead in known]),
        np.array([day_number(lead.published) for lead in known], np.float64),
    )
    shown: list[int] = []
    behind: dict[str, str] = {}
    for place, lead in enumerate(known):
        if original := [one for one in shown if same[one, place]]:
            behind[lead.article_id] = known[original[0]].article_id
        else:
            shown.append(place)
    return behind


def _alike(leads: Sequence[Passage], signatures: Mapping[str, bytes]) -> list[Passage]:
    """Those that resemble another one enough to be looked at closely; mostly there are none."""
    alike = resemblance([signatures[lead.article_id] for lead in leads])
    np.fill_diagonal(alike, 0)
    most = alike.max(axis=1, initial=0) >= LEAST_ALIKE
    return [lead for lead, near in zip(leads, most, strict=True) if near]


def _copy(passage: Passage) -> Copy:
    return Copy.model_validate(passage, from_attributes=True)
