from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.folding import traditional
from qa.text.periods import Period, counts_from_today, period_of, without_time
from tests.named_periods import TODAY, shown

ENGLISH = [
    # Open on one side.
    ("What has been built since March 2023?", "2023-03-01.."),
    ("What has been built since March?", "2023-03-01.."),
    ("What has been built since last year?", "2022-01-01.."),
    ("What was built from March 2023 onwards?", "2023-03-01.."),
    ("What was built from March 2023 to now?", "2023-03-01.."),
    ("What was built from March 2023 until today?", "2023-03-01..2023-05-10"),
    ("Who led the party before 2022?", "..2021-12-31"),
    ("Who led the party until March 2022?", "..2022-03-31"),
    ("What followed after 5 May 2023?", "2023-05-06.."),
    ("What followed after March?", "2023-04-01.."),
    # What is beside the point does not count.
    ("How did sales in March 2023 compare with last year?", "2023-03-01..2023-03-31"),
    ("Were sales in March 2023 higher than last year?", "2023-03-01..2023-03-31"),
    ("What did Xi say in March 2023 about peaking emissions by 2030?", "2023-03-01..2023-03-31"),
    ("What did the minister announce last week for next year?", "2023-05-01..2023-05-07"),
]
CHINESE = [
    # Open on one side.
    ("2023年以來建了什麼？", "2023-01-01.."),
    ("今年以來建了什麼？", "2023-01-01.."),
    ("自3月以來建了什麼？", "2023-03-01.."),
    ("自三月以來建了什麼？", "2023-03-01.."),
    ("從2023年3月起建了什麼？", "2023-03-01.."),
    ("2022年至今建了什麼？", "2022-01-01.."),
    ("2022年3月以前誰是部長？", "..2022-02-28"),
    ("2022年之前誰是部長？", "..2021-12-31"),
    ("2022年3月前，誰是部長？", "..2022-02-28"),
    ("2023年3月21日之後發生什麼？", "2023-03-22.."),
    ("2023年3月21日後於何處重建？", "2023-03-22.."),
    ("2023年3月21日後續如何？", "2023-03-21"),
    ("上周以后发生什么", "2023-05-08.."),
    # What is beside the point does not count.
    ("3月出口比去年高多少？", "2023-03-01..2023-03-31"),
    ("2023年3月的出口與去年同期相比如何？", "2023-03-01..2023-03-31"),
    ("昨天公布的明年預算是多少？", "2023-05-09"),
]


@pytest.mark.parametrize(("question", "expected"), ENGLISH)
def test_how_a_time_is_meant_in_english(question: str, expected: str) -> None:
    assert shown(question) == expected
    assert shown(question.upper()) == expected


@pytest.mark.parametrize(("question", "expected"), CHINESE)
def test_how_a_time_is_meant_in_both_chinese_scripts(question: str, expected: str) -> None:
    assert shown(question) == expected
    assert shown(traditional(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "2023",
        "Which 2023 people signed?",
        "Write it in 1500 words",
        "Write it in 2000 words",
        "Why did it rise by 2023 points?",
        "Did it cost $2023 or 2,023 yuan?",
        "Who won the 2022 World Cup?",
        "What happened in the 1990s?",
        "What was the play from the 1980's?",
        "Which drought was worse than in 2005?",
        "Which wall is visible even today?",
        "What happened in season 2023-24?",
        "May I ask who resigned?",
        "What may happen in Taiwan?",
        "Why may 2023 be the hottest year?",
        "Did May resign before May was asked?",
        "Did they march on Washington?",
        "Where did soldiers march 20 to 22 miles?",
        "Who spoke at the last march?",
        "How long did it last?",
        "How long did the truce last?",
        "Did the truce last three days?",
        "Who died in the last week of the war?",
        "What did he do in his last year?",
        "What is Russia Today?",
        "Which Roman temples still stand today?",
        "Who is the king today?",
        "What was known of Mars that is known today?",
        "What matters in today's world?",
        "What was 9/11?",
        "Who called 911?",
        "What caused COVID-19?",
        "What was the September 11 attack?",
        "What began after the May 4th movement?",
        "Who is 23 years old?",
        "What happened in recent years?",
        "What happened on Wednesday?",
        "What happened in the winter of 2022?",
        "What will happen next week?",
        "What are the goals for 2030?",
        "What will happen in 2030?",
        "What will they have built by March 2025?",
        "What will happen before 2030?",
        "What happened in 1895?",
        "What happened in March 1895?",
        "What happened on 31 February 2023?",
        "What happened on 2023-02-30?",
        "What happened on 2023-13-01?",
        "What happened on 4/5/2023?",
        "What happened on 31/2/2023?",
        "What happened on February 30?",
        "What happened from 2021 to 2019?",
        "What happened in 2019 and 2022?",
        "What happened on 3 March 2022 and on 5 April 2023?",
        "What was said in 2022 about the vote on March 21?",
        "周三發生什麼？",
        "第三季的冠軍是誰？",
        "三月黨是什麼？",
        "十月革命的領袖是誰？",
        "誰在十月革命中上台？",
        "五月天的演唱會在哪裡？",
        "3個月後怎樣？",
        "同年3月誰辭職？",
        "每年3月誰開會？",
        "有2000年歷史的城市",
        "2003年後在哪裡任職？",
        "即使在今天，城牆仍可見嗎？",
        "2000年前的古城在哪裡？",
        "失去年輕人的城市",
        "日本周邊有什麼國家？",
        "晚上周杰倫唱了什麼？",
        "這是項目前天的報告",
        "今天的中國是怎樣的社會？",
        "911是什麼？",
        "新冠病毒COVID-19是什麼？",
        "票價2023元",
        "三年級學生有多少？",
        "最近有什麼新聞？",
        "近年有什麼新聞？",
        "下周有什麼會議？",
        "2030年的目標是什麼？",
        "明年3月有什麼會議？",
        "1895年3月簽了什麼條約？",
        "2023年2月31日發生什麼？",
        "2023年13月發生什麼？",
        "2022年冬天有多冷？",
        "2019年和2022年的出口",
        "民國時期的上海",
    ],
)
def test_what_names_no_period_that_news_is_from(question: str) -> None:
    assert shown(question) is None


def test_a_month_or_day_without_a_year_began_by_today() -> None:
    assert shown("in March", date(2023, 3, 1)) == "2023-03-01..2023-03-31"
    assert shown("in March", date(2023, 2, 28)) == "2022-03-01..2022-03-31"
    assert shown("on March 21", date(2023, 3, 21)) == "2023-03-21"


PIECES = """in on since before between from to until the last past next march may 2023 2023年 3月
20 21日 三月 至 年 去年 上周 前 后 以来 最近 三天 民国112年 初 底 第一季度 昨天 31 february 二月
q1 early end of half spring ago days weeks , - today's yesterday""".split()
any_day = st.dates()
any_text = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789年月日號至十二三上下前後周個民國第季-/. "),
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(alphabet=st.characters(categories=["Cs", "Nd", "Zs"]), max_size=20),
)


@given(any_text, any_day)
def test_any_text_is_read_without_failing(text: str, today: date) -> None:
    period = period_of(text, today)
    if period is None:
        return
    assert period.first or period.last
    if period.first and period.last:
        assert period.first <= period.last
    assert period.first is None or 1900 <= period.first.year <= 2101
    assert period.first is None or period.first <= today
    assert period.last is None or 1899 <= period.last.year <= 2101


@given(st.integers(min_value=0, max_value=10**9))
def test_a_bare_number_is_never_a_period(number: int) -> None:
    assert period_of(str(number), TODAY) is None
    assert period_of(f"Why did {number} people protest?", TODAY) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 400))
def test_written_days_and_ranges_are_read_back(day: date, length: int) -> None:
    today = date(2101, 1, 1)
    written = f"{day.day} {day:%B} {day.year}"
    for form in (
        written,
        f"{day:%B} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert period_of(f"{form} news", today) == Period(day, day)
    last = min(day + timedelta(days=length), date(2100, 12, 31))
    named = f"from {written} to {last.day} {last:%B} {last.year}"
    assert period_of(named, today) == Period(day, last)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What did the council approve in January 2023?", "What did the council approve?"),
        ("In 2022, what was built on 21 March 2022?", "what was built?"),
        ("What was built since last week?", "What was built?"),
        ("What was built on or after March 20?", "What was built?"),
        ("Who won in 2021, 2022 and 2023?", "Who won?"),
        ("On Monday, 20 March 2023, who met?", "who met?"),
        ("What happened in the week of March 20?", "What happened?"),
        ("What was 2022's worst flood?", "What was worst flood?"),
        ("Ferry fares (March 2023)", "Ferry fares"),
        ("What did Ｘｉ say in ２０２３?", "What did Ｘｉ say?"),
        ("去年四月博物館", "博物館"),
        ("2022年3月的渡輪票價是多少？", "渡輪票價是多少？"),
        ("習近平3月21日見了誰？", "習近平見了誰？"),
        ("C919在2023年5月首飛了嗎", "C919首飛了嗎"),
        ("從2023年3月起建了什麼？", "建了什麼？"),
        ("2023年3月期間建了什麼？", "建了什麼？"),
        # Times that the question is not limited to stay.
        (
            "How did sales in March 2023 compare with last year?",
            "How did sales compare with last year?",
        ),
        ("What did he announce last week for next year?", "What did he announce for next year?"),
        ("Who won the 2022 World Cup?", "Who won the 2022 World Cup?"),
        ("What happened  in 2019 and 2022?", "What happened  in 2019 and 2022?"),
    ],
)
def test_the_words_for_a_time_are_taken_out(question: str, rest: str) -> None:
    assert without_time(question, TODAY) == rest


def test_last_week_is_counted_from_today_and_march_2023_is_not() -> None:
    assert counts_from_today("What was built last week?", TODAY)
    assert counts_from_today("去年四月建了什麼？", TODAY)
    assert not counts_from_today("What was built in March 2023?", TODAY)
    assert not counts_from_today("What was built on 3/21/2023?", TODAY)
    assert not counts_from_today("What was built?", TODAY)


PIECES_OF_QUESTIONS = """in since last week march 2023 去年 3月 最新 消息 latest on the ferry
大橋 what happened , ? 's ( ) 21日 以來""".split()


@given(
    st.lists(st.sampled_from(PIECES_OF_QUESTIONS), max_size=8).map(" ".join) | st.text(max_size=40)
)
def test_words_are_only_taken_out_where_a_time_is_named(question: str) -> None:
    rest = without_time(question, TODAY)
    named = period_of(question, TODAY) is not None
    assert len(rest) < len(question) if named else rest == question
