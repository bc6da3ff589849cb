"""Both sides of a real index against a plain reading of what a filter lets through."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.articles.model import Article
from qa.index import dense as dense_module
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.lexical import Word
from tests.conftest import article

# Spellings that mean the same, by case, width and script.
CATEGORIES = [["City", "CITY", "ｃｉｔｙ"], ["社會", "社会"], ["國際", "国际"], ["Sport"]]
SOURCES = [["Harbour Daily", "harbour daily"], ["港聞社", "港闻社"], ["新華快報", "新华快报"]]
ALL_CATEGORIES = [name for group in CATEGORIES for name in group]
ALL_SOURCES = [name for group in SOURCES for name in group]
OFFSETS = [-11, -5, 0, 5.5, 8, 14]
# Every body has this term, so that the lexical side can find every article.
TERM = "2023"
BODIES = {
    "en": "The council of district {} met in 2023 and spoke about the harbour and its ferries.",
    "zh-Hant": "第{}區議會在2023年開會，討論碼頭與渡輪的問題，議員們對運輸處長說話。",
    "zh-Hans": "第{}区议会在2023年开会，讨论码头与渡轮的问题，议员们对运输处长说话。",
}
EPOCH = datetime(2023, 3, 20, 12)


def make_articles() -> list[Article]:
    """Forty articles around one week, every ninth undated, every tenth of several chunks."""
    chance = random.Random(20230321)
    made = []
    for number in range(40):
        language = chance.choice(sorted(BODIES))
        fields = {
            "category": chance.choice([*ALL_CATEGORIES, None]),
            "source": chance.choice([*ALL_SOURCES, None]),
            "published": None if number % 9 == 0 else moment(chance),
        }
        body = "\n\n".join(
            BODIES[language].format(1000 * number + part)
            for part in range(60 if number % 10 == 1 else 1)
        )
        given = {name: value for name, value in fields.items() if value}
        made.append(article(f"{number}", body, **given))
        assert made[-1].language == language
    return made


def moment(chance: random.Random) -> str:
    """A time of that week, often at the very beginning or end of a day."""
    day = EPOCH.date() + timedelta(days=chance.randint(-4, 4))
    clock = chance.choice([0, 1, 43_200, 86_398, 86_399, chance.randrange(86_400)])
    zone = timezone(timedelta(hours=chance.choice(OFFSETS)))
    local = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=clock)
    return local.isoformat()


ARTICLES = make_articles()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("filtered") / "index"
    ingest_articles(folder, ARTICLES)
    opened = Index(folder)
    yield opened
    opened.close()


def passes(one: Article, filters: Filters) -> bool:
    """What the documentation of ``Filters`` says, word for word."""
    return (
        in_window(one.published, filters.published_from, filters.published_to)
        and same(one.category, filters.category, CATEGORIES)
        and same(one.source, filters.source, SOURCES)
        and filters.language in (None, one.language, one.language.partition("-")[0])
    )


def in_window(published: str | None, first: str | None, last: str | None) -> bool:
    if first is None and last is None:
        return True
    if published is None:
        return False
    local = datetime.fromisoformat(published).replace(tzinfo=None)
    return not_after(first, local, earliest=True) and not_after(last, local, earliest=False)


def not_after(bound: str | None, local: datetime, *, earliest: bool) -> bool:
    if bound is None:
        return True
    if len(bound) == 10:
        day, own = date.fromisoformat(bound), local.date()
        return day <= own if earliest else own <= day
    at = datetime.fromisoformat(bound)
    return at <= local if earliest else local <= at


def same(value: str | None, wanted: str | None, spellings: list[list[str]]) -> bool:
    if wanted is None:
        return True
    return any(wanted in group and value in group for group in spellings)


def expected_chunks(index: Index, filters: Filters) -> list[int]:
    let_through = {one.id for one in ARTICLES if passes(one, filters)}
    return [chunk.id for chunk, one in index.store.iter_chunks() if one.id in let_through]


MOMENTS = sorted(
    datetime.fromisoformat(one.published).replace(tzinfo=None) for one in ARTICLES if one.published
)
# Bounds that stand exactly at an article, a second beside it, on its day, or far away.
near = st.builds(
    lambda at, seconds: (at + timedelta(seconds=seconds)).isoformat(),
    st.sampled_from(MOMENTS),
    st.sampled_from([-1, 0, 1]),
)
days = st.sampled_from(sorted({at.date().isoformat() for at in MOMENTS}))
far = st.sampled_from(["0001-01-01", "1970-01-01T00:00", "2023-03-20T12", "9999-12-31"])
bounds = st.one_of(st.none(), near, days, far)


@st.composite
def some_filters(draw: st.DrawFn) -> Filters:
    low, high = draw(bounds), draw(bounds)
    if low and high and low > high:
        low, high = high, low
    return Filters(
        published_from=low,
        published_to=high,
        category=draw(st.sampled_from([None, None, *ALL_CATEGORIES, "Weather"])),
        source=draw(st.sampled_from([None, None, *ALL_SOURCES, "Nobody"])),
        language=draw(st.sampled_from([None, None, "en", "zh", "zh-Hant", "zh-Hans"])),
    )


def test_the_articles_are_as_varied_as_the_filters(index: Index) -> None:
    assert len({one.id for one in ARTICLES}) == index.store.count("articles") == 40
    assert index.store.count("chunks") > 50
    assert {one.language for one in ARTICLES} == set(BODIES)
    assert sum(one.published is None for one in ARTICLES) == 5


@given(some_filters())
@settings(max_examples=300, deadline=None)
def test_the_store_lets_through_what_the_filters_say(index: Index, filters: Filters) -> None:
    assert index.store.chunk_ids(filters) == expected_chunks(index, filters)


@given(some_filters(), st.integers(1, 200), st.sampled_from(sorted(BODIES)))
@settings(max_examples=100, deadline=None)
def test_both_sides_find_all_that_passes_and_nothing_else(
    index: Index, filters: Filters, k: int, language: str
) -> None:
    expected = expected_chunks(index, filters)
    everything = index.store.count("chunks")
    vector = index.model.encode([BODIES[language]])[0]
    searches: list[Callable[[int], list[tuple[int, float]]]] = [
        lambda depth: index.search_dense(vector, depth, filters),
        lambda depth: index.lexical(lambda side: side.search([Word.of(TERM)], depth, filters)),
    ]
    for search in searches:
        assert sorted(chunk for chunk, _ in search(everything)) == expected
        few = [chunk for chunk, _ in search(k)]
        assert len(few) == len(set(few)) == min(k, len(expected))
        assert set(few) <= set(expected)


@given(some_filters(), st.integers(1, 200))
@settings(max_examples=50, deadline=None)
def test_chroma_itself_keeps_to_the_filters(index: Index, filters: Filters, k: int) -> None:
    expected = expected_chunks(index, filters)
    vector = index.model.encode([BODIES["en"]])[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense_module, "_EXACT", -1)  # else so few chunks never get there
        found = [chunk for chunk, _ in index.search_dense(vector, k, filters)]
    assert len(found) == len(set(found)) == min(k, len(expected))
    assert set(found) <= set(expected)
