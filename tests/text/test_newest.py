"""Questions about the newest state of things."""

from __future__ import annotations

import pytest

from qa.text.folding import traditional
from qa.text.newest import asks_for_latest, without_newest


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest news on the bridge?",
        "the LATEST on Ukraine",
        "What is the most recent count?",
        "What is the newest line?",
        "What is currently known about the crash?",
        "What is the current state of the talks?",
        "最新進展是什麼？",
        "大橋的最新消息",
        "最近有什麼新聞？",
        "談判近況如何？",
        "目前進展如何？",
        "近日有什麼新聞？",
        "当前形势如何？",
    ],
)
def test_wording_that_asks_for_the_newest(question: str) -> None:
    assert asks_for_latest(question)
    assert asks_for_latest(traditional(question))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Must it be paid by May at the latest?",
        "What is the latest possible departure?",
        "What happened later?",
        "Who recently resigned?",
        "Who is the current president?",
        "How long did it last?",
        "最近三天有什麼新聞？",
        "最近兩個月的出口",
        "最近幾年的出口",
        "離我最近的醫院在哪裡？",
        "距離木星最近的衛星",
        "最近的地鐵站在哪裡？",
        "附近日落很美嗎？",
        "節目前往哪裡拍攝？",
        "街上出現狀況了嗎？",
        "2023年3月發生什麼？",
    ],
)
def test_other_wording_does_not_ask_for_the_newest(question: str) -> None:
    assert not asks_for_latest(question)


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("What is the latest news on the bridge?", "What is the bridge?"),
        ("current status of ferry fares", "ferry fares"),
        ("What are ferry fares right now?", "What are ferry fares?"),
        ("the most recent ferry fare", "ferry fare"),
        ("渡輪票價最新消息", "渡輪票價"),
        ("大橋的最新進展", "大橋的"),
        ("目前渡輪票價是多少", "渡輪票價是多少"),
        ("談判近況如何？", "談判如何？"),
        ("最新消息", ""),
        # Nothing of the newest is asked for.
        ("離我最近的醫院在哪裡？", "離我最近的醫院在哪裡？"),
        ("What is the latest possible departure?", "What is the latest possible departure?"),
    ],
)
def test_the_words_for_the_newest_are_taken_out(question: str, rest: str) -> None:
    assert without_newest(question) == rest
