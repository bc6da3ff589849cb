"""Near-duplicates are linked when they are ingested, and the links follow what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from qa.articles.model import Article
from qa.index.copies import day_number, same_story
from qa.index.index import Index
from qa.index.ingest import ingest_articles, ingest_items
from qa.index.intake import Located
from qa.index.report import Outcome
from qa.index.signature import compare, signature
from qa.processes import Processes
from tests.conftest import article
from tests.wire_story import LONGER, ORIGINAL, SHORTER, STORY

POOL = article("Pool closes", "The pool on Pier Road closes in June. Swimmers were told on Monday.")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with closing(Index(tmp_path / "index", create=True)) as opened:
        yield opened


def ingest(index: Index, *articles: Article, at: str = "") -> list[Outcome]:
    """Each at a page of its own, or all at ``at``, one after another."""
    outcomes: list[Outcome] = []
    for each in articles:
        place = at or f"https://news.example/{each.id}"
        item = Located(article=each, location=place, own=place, is_name=True)
        ingest_items(index, [item], Processes(1), listener=outcomes.append)
    return outcomes


def links(index: Index) -> set[tuple[str, str]]:
    held = [each.id for each in index.store.iter_articles()]
    return {(one, other) for one in held for other in index.store.copies(one)}


def both_ways(*pairs: tuple[Article, Article]) -> set[tuple[str, str]]:
    return {pair for one, other in pairs for pair in ((one.id, other.id), (other.id, one.id))}


def test_the_report_names_near_duplicates(index: Index) -> None:
    outcomes = ingest(index, ORIGINAL, POOL, LONGER, SHORTER)
    assert [set(each.copies) for each in outcomes] == [
        set(), set(), {ORIGINAL.id}, {ORIGINAL.id, LONGER.id},
    ]  # fmt: skip
    assert links(index) == both_ways(*combinations(STORY, 2))


def test_of_one_run_all_are_linked(tmp_path: Path) -> None:
    report = ingest_articles(tmp_path / "index", [*STORY, POOL])
    assert (report.added, report.near_duplicates) == (4, 2)
    with closing(Index(tmp_path / "index")) as index:
        assert links(index) == both_ways(*combinations(STORY, 2))


def test_an_article_that_is_removed_or_becomes_another_is_linked_no_more(index: Index) -> None:
    place = "https://news.example/light"
    ingest(index, ORIGINAL, SHORTER)
    ingest(index, LONGER, at=place)
    index.remove([SHORTER.id])
    assert links(index) == both_ways((ORIGINAL, LONGER))
    ingest(index, POOL, at=place)
    assert links(index) == set()


def test_an_edition_that_a_later_one_replaces_is_no_near_duplicate_of_it(index: Index) -> None:
    ingest(index, ORIGINAL)
    (outcome,) = ingest(index, LONGER, at=f"https://news.example/{ORIGINAL.id}")
    assert (outcome.outcome, outcome.copies) == ("updated", ())


def test_a_day_that_is_mended_links_anew(index: Index) -> None:
    text = ORIGINAL.body.replace("840,000", "850,000")
    other = article("The lamp", text, published="2023-12-24T08:00Z")
    ingest(index, ORIGINAL, other)
    assert links(index) == set()
    mended = other.model_copy(update={"published": ORIGINAL.published})
    (outcome,) = ingest(index, mended)
    assert (outcome.outcome, outcome.copies) == ("updated", (ORIGINAL.id,))
    assert links(index) == both_ways((ORIGINAL, mended))


def test_an_index_without_links_gets_them_with_the_next_article(index: Index) -> None:
    ingest(index, *STORY)
    with index.store.transaction() as db:
        db.execute("DELETE FROM copies")
        db.execute("DELETE FROM meta WHERE key = 'copies'")
    ingest(index, POOL)
    assert links(index) == both_ways(*combinations(STORY, 2))


def stories(count: int) -> list[Article]:
    """Reports that share ever fewer of their sentences with each other."""
    parts = [
        f"In street {n} of the town, {name} planted {n * 17} trees of {kind} along the wall."
        for n, (name, kind) in enumerate(
            (name, kind)
            for name in ("Mrs Oduya", "Mr Qiu", "the school", "a baker", "the choir", "no one")
            for kind in ("lime", "plane", "ash", "cherry", "larch", "walnut", "yew", "oak")
        )
    ]
    return [
        article(f"Trees {n}", " ".join(parts[n // 3 : n // 3 + 30]) + f" So said clerk {n}.")
        for n in range(count)
    ]


def alike(articles: Sequence[Article]) -> set[tuple[str, str]]:
    likeness = compare([signature(each) for each in articles])
    days = np.array([day_number(each.published) for each in articles])
    rows, columns = np.nonzero(same_story(likeness, days))
    return {
        (articles[i].id, articles[j].id)
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if i != j
    }


def test_links_are_what_comparing_every_pair_finds(index: Index) -> None:
    articles = stories(50)
    ingest_items(
        index,
        [Located(article=a, location=a.id, own=a.id, is_name=True) for a in articles],
        Processes(1),
    )
    expected = alike(articles)
    assert len(expected) > 100
    assert links(index) == expected
