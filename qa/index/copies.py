"""Near-duplicates: which articles tell one story in nearly the same words, and links between them.

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

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.index.signature import PERMUTATIONS, Likeness, compare, minhashes
from qa.index.store import Store

# Estimated shares of shingles, see ``qa.index.signature.Likeness``.
_SAME_TEXT: Final = 0.6
_CUT_TEXT: Final = 0.4
_CUT_CONTAINED: Final = 0.85
_SAME_BEYOND_DOUBT: Final = 0.8
# Below, two texts are never copies.
LEAST_ALIKE: Final = min(_CUT_TEXT, _SAME_TEXT, _SAME_BEYOND_DOUBT)
# Below, two flashes share most words by form alone, and one number is all the news.
_LONG_SHINGLES: Final = 100
# Datelines and switchboard numbers differ between copies, and some figures are corrected.
_STRAY_NUMBERS: Final = 2
_STRAY_SHARE: Final = 0.1
# Later, the same words are mostly a follow-up: announced and on sale, expelled and indicted.
_DAYS: Final = 3

# Values of a signature that must be the same for two articles to be compared: of 64 bands of 4
# values, texts that are alike by 0.4 share one with probability 0.81, by 0.5 0.98, by 0.6 0.9999.
_BAND: Final = 4
_BANDS: Final = PERMUTATIONS // _BAND
_SLOT_BITS: Final = 17
# An article that thousands of notices equal is linked to some of them.
MOST_LINKS: Final = 20
_MOST_COMPARED: Final = 3 * MOST_LINKS
_META: Final = "copies"


def same_story(likeness: Likeness, days: NDArray[np.float64]) -> NDArray[np.bool_]:
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


def day_number(published: str | None) -> float:
    """The local day of publication as a number; NaN where it is not known."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:  # an index may hold what was no date before dates were checked
        return np.nan


class Links:
    """Links each article that is added to the near-duplicates that are in the store already.

    Locality-sensitive hashing over the signatures (Leskovec, Rajaraman and Ullman, "Mining of
    Massive Datasets", 3.4): for each band a table has the latest article by the band's values.
    What is found is compared closely, together with what it is linked to. Half a kilobyte of
    memory an article. One that writes uses it, inside its transactions.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids: list[str] = []
        self._held: set[str] = set()
        self._keys = np.empty((0, _BANDS), np.uint64)
        self._latest = np.full((_BANDS, 1 << _SLOT_BITS), -1, np.int32)
        self._bands = np.arange(_BANDS)
        held = store.all_signatures()
        if store.meta(_META) is None:  # an index of an earlier format has no links yet
            for article_id in held:
                self.link(store.articles([article_id])[article_id])
            store.set_meta(_META, "1")
        else:
            self._enter(list(held), _keys(list(held.values())))

    def link(self, article: Article) -> tuple[str, ...]:
        """Link an article that stands in the store; returns the ids of its near-duplicates."""
        keys = _keys([self._store.signatures([article.id])[article.id]])
        close = [each for each in self._close(article.id, keys[0]) if each != article.id]
        further = [other for each in close for other in self._store.copies(each)[:MOST_LINKS]]
        others = [each for each in dict.fromkeys([*close, *further]) if each != article.id]
        found = self._copies(article, others[:_MOST_COMPARED])
        self._store.set_copies(article.id, found)
        self._enter([article.id], keys)
        return found

    def _close(self, article_id: str, keys: NDArray[np.uint64]) -> list[str]:
        """Articles that share a band and resemble enough to be looked at closely."""
        if article_id in self._held:
            # In the table it stands before those that came earlier.
            rows = np.flatnonzero((self._keys[: len(self._ids)] == keys).any(axis=1))
        else:
            latest = self._latest[self._bands, _slots(keys)]
            latest = latest[latest >= 0]
            rows = np.unique(latest[(self._keys[latest] == keys).any(axis=1)]).astype(np.intp)
        if not len(rows):
            return []
        own = keys.view(np.uint16)
        alike = (self._keys[rows].view(np.uint16) == own).mean(axis=1)
        return [self._ids[row] for row in rows[alike >= LEAST_ALIKE][-_MOST_COMPARED:]]

    def _copies(self, article: Article, others: Sequence[str]) -> tuple[str, ...]:
        held = self._store.articles(others)
        if not held:
            return ()
        articles = [article, *held.values()]
        signatures = self._store.signatures([each.id for each in articles])
        likeness = compare([signatures[each.id] for each in articles])
        days = np.array([day_number(each.published) for each in articles], np.float64)
        same = same_story(likeness, days)[0]
        best = np.argsort(-likeness.resemblance[0], kind="stable")
        return tuple(articles[i].id for i in best if i and same[i])[:MOST_LINKS]

    def _enter(self, ids: Sequence[str], keys: NDArray[np.uint64]) -> None:
        """Note articles as the latest with their bands, (n, bands)."""
        first, end = len(self._ids), len(self._ids) + len(ids)
        if end > len(self._keys):
            more = np.empty((max(end, 1024), _BANDS), np.uint64)
            self._keys = np.concatenate([self._keys, more])
        self._ids.extend(ids)
        self._held.update(ids)
        self._keys[first:end] = keys
        rows = np.arange(first, end)
        for band, slots in enumerate(_slots(keys).T):
            self._latest[band, slots] = rows  # of several in one place the last stays


def _keys(signatures: Sequence[bytes]) -> NDArray[np.uint64]:
    """The bands of n signatures, (n, bands), four values in each number."""
    return minhashes(signatures).view(np.uint64)


def _slots(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Places in the table (Knuth's multiplicative hashing, by 2**64 over the golden ratio)."""
    slots: NDArray[np.uint64] = (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _SLOT_BITS)
    return slots
