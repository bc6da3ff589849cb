from __future__ import annotations

import itertools
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.index.signature import signature
from qa.retrieval.grouping import PER_ARTICLE, group, spread
from qa.retrieval.passage import Copy, Passage
from qa.text.folding import traditional
from tests.conftest import article

DAM = (
    "Engineers began on Thursday to lower the water behind the old Marl Valley dam, after "
    "divers found a crack 14 metres long near its foot. The regional water board said that the "
    "dam was not in danger and that no one had to leave home. The level will fall by 30 "
    "centimetres a day for three weeks, and the spillway road stays closed until 9 November. "
    "The crack was first seen in a sonar survey in August and has not grown since. Anglers "
    "were asked to keep off the eastern shore, where the mud is deep. The board will drain "
    "the upper basin for repairs that cost an estimated 6.5 million crowns, and it promised "
    "weekly reports to the four villages downstream. A retired foreman who had helped to pour "
    "the concrete in 1962 said the rock there had always been poor."
)
DAM_RETOLD = (
    "There is a split in the Marl Valley dam, and so the lake above it must go down. That is "
    "what people in four villages heard on Thursday from the water board, which insists that "
    "nobody will be evacuated. Over three weeks the surface is to sink by 30 centimetres daily. "
    "Divers had measured the damage at 14 metres, close to the base of the wall. Repairs "
    "will take 6.5 million crowns, according to an estimate, and cars cannot use the road over "
    "the spillway before 9 November. 'We knew about the bad rock in 1962,' said a former "
    "foreman on the site. Fishing from the east bank is discouraged. A sonar picture taken in "
    "August gave the first hint, the board added, and the split has been stable ever since."
)
APPENDIX = (
    " The opposition in the regional council called for an inquiry. Its speaker said that the "
    "last full inspection had been put off twice for lack of money, and that the board had "
    "known about leaks in the gallery since spring."
)
BACKGROUND = (
    " Marl Valley has lost and won by its water for a century. Three mills stood where the lake "
    "is now, and the miller's house can be seen in dry years. When the turbines started, the "
    "valley got electric light before the capital did. Since then the forest has grown down to "
    "the shore, tourists have come for the quiet, and the young have left for the coast. Old "
    "plans for a second dam further up were buried after a public vote."
)
MUSEUM = (
    "市立博物馆周四宣布，新发现的一批明代航海图将于10月12日起公开展出，展期八周。"
    "这批图共27幅，去年在一座祠堂的夹墙中发现，纸张受潮，修复人员花了11个月才把它们逐一展平。"
    "馆长说，图上标出的港口有三分之一不见于任何已知文献，研究人员正与海外学者核对地名。"
    "展览免费，但每天只放行600人，需要提前三天在网上预约。博物馆同时提醒，为了保护纸张，展厅的灯光会比平时暗，"
    "不准使用闪光灯。当地学校可以申请专场，由修复人员讲解整个过程。"
)
MUSEUM_RETOLD = (
    "祠堂夹墙里藏着什么？去年工人拆墙时，找到一捆发霉的旧纸，后来证实是27幅明朝海图。"
    "周四，市博物馆终于公布消息：想看的市民从10月12日开始可以入场，不用买票，不过一天名额仅600个，记得提早预约。"
    "修了整整11个月，负责的师傅形容像在拼受潮的饼干。最吸引学者的是图中许多港名从没在别的书里出现过。"
    "参观时不能打闪光，灯也会调暗。展览前后约两个月，老师还可以带学生来听专场讲解。"
)


def market(day: int, close: str, change: str, turnover: str, high: str, low: str) -> str:
    return (
        f"Shares in Port Larsen closed at {close} points on {day} October, a change of {change} "
        f"points from the day before. Turnover on the exchange came to {turnover} million "
        f"crowns. The index moved between {low} and {high} during the session. Shipping and "
        "timber led the trade, as on most days of the quarter, while banks followed the general "
        "direction. Dealers said that foreign funds had placed few orders and that the market "
        "was waiting for the central bank, whose board meets at the end of the month. Figures "
        "are provided by the exchange and may be corrected later. This report is written by "
        "a program and has been checked by an editor before it was published. Readers find "
        "the prices of all listed companies on the last page of the paper."
    )


MARKET = market(3, "1,204.6", "8.1", "310", "1,211.9", "1,190.2")
MARKET_NEXT_DAY = market(4, "1,188.3", "16.3", "287", "1,205.0", "1,181.7")
CHINESE = {"MUSEUM": MUSEUM, "MUSEUM_HANT": traditional(MUSEUM), "MUSEUM_RETOLD": MUSEUM_RETOLD}
STORIES = {
    "DAM": DAM,
    "DAM_CUT": DAM[: DAM.index(" A retired")],
    "DAM_LONGER": "MARL, Thursday (Valley Wire) -- " + DAM + APPENDIX,
    "DAM_FEATURE": DAM + APPENDIX + BACKGROUND,
    "DAM_RETOLD": DAM_RETOLD,
    "MARKET": MARKET,
    "MARKET_NEXT_DAY": MARKET_NEXT_DAY,
    **CHINESE,
}


@cache
def signatures() -> dict[str, bytes]:
    return {name: signature(article(name, body)) for name, body in STORIES.items()}


def passage(article_id: str, score: float = 0.5, start: int = 0, **fields: str | None) -> Passage:
    return Passage(
        article_id=article_id,
        title=f"Title of {article_id}",
        text="...",
        start=start,
        end=start + 3,
        score=score,
        **fields,
    )


def ids(passages: list[Passage]) -> list[str]:
    return [one.article_id for one in passages]


def copies(one: Passage) -> list[str]:
    return [copy.article_id for copy in one.copies]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("DAM", "DAM_CUT"),
        ("DAM_CUT", "DAM_LONGER"),
        ("DAM", "DAM_LONGER"),
        ("DAM", "DAM_FEATURE"),
        ("MUSEUM", "MUSEUM_HANT"),
    ],
)
def test_copies_are_folded_whichever_comes_first(first: str, second: str) -> None:
    for better, worse in ((first, second), (second, first)):
        (shown,) = group([passage(better, 0.9), passage(worse, 0.8)], signatures())
        assert shown.article_id == better
        assert copies(shown) == [worse]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("DAM", "DAM_RETOLD"),
        ("MUSEUM", "MUSEUM_RETOLD"),
        ("MUSEUM_HANT", "MUSEUM_RETOLD"),
        ("MARKET", "MARKET_NEXT_DAY"),
        ("DAM", "MARKET"),
    ],
)
def test_another_report_and_the_next_issue_are_not_copies(first: str, second: str) -> None:
    ranked = [passage(first, 0.9), passage(second, 0.8)]
    assert group(ranked, signatures()) == ranked


def test_a_copy_carries_what_is_shown_of_it() -> None:
    url, day = "https://example.org/7", "2024-10-03T08:00:00+08:00"
    copied = passage("DAM_CUT", 0.8, source="Valley Wire", published=day, url=url)
    (shown,) = group([passage("DAM", 0.9), copied], signatures())
    assert shown.copies == (
        Copy(
            article_id="DAM_CUT",
            title="Title of DAM_CUT",
            source="Valley Wire",
            published=day,
            url=url,
        ),
    )


def test_all_passages_of_an_article_stay_or_go_together() -> None:
    ranked = [
        passage("DAM", 0.9),
        passage("DAM_CUT", 0.8),
        passage("DAM", 0.7, start=200),
        passage("DAM_LONGER", 0.6),
        passage("DAM_CUT", 0.5, start=200),
    ]
    found = group(ranked, signatures())
    assert [(one.article_id, one.start) for one in found] == [("DAM", 0), ("DAM", 200)]
    assert [copies(one) for one in found] == [["DAM_CUT", "DAM_LONGER"]] * 2


@pytest.mark.parametrize(
    ("second", "days_later", "folded"),
    [
        ("DAM_CUT", "2024-10-06T23:00:00+08:00", True),
        ("DAM_LONGER", "2024-10-06", True),
        ("DAM_LONGER", None, True),
        ("DAM_LONGER", "last Thursday", True),
        ("DAM_LONGER", "2024-10-20T08:00:00+08:00", False),  # edited, and later: a follow-up
        ("MUSEUM_HANT", "2025-10-03T08:00:00Z", True),  # word for word: a rerun
    ],
)
def test_days_apart(second: str, days_later: str | None, folded: bool) -> None:
    first = "MUSEUM" if second.startswith("MUSEUM") else "DAM"
    ranked = [
        passage(first, 0.9, published="2024-10-03T08:00:00+08:00"),
        passage(second, 0.8, published=days_later),
    ]
    assert ids(group(ranked, signatures())) == ([first] if folded else [first, second])


FLASH = "Quake of magnitude {} shakes Ostra at {}; no damage is known, the seismic service says."


def test_flashes_that_differ_in_a_figure_are_different_news() -> None:
    bodies = {
        "first": FLASH.format("4.1", "06:12"),
        "other": FLASH.format("5.3", "06:12"),
        "same": FLASH.format("4.1", "06:12").replace(";", " --"),
    }
    signed = {name: signature(article(name, body)) for name, body in bodies.items()}
    found = group([passage(name) for name in bodies], signed)
    assert ids(found) == ["first", "other"]
    assert copies(found[0]) == ["same"]


def test_an_article_without_a_signature_or_without_text_is_nobodys_copy() -> None:
    empty = {name: signature(article("", "……")) for name in ("empty", "blank")}
    ranked = [passage(name) for name in ("DAM", "unknown", "empty", "blank")]
    assert group(ranked, signatures() | empty) == ranked
    assert group(ranked, {}) == ranked
    assert group([], {}) == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*STORIES, "unsigned"]), max_size=20))
def test_every_article_is_shown_or_behind_exactly_one(names: list[str]) -> None:
    ranked = [passage(name, 1 - n / 100, start=n) for n, name in enumerate(names)]
    found = group(ranked, signatures())
    shown = set(ids(found))
    behind = Counter(
        itertools.chain.from_iterable({one.article_id: copies(one) for one in found}.values())
    )
    assert shown | set(behind) == set(names)
    assert not shown & set(behind)
    assert set(behind.values()) <= {1}
    # The order stays, the best stays first, and a second pass changes nothing.
    starts = [one.start for one in found]
    assert starts == sorted(starts)
    assert starts[:1] == [0][: len(ranked)]
    assert group(found, signatures()) == found


def test_grouping_again_keeps_the_copies_of_a_copy() -> None:
    (first,) = group([passage("DAM_CUT"), passage("DAM")], signatures())
    (found,) = group([passage("DAM_LONGER"), first], signatures())
    assert copies(found) == ["DAM_CUT", "DAM"]


def test_a_long_article_does_not_fill_the_page() -> None:
    ranked = [passage("long", 0.9 - n / 100, start=n) for n in range(6)]
    ranked += [passage("second", 0.8), passage("third", 0.7)]
    assert ids(spread(ranked, 5)) == ["long"] * PER_ARTICLE + ["second", "third"]
    # Nothing is left out while there is room.
    assert [one.start for one in spread(ranked, 8)] == [0, 1, 2, 0, 0, 3, 4, 5]
    assert ids(spread(ranked[:6], 5)) == ["long"] * 5


def test_weak_passages_of_other_articles_do_not_pass_good_ones() -> None:
    ranked = [passage("long", 0.9) for _ in range(5)] + [passage("weak", 0.3), passage("bad", 0.1)]
    assert ids(spread(ranked, 6)) == ["long"] * 5 + ["weak"]


def test_how_many_of_an_article_is_a_choice() -> None:
    ranked = [passage("a", 0.9), passage("a", 0.8), passage("b", 0.7)]
    assert ids(spread(ranked, 3, per_article=1)) == ["a", "b", "a"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 1)), max_size=25),
    st.integers(0, 30),
    st.integers(1, 4),
)
def test_spreading_only_moves_passages(
    drawn: list[tuple[str, float]], k: int, per_article: int
) -> None:
    drawn.sort(key=lambda pair: -pair[1])
    ranked = [passage(name, score, start=n) for n, (name, score) in enumerate(drawn)]
    whole = spread(ranked, len(ranked), per_article=per_article)
    assert sorted(one.start for one in whole) == list(range(len(ranked)))
    assert spread(ranked, k, per_article=per_article) == whole[:k]
    assert whole[:1] == ranked[:1]
    assert spread(whole, len(whole), per_article=per_article) == whole
    for name in "abcd":
        starts = [one.start for one in whole if one.article_id == name]
        assert starts == sorted(starts)
    # Whoever is beyond the limit has nobody behind it who is not, and scores half as much.
    counted = Counter[str]()
    beyond = list[Passage]()
    for one in whole:
        counted[one.article_id] += 1
        if counted[one.article_id] > per_article:
            beyond.append(one)
        else:
            assert all(one.score < 0.5 * earlier.score for earlier in beyond)
