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
