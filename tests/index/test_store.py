"""What the store keeps beside an article's text goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.articles.model import Article
from qa.embedding.load import shipped_model
from qa.index.contents import prepare
from qa.index.filters import Filters
from qa.index.signature import signature
from qa.index.store import Contents, Store
from tests.conftest import BRIDGE, HARBOUR, PANDA, article

LONG = article("Minutes", "\n\n".join(f"The council met on day {n} of May." for n in range(120)))


def contents(one: Article) -> Contents:
    (made,) = prepare([one], shipped_model())
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with a short article and one of several chunks."""
    opened = Store(tmp_path, create=True)
    with opened.transaction():
        for one in (HARBOUR, LONG):
            opened.add(one, "test", contents(one))
    yield opened
    opened.close()


def ids(store: Store) -> list[int]:
    return store.chunk_ids(Filters())


def test_an_article_comes_with_its_signature_and_granules(store: Store) -> None:
    known = store.signatures([HARBOUR.id, LONG.id, "unknown"])
    assert known == {HARBOUR.id: signature(HARBOUR), LONG.id: signature(LONG)}
    blobs = store.granules([*ids(store), 999])
    assert list(blobs) == ids(store)
    assert list(blobs.values()) == [*contents(HARBOUR).granules, *contents(LONG).granules]


def test_other_contents_take_the_place_of_the_old(store: Store) -> None:
    before = ids(store)
    with store.transaction():
        store.replace_contents(LONG.id, contents(BRIDGE))
    assert store.signatures([HARBOUR.id, LONG.id]) == {
        HARBOUR.id: signature(HARBOUR),
        LONG.id: signature(BRIDGE),
    }
    (added,) = set(ids(store)) - set(before)
    assert added > max(before), "ids are never used twice"
    assert store.granules(before).keys() == {1}
    assert store.granules([added]) == {added: contents(BRIDGE).granules[0]}


def test_a_removed_article_takes_all_with_it(store: Store) -> None:
    with store.transaction():
        assert store.remove(LONG.id)
    assert store.signatures([HARBOUR.id, LONG.id]).keys() == {HARBOUR.id}
    assert ids(store) == [1]
    assert store.granules([1, 2, 3]).keys() == {1}
    with store.transaction():
        assert not store.remove(LONG.id)
        store.add(LONG, "test", contents(LONG))
    assert store.signatures([LONG.id]) == {LONG.id: signature(LONG)}


def test_what_is_rolled_back_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError, match="cut short"), store.transaction():
        store.add(PANDA, "test", contents(PANDA))
        store.remove(HARBOUR.id)
        raise RuntimeError("cut short")
    assert store.signatures([HARBOUR.id, PANDA.id]).keys() == {HARBOUR.id}
    assert store.count("articles") == 2


def test_spellings_that_a_filter_does_not_tell_apart_are_one_choice(store: Store) -> None:
    spellings = ["world", "World", "World ", "World", "体育", "體育", "体育"]
    with store.transaction():
        for number, category in enumerate(spellings):
            one = article(f"Story {number}", f"Report {number}.", source="Wire")
            named = one.model_copy(update={"category": category, "source": " "})
            store.add(named, "test", contents(one))
    city = HARBOUR.category or ""
    assert store.tally("category") == {"World": 4, "体育": 3, city: 1}
    assert store.tally("source") == {HARBOUR.source: 1}
    for spelling in ("World", "WORLD", " world "):
        assert len(store.chunk_ids(Filters(category=spelling))) == 4


def test_the_first_chunk_of_each_of_the_newest_articles(store: Store) -> None:
    with store.transaction():
        for one in (BRIDGE, PANDA):
            store.add(one, "test", contents(one))

    def newest(most: int, **filters: str) -> list[str]:
        ids = store.newest(Filters(**filters), most)
        found = store.chunks(ids)
        assert all(found[i].start == 0 for i in ids)
        return [found[i].article_id for i in ids]

    assert newest(9) == [HARBOUR.id, PANDA.id, BRIDGE.id], "one without a date is never new"
    assert newest(1) == [HARBOUR.id]
    assert newest(9, published_to="2023-12-31") == [BRIDGE.id]
    assert newest(9, language="en", published_to="2023-12-31") == []
