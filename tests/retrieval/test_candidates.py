"""What is proposed for a question: the best of either side, each once, fully measured."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from qa.index.filters import Filters
from qa.index.granules import Granules
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.lexical import LexicalIndex
from qa.retrieval.candidates import Candidate, Reach, looked_at, nearness
from qa.retrieval.candidates import propose as propose_with_reach
from qa.retrieval.query import Query
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.retrieval.conftest import Indexed

QUESTION = "Timetable of boat 4471"
# Means what the question means, and has none of its terms.
MEANT = article("", "Ferry hours: ships sail from the port each morning and noon.")
# Has the rarest term of the question, and is about something else.
NAMED = article("", "Lot 4471, a violin, went to a buyer from abroad at the auction.")
OTHERS = [
    article("", "Snow fell on the mountains and the road over the pass was closed."),
    article("", "The court fined two bankers, and the prosecutor was content."),
    article("", "Farmers sold rice and tea in spring."),
]


def propose(query: Query, filters: Filters | None, k: int = 0) -> list[Candidate]:
    return propose_with_reach(query, filters, Reach.of(k)).candidates


def bodies(found: list[Candidate]) -> set[str]:
    return {one.article.body for one in found}


@pytest.fixture
def each_side_keeps(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """As if there were so many articles that only the best of each side stay."""

    def keep(number: int) -> None:
        monkeypatch.setattr("qa.retrieval.candidates._PROPOSED", number)
        monkeypatch.setattr("qa.retrieval.candidates._KEPT", number)

    return keep


def test_what_only_one_side_sees_is_proposed(
    indexed: Indexed, each_side_keeps: Callable[[int], None]
) -> None:
    index = indexed(MEANT, NAMED, *OTHERS)
    query = Query.of(QUESTION, index)
    lexical = index.lexical(lambda side: side.search(query.own_wording.search, 5))
    assert [one.body for _, one in index.chunks([chunk for chunk, _ in lexical])] == [NAMED.body]
    each_side_keeps(1)
    assert bodies(propose(query, None)) == {MEANT.body, NAMED.body}


def test_each_chunk_is_proposed_once(indexed: Indexed) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    found = propose(Query.of("ferry fares 大桥 大熊猫", index), None)
    assert sorted(one.chunk.id for one in found) == [1, 2, 3]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(language="en"), {HARBOUR.body}),
        (Filters(language="zh"), {BRIDGE.body, PANDA.body}),
        (Filters(category="本地"), {BRIDGE.body}),
        (Filters(published_from="2024-01-01"), {HARBOUR.body, PANDA.body}),
        (Filters(source="nobody"), set()),
    ],
)
@pytest.mark.parametrize("question", ["ferry fares on the bridge", "大桥和大熊猫", "渡輪"])
def test_filters_hold_on_both_sides(
    indexed: Indexed, question: str, filters: Filters, expected: set[str]
) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    assert bodies(propose(Query.of(question, index), filters)) == expected


def test_as_many_as_are_asked_for(indexed: Indexed, each_side_keeps: Callable[[int], None]) -> None:
    index = indexed(MEANT, NAMED, *OTHERS)
    query = Query.of(QUESTION, index)
    each_side_keeps(1)
    assert len(propose(query, None)) == 2
    assert len(propose(query, None, 4)) >= 4


@pytest.mark.parametrize(
    "question", ["adult ferry fares", "渡輪票價", "大桥有几条行车线", "ferry and panda cubs"]
)
@pytest.mark.parametrize("kept", [1, 2, 50])
def test_lexical_scores_do_not_depend_on_which_side_proposed(
    indexed: Indexed, each_side_keeps: Callable[[int], None], question: str, kept: int
) -> None:
    index = indexed(
        HARBOUR,
        BRIDGE,
        PANDA,
        article("", "An adult panda slept on the ferry."),
        article("", "The fares of buses rise too."),
        article("", "渡輪停航，乘客改乘巴士過大橋。"),
        article("", "成年大熊猫在睡觉。"),
        article("", "The Star ferry (渡輪) has two decks."),
    )
    query = Query.of(question, index)
    searched: dict[int, float] = {}
    for kind, wording in query.wordings():
        everything = partial(LexicalIndex.search, words=wording.search, k=50, kind=kind)
        searched |= index.lexical(everything)
    each_side_keeps(kept)
    found = {one.chunk.id: one.lexical for one in propose(query, None)}
    assert any(found.values())
    assert found == pytest.approx({chunk: searched.get(chunk, 0.0) for chunk in found})


def test_words_of_the_other_language_score_too(indexed: Indexed) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    found = {one.article: one.lexical for one in propose(Query.of("bridge lanes", index), None)}
    assert found[BRIDGE] > found[PANDA]
    assert found[HARBOUR] == 0
    back = {one.article: one.lexical for one in propose(Query.of("渡輪票價", index), None)}
    assert back[HARBOUR] > 0


def test_a_candidate_knows_its_own_granules_and_nearness(indexed: Indexed) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    query = Query.of("大桥有几条行车线", index)
    for one in propose(query, None):
        assert one.nearness.granules == index.store.granules([one.chunk.id])[one.chunk.id]
        assert one.article.id == one.chunk.article_id
        granules = Granules.unpack([one.nearness.granules])
        cosines = Query.of(query.text, index).interaction.cosines(granules)
        assert one.nearness.whole == pytest.approx(float(cosines.whole[0]), abs=1e-6)
        assert one.nearness.sentence == pytest.approx(float(cosines.best[0]), abs=1e-6)


def test_only_chunks_that_exist_in_the_order_of_their_ids(indexed: Indexed) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    query = Query.of("ferry", index)
    near = nearness(query, [3, 1, 99, 1])
    assert near.keys() == {1, 3}
    assert [one.chunk.id for one in looked_at(query, [3, 99, 1], near)] == [3, 1]
    assert looked_at(query, [], {}) == []
    assert nearness(query, []) == {}


def test_an_article_removed_meanwhile_is_no_candidate(indexed: Indexed) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    query = Query.of("ferry", index)
    near = nearness(query, [1, 2, 3])
    index.remove([BRIDGE.id])
    assert [one.article for one in looked_at(query, [1, 2, 3], near)] == [HARBOUR, PANDA]


def test_removing_most_articles_with_a_word_leaves_it_to_be_found(indexed: Indexed) -> None:
    # tantivy counts removed chunks for a while: no word may become worth less than nothing.
    notices = [article("", f"The ferry number {n} is late because of fog.") for n in range(6)]
    index = indexed(*notices, article("", "The pool closes in June."))
    index.remove([one.id for one in notices[1:]])
    for question in ("ferry fog", "渡轮 雾"):
        query = Query.of(question, index)
        for _, wording in query.wordings():
            assert wording.highest > 0
            assert ((wording.weights >= 0) & (wording.weights <= 1)).all()
        assert notices[0].body in bodies(propose(query, None))


def test_an_empty_index_proposes_nothing(indexed: Indexed) -> None:
    index: Index = indexed()
    assert propose(Query.of("ferry", index), None) == []


# -- what pushes out all else ------------------------------------------------------------------

LIVE_BLOG = article(
    "Reactor live blog",
    "\n\n".join(
        f"At {8 + n // 60:02d}:{n % 60:02d} the reactor at Velden sent out a report on its pump, "
        f"and engineer {n} said that pump {n} would be checked by crews before the shift in hall "
        f"{n} ends. Speakers asked about valves, pipes, basins, cranes and gates, and about the "
        "depot near the river, from which the instruments come."
        for n in range(120)
    ),
)
VIEW = article("View", "The report of engineers on the reactor pump in the hall is late.")


def test_an_article_of_many_chunks_leaves_room_for_others(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = indexed(LIVE_BLOG, VIEW)
    assert index.store.count("chunks") > 20
    query = Query.of("What did engineers report on the reactor pump in the hall?", index)
    monkeypatch.setattr("qa.retrieval.candidates._KEPT", 12)
    reach = Reach.of(0)
    found = propose_with_reach(query, None, reach)
    assert VIEW.body in bodies(found.candidates)
    chunks = [one for one in found.candidates if one.article == LIVE_BLOG]
    assert 5 <= len(chunks) <= 2 * reach.per_article
    assert found.cut
    deeper = propose_with_reach(query, None, reach.deeper())
    assert len(deeper.candidates) > len(found.candidates)


def test_a_proposal_of_everything_is_not_cut(indexed: Indexed) -> None:
    index = indexed(HARBOUR, BRIDGE, PANDA)
    assert not propose_with_reach(Query.of("ferry fares", index), None).cut


def test_what_was_indexed_since_a_question_was_worded_is_proposed(
    indexed: Indexed,
) -> None:
    index = indexed(HARBOUR)
    query = Query.of("zyzzyva", index)
    assert [wording.highest for _, wording in query.wordings()] == [0.0]
    beetle = article("Beetle", "The zyzzyva is a weevil of South America.")
    ingest_articles(index.folder, [beetle])
    assert beetle.body in bodies(propose(query, None))
