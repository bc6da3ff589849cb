"""A question is read with the conversation where it leans on it, and alone where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from qa.answering.answer import Turn
from qa.errors import QuestionError
from qa.index.index import Index
from qa.retrieval.conversation import Understood, asker_language, read_in_context
from qa.retrieval.retriever import Retriever
from tests.conftest import BRIDGE, HARBOUR, PANDA
from tests.retrieval.conftest import Indexed


@pytest.fixture
def index(indexed: Indexed) -> Index:
    return indexed(HARBOUR, BRIDGE, PANDA)


def read(index: Index, question: str, *earlier: str) -> Understood:
    turns = [Turn(question=each) for each in earlier]
    return read_in_context(question, turns, index, partial(Retriever(index).search, k=8))


@pytest.mark.parametrize(
    ("earlier", "question", "title"),
    [
        (["When were the panda cubs first shown?"], "and what do they weigh?", PANDA.title),
        (["跨海大橋全長多少？"], "造價呢？", BRIDGE.title),
        (["How long is the new bridge?"], "什麼時候通車？", BRIDGE.title),
        (["渡輪公司去年載客多少？"], "And when will fares go up?", HARBOUR.title),
        (["大熊猫幼崽何时出生", "它们多重"], "那它们在哪里？", PANDA.title),
    ],
)
def test_a_follow_up_finds_what_it_leans_on(
    index: Index, earlier: Sequence[str], question: str, title: str
) -> None:
    reading = read(index, question, *earlier)
    assert reading.passages[0].title == title
    assert reading.understood
    assert reading.understood.endswith(question)
    assert reading.query.text == question, "passages are read by what is new"


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("And how much will an adult ferry ticket cost?", HARBOUR.title),
        ("那麼，跨海大橋工程耗資多少？", BRIDGE.title),
        ("When the panda cubs were shown, how much did they weigh?", PANDA.title),
    ],
)
@pytest.mark.parametrize("last", ["How high are the ferry fares?", "大桥何时通车", "熊猫多重"])
def test_a_change_of_subject_is_read_alone(
    index: Index, last: str, question: str, title: str
) -> None:
    alone, reading = read(index, question), read(index, question, last)
    assert reading.understood is None
    assert reading.passages == alone.passages
    assert reading.passages[0].title == title


def test_a_first_question_is_never_read_otherwise(index: Index) -> None:
    assert read(index, "and what do they weigh?").understood is None


def test_turns_with_nothing_in_them_are_passed_over(index: Index) -> None:
    reading = read(index, "造價呢？", "跨海大橋全長多少？", "", "?!")
    assert reading.passages[0].title == BRIDGE.title
    assert read(index, "造價呢？", "", "?!").understood is None


def test_a_long_turn_and_broken_text_do_no_harm(index: Index) -> None:
    reading = read(index, "and the fares?", "ferry \ud800 " + "x" * 100_000)
    assert len(reading.understood or "") < 400


def test_what_cannot_be_asked_alone_cannot_be_asked_in_a_conversation(index: Index) -> None:
    with pytest.raises(QuestionError):
        read(index, "?!", "How high are the ferry fares?")


def test_where_characters_do_not_tell_the_script_the_conversation_does() -> None:
    simplified = [Turn(question="这座大桥有多长？")]
    assert asker_language("王毅呢？", simplified) == "zh-Hans"
    assert asker_language("王毅呢？", []) == "zh-Hant"
    assert asker_language("這座呢？", simplified) == "zh-Hant"
    assert asker_language("And the bridge?", simplified) == "en"


def test_a_latin_name_does_not_make_a_chinese_follow_up_english() -> None:
    simplified = [Turn(question="这座大桥有多长？")]
    assert asker_language("C919呢？", simplified) == "zh-Hans"
    assert asker_language("iPhone 15 Pro Max售價多少", []) == "zh-Hant"
    assert asker_language("Joe Biden, Xi Jinping Bali 會談多久", []) == "zh-Hant"
    assert asker_language("Who is 王毅?", simplified) == "en"
    assert asker_language("C919?", simplified) == "en"


def test_a_wish_for_a_language_asks_the_last_question_again(index: Index) -> None:
    reading = read(index, "請用中文回答", "How long is the new bridge?")
    assert reading.passages[0].title == BRIDGE.title
    assert reading.understood == "How long is the new bridge?"
    assert (reading.query.language, reading.query.answer_language) == ("en", "zh-Hant")


def test_a_wish_at_the_end_is_no_part_of_the_question(index: Index) -> None:
    reading = read(index, "大熊猫幼崽何时出生？请用英文回答")
    assert reading.query.text == "大熊猫幼崽何时出生？"
    assert reading.query.answer_language == "en"
    assert reading.understood is None


def test_white_space_is_nothing_that_had_to_be_understood(index: Index) -> None:
    assert read(index, "How  long is the\nnew bridge?").understood is None


def test_the_reader_sees_the_last_question_whole(index: Index) -> None:
    reading = read(index, "and what do they weigh?", "When were the panda cubs first shown?")
    said = "When were the panda cubs first shown: and what do they weigh?"
    assert reading.understood == said
