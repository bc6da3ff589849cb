"""Results for a reader: copies of one story behind one of them, and no article fills the page.

Outlets print the same agency story, shortened, with a paragraph more, under headlines of their
own. Those are copies; another report of the same event is not, and neither is the next issue of
a templated story.

The lines below were drawn by reading some 300 pairs out of 68,221 Chinese news articles of 2023
(CRUD-RAG), and hold for 2,225 English ones of the BBC. Pairs that resemble each other by 0.6
or more are one text, edited; at 0.4 to 0.5 most are two texts about one event, unless one is
almost contained in the other. Among the 15,660 pairs that alike are 1,506 of daily market
reports and the like. The numbers part all but 40 of these, the dates 19 more; of the other
14,154 pairs they part 203 and 181.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.index.signature import Likeness, compare, resemblance
from qa.retrieval.passage import Copy, Passage

# Estimated shares of shingles, see ``qa.index.signature.Likeness``.
_SAME_TEXT: Final = 0.6
_CUT_TEXT: Final = 0.4
_CUT_CONTAINED: Final = 0.85
_SAME_BEYOND_DOUBT: Final = 0.8
# Below, two flashes share most words by form alone, and one number is all the news.
_LONG_SHINGLES: Final = 100
# Datelines and switchboard numbers differ between copies, and some figures are corrected.
_STRAY_NUMBERS: Final = 2
_STRAY_SHARE: Final = 0.1
# Later, the same words are mostly a follow-up: announced and on sale, expelled and indicted.
_DAYS: Final = 3

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
    same = _same_story(
        compare([signatures[lead.article_id] for lead in known]),
        np.array([lead.day.toordinal() if lead.day else np.nan for lead in known], np.float64),
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
    most = alike.max(axis=1, initial=0) >= min(_CUT_TEXT, _SAME_TEXT, _SAME_BEYOND_DOUBT)
    return [lead for lead, near in zip(leads, most, strict=True) if near]


def _same_story(likeness: Likeness, days: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of n articles tell one story in nearly the same words, shape ``(n, n)``.

    Args:
        likeness: of the n articles.
        days: day of publication as a number, (n,); NaN where it is not known.
    """
    alike, contained = likeness.resemblance, likeness.containment
    long = likeness.shingles >= _LONG_SHINGLES
    surely = alike >= _SAME_BEYOND_DOUBT
    cut = (alike >= _CUT_TEXT) & (contained >= _CUT_CONTAINED)
    same_text = surely | (long & ((alike >= _SAME_TEXT) | cut))
    stray = np.maximum(_STRAY_NUMBERS * long, _STRAY_SHARE * likeness.numbers)
    same_numbers = likeness.conflicts <= stray
    later = np.abs(days - days[:, None]) > _DAYS  # False where a day is not known
    unchanged = surely & (likeness.conflicts == 0)
    same: NDArray[np.bool_] = same_text & same_numbers & (~later | unchanged)
    return same


def _copy(passage: Passage) -> Copy:
    return Copy(
        article_id=passage.article_id,
        title=passage.title,
        source=passage.source,
        published=passage.published,
        url=passage.url,
    )
