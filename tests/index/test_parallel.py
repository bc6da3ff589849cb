"""Searches beside each other, beside changes, and over a folder that is made anew."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa.errors import IndexNotFoundError
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.lexical import LexicalIndex
from qa.index.vectors import VectorIndex
from qa.index.verify import verify
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.index.test_index import dense, lexical

LONG = 60.0  # far longer than anything here takes: only a lock would make it pass


class Held:
    """A search that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, side: LexicalIndex | VectorIndex) -> int:
        self.begun.set()
        assert self.let_go.wait(LONG)
        return side.count()


def beside_a_slow_search(index: Index, act: Callable[[], object]) -> None:
    """Do something while a search of another thread goes on and on."""
    slow = Held()
    with ThreadPoolExecutor(2) as pool:
        result = pool.submit(index.lexical, slow)
        try:
            assert slow.begun.wait(LONG)
            pool.submit(act).result(LONG)
            assert not result.done()
        finally:
            slow.let_go.set()
        assert result.result(LONG) >= 0


def test_a_slow_search_delays_no_other(small_index: Path) -> None:
    index = Index(small_index)

    def ask() -> None:
        found = Retriever(index).search(Query.of("ferry fares", index))
        assert found[0].title == HARBOUR.title
        index.status()

    beside_a_slow_search(index, ask)


def test_a_slow_search_delays_no_change_and_no_rebuild(small_index: Path) -> None:
    index = Index(small_index)

    def change() -> None:
        index.remove([PANDA.id])
        ingest_articles(small_index, [article("Night bus", "A night bus line opens in Taipo.")])
        assert lexical(index, "night bus")[0] == "Night bus"
        with index.writing():
            for side in index._sides:
                side.rebuild()
        assert lexical(index, "ferry fares")[0] == dense(index, "ferry fares")[0] == HARBOUR.title

    beside_a_slow_search(index, change)
    assert verify(index).sound


def test_a_generation_is_closed_when_its_last_reader_is_done(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(small_index)
    old = index._lexical.side
    closed: list[LexicalIndex] = []
    ordinary = LexicalIndex.close

    def close(side: LexicalIndex) -> None:
        closed.append(side)
        ordinary(side)

    monkeypatch.setattr(LexicalIndex, "close", close)

    def rebuild() -> None:
        with index.writing():
            index._lexical.rebuild()
        assert old not in closed

    beside_a_slow_search(index, rebuild)
    assert old in closed


def test_while_one_thread_catches_up_others_search_what_there_is(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(small_index)
    catching_up, go_on = threading.Event(), threading.Event()
    ordinary = LexicalIndex.commit

    def commit(side: LexicalIndex) -> None:
        catching_up.set()
        assert go_on.wait(LONG)
        ordinary(side)

    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(LexicalIndex, "commit", commit)
        removal = pool.submit(index.remove, [PANDA.id])
        try:
            assert catching_up.wait(LONG)
            found = pool.submit(lexical, index, "ferry fares").result(LONG)
            assert found[0] == HARBOUR.title
            assert not removal.done()
        finally:
            go_on.set()
        assert removal.result(LONG) == [PANDA.id]
    assert PANDA.title not in lexical(index, "大熊猫")


@pytest.mark.slow
def test_readers_beside_a_writer_are_never_wrong(small_index: Path) -> None:
    index = Index(small_index)
    stop = threading.Event()

    def read() -> int:
        asked = 0
        while not stop.is_set():
            found = Retriever(index).search(Query.of("ferry fares", index))
            assert found[0].title == HARBOUR.title
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for n in range(12):
                one = article(f"Bus {n}", f"The night bus {n} starts in Taipo.")
                ingest_articles(small_index, [one])
                index.remove([one.id])
                if n % 4 == 3:
                    with index.writing():
                        for side in index._sides:
                            side.rebuild()
        finally:
            stop.set()
        assert all(reader.result(LONG) > 0 for reader in readers)
    assert verify(index).sound


def test_a_folder_that_is_made_anew_is_opened_anew(small_index: Path) -> None:
    index = Index(small_index)
    for articles in ([PANDA], [BRIDGE, PANDA], [HARBOUR]):
        shutil.rmtree(small_index)
        ingest_articles(small_index, articles)
        titles = {one.title for one in articles}
        everything = "ferry fares 大橋 明年 大熊猫"
        assert set(lexical(index, everything)) == titles
        assert set(dense(index, everything)) == titles
        assert index.languages() == {one.language for one in articles}
        assert index.status().articles == len(articles)
    assert verify(index).sound


def test_a_folder_that_another_one_takes_the_place_of_is_opened_anew(
    small_index: Path, tmp_path: Path
) -> None:
    index = Index(small_index)
    ingest_articles(tmp_path / "new", [PANDA])
    small_index.rename(tmp_path / "old")
    (tmp_path / "new").rename(small_index)
    assert index.article(PANDA.id) == PANDA
    assert index.status().articles == 1
    assert lexical(index, "大熊猫 ferry") == [PANDA.title]


def test_a_deleted_folder_is_not_answered_from(small_index: Path) -> None:
    index = Index(small_index)
    shutil.rmtree(small_index)
    for _ in range(2):
        with pytest.raises(IndexNotFoundError):
            lexical(index, "ferry fares")
    ingest_articles(small_index, [PANDA])
    assert lexical(index, "大熊猫 ferry") == [PANDA.title]


def test_a_search_that_began_before_a_folder_was_made_anew_ends(small_index: Path) -> None:
    index = Index(small_index)

    def make_anew() -> None:
        shutil.rmtree(small_index)
        ingest_articles(small_index, [PANDA])
        assert lexical(index, "大熊猫 ferry") == [PANDA.title]

    beside_a_slow_search(index, make_anew)
