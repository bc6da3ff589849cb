from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from qa.articles.model import Article
from qa.errors import QuestionError
from qa.index.filters import Filters
from qa.index.index import Index
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.relevance import RELEVANT
from qa.retrieval.retriever import Mode, Retriever
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.retrieval.conftest import Indexed
from tests.retrieval.test_candidates import LIVE_BLOG, VIEW


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How much will an adult ferry ticket cost?", HARBOUR.title),
        ("大桥全长多少公里", BRIDGE.title),
        ("大熊貓幼崽什麼時候出生", PANDA.title),
    ],
)
def test_the_right_article_comes_first(
    small_index: Path, mode: Mode, question: str, title: str
) -> None:
    index = Index(small_index)
    best, *_ = Retriever(index).search(Query.of(question, index), mode=mode)
    assert best.title == title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("How many lanes does the bridge have?", BRIDGE.title),
        ("When were the panda cubs born?", PANDA.title),
        ("渡輪票價上調多少", HARBOUR.title),
    ],
)
def test_questions_cross_languages(small_index: Path, question: str, title: str) -> None:
    index = Index(small_index)
    best, *_ = Retriever(index).search(Query.of(question, index))
    assert best.title == title


def test_passages_are_true_spans_with_scores_from_0_to_1(small_index: Path) -> None:
    index = Index(small_index)
    passages = Retriever(index).search(Query.of("ferry", index))
    assert len(passages) == 3
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    for passage in passages:
        assert 0 <= passage.score <= 1
        body = index.article(passage.article_id).body
        assert body[passage.start : passage.end] == passage.text


def test_filters_hold(small_index: Path) -> None:
    index = Index(small_index)
    query = Query.of("ferry fares", index)
    found = Retriever(index).search(query, filters=Filters(language="zh-Hans"))
    assert [p.title for p in found] == [PANDA.title]


# -- questions that name a time ---------------------------------------------------------------

TODAY = date(2024, 6, 1)
FARE_2022 = article(
    "Harbour board sets ferry fares",
    "The harbour board set the adult ferry fare at 5 dollars after its yearly meeting. "
    "Passengers' groups complained.",
    published="2022-03-14T09:00:00+08:00",
)
FARE_2023 = article(
    "Harbour board sets new ferry fares",
    "The harbour board has set the adult ferry fare at 6 dollars after its yearly meeting. "
    "Unions were content.",
    published="2023-03-15T09:00:00+08:00",
)
MUSEUM = article(
    "Museum opens a wing",
    "The museum opened a new wing with nine paintings.",
    published="2023-07-15T09:00:00+08:00",
)
POOL = article("Old pool closed", "The old pool was closed for repairs.")
# Months and years are common words in news, so their absence tells little.
MOONS = [
    article(
        "Moon", f"The moon was full on {day} March 2022, in March 2023, May 2021 and July 2019."
    )
    for day in range(1, 9)
]
DATED = [FARE_2022, FARE_2023, MUSEUM, POOL, *MOONS]
FARE = "What ferry fare did the harbour board set"


def ask(
    index: Index, question: str, filters: Filters | None = None, today: date = TODAY
) -> list[Passage]:
    return Retriever(index).search(Query.of(question, index, today=today), filters=filters)


def titles(found: list[Passage]) -> list[str]:
    return [passage.title for passage in found]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (f"{FARE} in March 2022?", FARE_2022),
        (f"{FARE} in March 2023?", FARE_2023),
        (f"{FARE} last year?", FARE_2023),
        (f"{FARE} before 2023?", FARE_2022),
        ("2022年3月的渡輪成人票價是多少？", FARE_2022),
        ("去年三月的渡轮成人票价是多少？", FARE_2023),
    ],
)
def test_a_question_that_names_a_time_is_answered_from_it(
    indexed: Indexed, question: str, expected: Article
) -> None:
    found = ask(indexed(*DATED), question)
    assert found[0].title == expected.title
    others = {FARE_2022.title, FARE_2023.title} - {expected.title}
    assert not others.intersection(titles(found)), "only what was published in that time"


def test_the_askers_day_says_what_last_year_is(indexed: Indexed) -> None:
    index = indexed(*DATED)
    assert titles(ask(index, f"{FARE} last year?", today=date(2023, 12, 1))) == [FARE_2022.title]


@pytest.mark.parametrize(
    "time",
    ["in May 2021", "in July 2023", "in 2019"],
    ids=["nothing then", "nothing relevant then", "nothing that year"],
)
def test_a_time_in_which_nothing_answers_is_no_filter(indexed: Indexed, time: str) -> None:
    index = indexed(*DATED)
    found = ask(index, f"{FARE} {time}?")
    assert {FARE_2022.title, FARE_2023.title} <= set(titles(found))
    assert found[0].score > RELEVANT


def test_a_report_of_a_later_year_answers_what_happened_earlier(indexed: Indexed) -> None:
    jubilee = article(
        "The bridge turns fifty",
        "The swing bridge was opened in April 2023 by the mayor, after nine years of work.",
        published="2024-04-02T09:00:00+08:00",
    )
    then = article(
        "Council talks about bridges",
        "The council spoke about a bridge, a road and a school.",
        published="2023-04-03T09:00:00+08:00",
    )
    found = ask(indexed(jubilee, then, POOL), "Who opened the swing bridge in April 2023?")
    assert found[0].title == jubilee.title


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(published_to="2022-12-31"), {FARE_2022.title}),
        (Filters(published_from="2023-03-16"), {MUSEUM.title}),
        (Filters(published_from="2030-01-01"), set()),
        (Filters(language="zh"), set()),
    ],
)
def test_a_time_in_the_question_never_widens_the_filters(
    indexed: Indexed, filters: Filters, allowed: set[str]
) -> None:
    index = indexed(*DATED)
    for question in (f"{FARE} in March 2023?", f"{FARE} in March 2022?", f"latest: {FARE}?"):
        assert set(titles(ask(index, question, filters))) <= allowed


TRAM = article(
    "Council approves tram line",
    "The city council of Velden approved the new tram line on Thursday after a long debate.",
    published="2024-05-23T10:00:00+08:00",
)
CROSSING = article(
    "Council approves bridge",
    "The city council of Velden approved a second bridge over the river on Monday.",
    published="2023-01-16T10:00:00+08:00",
)
CLOCKS = article(
    "博物館開幕",
    "鐘錶博物館在維爾登開幕，展出三百件展品。",
    published="2023-04-15T10:00:00+08:00",
)
HOTTEST = article(
    "Last week was the hottest",
    "What happened to the weather? Last week was the hottest on record in Velden, the office "
    "said in news released in its bulletin.",
    published="2021-07-10T10:00:00+08:00",
)
VELDEN = [TRAM, CROSSING, CLOCKS, HOTTEST, MUSEUM]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the council approve in January 2023?", CROSSING),
        ("What did the council approve last week?", TRAM),
        ("What did the council approve since 20 May 2024?", TRAM),
        ("What happened in Velden last week?", TRAM),
        ("去年四月博物館", CLOCKS),
        ("去年四月博物館有什麼消息", CLOCKS),
    ],
)
def test_the_words_for_a_time_need_not_stand_in_the_article(
    indexed: Indexed, question: str, expected: Article
) -> None:
    found = ask(indexed(*VELDEN), question, today=date(2024, 5, 29))
    assert titles(found) == [expected.title]
    assert found[0].score > RELEVANT


def test_what_was_not_reported_is_not_answered_from_another_time(indexed: Indexed) -> None:
    index = indexed(*VELDEN)
    plain = ask(index, "What did the council approve?")
    then = ask(index, "What did the council approve in May 2021?")
    assert then[0].score < 0.7 * plain[0].score


def test_an_article_that_names_the_time_answers_for_it(indexed: Indexed) -> None:
    report = article(
        "Trade of Velden with Orvane hits a record in 2023",
        "Trade between Velden and Orvane grew by 26 per cent in 2023, customs said.",
        published="2024-01-12T09:00:00+08:00",
    )
    visit = article(
        "Minister of Orvane visits Velden",
        "The minister spoke of trade between Velden and Orvane, which had grown, and of fish.",
        published="2023-05-24T09:00:00+08:00",
    )
    found = ask(
        indexed(report, visit, POOL), "By how much did trade of Velden with Orvane grow in 2023?"
    )
    assert titles(found)[:2] == [report.title, visit.title]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What happened last week?", [TRAM]),
        ("2023年有什麼新聞？", [MUSEUM, CLOCKS, CROSSING]),
        ("What is the latest news?", [TRAM, MUSEUM, CLOCKS, CROSSING, HOTTEST]),
        ("最新消息", [TRAM, MUSEUM, CLOCKS, CROSSING, HOTTEST]),
    ],
)
def test_who_asks_for_any_news_of_a_time_gets_them_newest_first(
    indexed: Indexed, question: str, expected: list[Article]
) -> None:
    typo = article("Typo", "This was published in a year to come.", published="2204-05-23")
    found = ask(indexed(*VELDEN, POOL, typo), question, today=date(2024, 5, 29))
    assert titles(found) == [one.title for one in expected]
    assert all(passage.score >= RELEVANT and passage.start == 0 for passage in found)


def test_any_news_of_a_time_keep_to_the_filters(indexed: Indexed) -> None:
    index = indexed(*VELDEN)
    found = ask(index, "2023年有什麼新聞？", Filters(language="en"), today=date(2024, 5, 29))
    assert titles(found) == [MUSEUM.title, CROSSING.title]


# -- the newest -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest ferry fare that the harbour board set?",
        "港務局最新定的渡輪票價是多少？",
    ],
)
def test_who_asks_for_the_latest_gets_the_newer_of_two(indexed: Indexed, question: str) -> None:
    found = ask(indexed(*DATED), question)
    assert titles(found)[:2] == [FARE_2023.title, FARE_2022.title]
    assert found[0].score > found[1].score + 0.2


@pytest.mark.parametrize(
    "question",
    ["latest news on ferry fares", "current status of the ferry fare", "渡輪票價最新消息"],
)
def test_the_words_for_the_newest_need_not_stand_in_the_article(
    indexed: Indexed, question: str
) -> None:
    index = indexed(*DATED)
    plain = {"渡輪票價最新消息": "渡輪票價"}.get(question, "ferry fares")
    best, *_ = ask(index, question)
    assert best.title == FARE_2023.title
    assert best.score >= 0.9 * max(passage.score for passage in ask(index, plain))


def test_a_question_may_ask_for_the_newest_of_a_time(indexed: Indexed) -> None:
    earlier = article(FARE_2023.title, FARE_2023.body + " ", published="2023-03-01T09:00:00+08:00")
    index = indexed(*DATED[2:], FARE_2022, earlier, FARE_2023)
    found = ask(index, "latest news on ferry fares in March 2022")
    assert titles(found)[0] == FARE_2022.title


def test_who_does_not_ask_for_the_latest_gets_both_alike(indexed: Indexed) -> None:
    first, second, *_ = ask(indexed(*DATED), f"{FARE}?")
    assert first.score == pytest.approx(second.score, abs=0.1)


# -- copies -----------------------------------------------------------------------------------

STORY = (
    "Engineers began on Thursday to lower the water behind the Marl Valley dam, after divers "
    "found a crack 14 metres long near its foot. The regional water board said that the dam was "
    "not in danger and that no one had to leave home. The level will fall by 30 centimetres a "
    "day for three weeks, and the spillway road stays closed until 9 November. The crack was "
    "first seen in a sonar survey in August and has not grown since. Anglers were asked to keep "
    "off the eastern shore, where the mud is deep. The board will drain the upper basin for "
    "repairs that cost an estimated 6.5 million crowns, and it promised weekly reports to the "
    "four villages downstream."
)


def test_copies_of_a_story_stand_behind_one_of_them(indexed: Indexed) -> None:
    wire = article("Dam lowered after crack is found", STORY, source="Wire")
    local = article("Water falls at Marl Valley", STORY + " A mayor was pleased.", source="Local")
    index = indexed(wire, local, POOL)
    found = ask(index, "How long is the crack in the Marl Valley dam?")
    best, *others = found
    assert {best.title, best.copies[0].title} == {wire.title, local.title}
    assert len(best.copies) == 1
    assert titles(others) == [POOL.title]
    assert best.copies[0].source in {"Wire", "Local"}


def test_copies_do_not_push_out_all_else(indexed: Indexed) -> None:
    copies = [
        article("Dam lowered", f"{STORY} Reporting by desk {chr(65 + n % 26)}{n}.", source=f"S{n}")
        for n in range(50)
    ]
    others = [
        article("Fish die", "Fish died behind the Marl Valley dam as the water fell."),
        article("Dam pleases divers", "Divers are glad to see the foot of the Marl Valley dam."),
    ]
    found = ask(indexed(*copies, *others), "How long is the crack in the Marl Valley dam?")
    assert set(titles(found)) == {"Dam lowered", "Fish die", "Dam pleases divers"}
    assert len(found[0].copies) == 49


def test_a_long_article_does_not_push_out_all_else(indexed: Indexed) -> None:
    index = indexed(LIVE_BLOG, VIEW, POOL)
    found = ask(index, "What did engineers report on the reactor pump in the hall?")
    assert {LIVE_BLOG.title, VIEW.title} <= set(titles(found)[:4])
    assert len(found) == 8, "the rest of the page is the long article's"


def test_a_filter_may_leave_only_a_copy(indexed: Indexed) -> None:
    wire = article("Dam lowered after crack is found", STORY, source="Wire")
    local = article("Water falls at Marl Valley", STORY + " A mayor was pleased.", source="Local")
    index = indexed(wire, local)
    for one in (wire, local):
        found = ask(index, "crack in the dam", Filters(source=one.source))
        assert titles(found) == [one.title]
        assert found[0].copies == ()


# -- names across languages, by their sound ---------------------------------------------------

NAMES = [
    ("Kalborino", "卡尔博里诺"),
    ("Brandolini", "布兰多利尼"),
    ("Vestergard", "韦斯特加德"),
    ("Zavrotnik", "扎夫罗特尼克"),
]


def visits(names: Iterable[str], form: str, title: str) -> list[Article]:
    return [article(f"{title} {number}", form.format(name)) for number, name in enumerate(names)]


@pytest.mark.parametrize(("english", "chinese"), NAMES)
def test_an_english_question_finds_a_name_by_its_sound_in_chinese(
    indexed: Indexed, english: str, chinese: str
) -> None:
    form = "部长{}星期五参观大坝，感谢了所有工人。"
    index = indexed(*visits([name for _, name in NAMES], form, "部长参观大坝"), MUSEUM, POOL)
    best, second, *_ = ask(index, f"What did {english} visit?")
    assert chinese in best.text
    assert best.score > RELEVANT > second.score


@pytest.mark.parametrize(("english", "chinese"), NAMES)
def test_a_chinese_question_finds_a_name_by_its_sound_in_english(
    indexed: Indexed, english: str, chinese: str
) -> None:
    form = "Minister {} visited the dam on Friday and thanked all the workers."
    index = indexed(*visits([name for name, _ in NAMES], form, "Visit to the dam"), MUSEUM, POOL)
    best, *_ = ask(index, f"{chinese}部长参观了哪里？")
    assert english in best.text


# -- order ------------------------------------------------------------------------------------


def test_scores_fall_and_no_more_than_k_are_shown(indexed: Indexed) -> None:
    index = indexed(FARE_2022, FARE_2023, MUSEUM, POOL, HARBOUR, BRIDGE, PANDA)
    query = Query.of("ferry fares of the harbour", index)
    everything = Retriever(index).search(query, k=20)
    assert len(everything) == 7
    scores = [passage.score for passage in everything]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > RELEVANT > scores[-1]
    assert Retriever(index).search(query, k=3) == everything[:3]


@pytest.mark.parametrize("k", [0, -1])
def test_no_passages_cannot_be_asked_for(small_index: Path, k: int) -> None:
    index = Index(small_index)
    modes: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
    for mode in modes:
        with pytest.raises(QuestionError, match=str(k)):
            Retriever(index).search(Query.of("ferry", index), k=k, mode=mode)


def test_an_empty_index_finds_nothing(indexed: Indexed) -> None:
    index = indexed()
    query = Query.of("latest ferry fares in March 2023", index)
    modes: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
    assert [Retriever(index).search(query, mode=mode) for mode in modes] == [[], [], []]
