from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import qa
from qa import Answer, Filters, Turn
from qa.answering.answer import Finished, PassagesFound
from qa.answering.pipeline import Request
from qa.errors import QuestionError
from qa.index.ingest import ingest_paths
from qa.retrieval.passage import MAX_PASSAGES
from qa.retrieval.query import Query
from qa.service import Service, open_service
from qa.settings import Settings
from tests.chat_server import chat_server
from tests.conftest import BRIDGE, HARBOUR, PANDA


def test_ask_search_and_article(small_index: Path) -> None:
    answer = qa.ask("How much will an adult ferry ticket cost?", index=small_index)
    (citation, *_) = answer.citations
    article = qa.get_article(citation.article_id, index=small_index)
    assert article == HARBOUR
    assert article.body[citation.start : citation.end] == citation.quote
    assert qa.search("ferry", k=1, index=small_index)[0].article_id == HARBOUR.id


def test_to_dict_is_plain_json_with_the_fields_of_the_contract(small_index: Path) -> None:
    document = qa.ask("大桥全长多少", index=small_index).to_dict()
    fields = "text answered kind short_answer confidence language mode citations passages timings"
    assert set(fields.split()) <= set(document)
    assert set(document["citations"][0]) >= set(
        "number article_id title url published quote start end verified rendering".split()
    )
    assert set(document["passages"][0]) >= set(
        "article_id title text start end published score".split()
    )
    assert document["citations"][0]["published"] == "2023-11-05T18:00:00+08:00"
    assert set(document["timings"]) == {"retrieve", "answer", "wait", "total"}


def test_async_and_stream_give_the_same_answer(small_index: Path) -> None:
    question = "大桥全长多少"
    plain = qa.ask(question, index=small_index)
    with ThreadPoolExecutor(1) as pool:  # a browser test may have left a loop in this thread
        awaited = pool.submit(lambda: asyncio.run(qa.aask(question, index=small_index))).result()
    first, *_, last = qa.stream(question, index=small_index)
    assert isinstance(first, PassagesFound)
    assert isinstance(last, Finished)

    def shape(answer: Answer) -> tuple[object, ...]:
        return answer.text, answer.citations, answer.passages

    assert shape(plain) == shape(awaited) == shape(last.answer)


def test_the_pipeline_composes_with_other_runnables(small_index: Path) -> None:
    from langchain_core.runnables import RunnableLambda

    service = Service(small_index)
    chain = RunnableLambda(Request) | service.as_runnable()
    *_, last = chain.stream("大桥全长多少")
    assert isinstance(last, Finished)
    assert last.answer.text == service.ask("大桥全长多少").text


def test_filters_limit_what_is_answered_from(small_index: Path) -> None:
    before = Filters(published_to="2023-12-31")
    answer = qa.ask("How much will an adult ferry ticket cost?", filters=before, index=small_index)
    assert {p.article_id for p in answer.passages} == {BRIDGE.id}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"filters": {"language": "en"}}, "expected Filters, got dict"),
        ({"history": ["What is it?"]}, "expected turns, got str"),
    ],
)
def test_arguments_of_a_wrong_type_are_told(
    small_index: Path, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(qa.QAError, match=said) as caught:
        qa.ask("ferry fares", index=small_index, **arguments)
    assert caught.value.hint


@pytest.mark.parametrize("k", [0, MAX_PASSAGES + 1, 2**40, "3", 2.5, True])
def test_a_number_of_passages_that_is_none_is_told_and_damages_nothing(
    small_index: Path, k: Any
) -> None:
    with pytest.raises(QuestionError, match=f"only 1 to {MAX_PASSAGES}"):
        qa.search("ferry fares", k=k, index=small_index)
    with pytest.raises(QuestionError):
        qa.as_retriever(k=k, index=small_index).invoke("ferry fares")
    assert open_service(small_index).index.mended == ()
    assert len(qa.search("ferry fares", k=MAX_PASSAGES, index=small_index)) == 3


def test_a_follow_up_is_read_with_the_question_before_it(small_index: Path) -> None:
    history = [Turn(question="When were the panda cubs first shown at the zoo?", answer="…")]
    answer = qa.ask("and what do they weigh?", history=history, index=small_index)
    assert answer.answered
    assert answer.citations[0].article_id == PANDA.id
    said = "When were the panda cubs first shown at the zoo: and what do they weigh?"
    assert answer.question == said


def test_a_change_of_subject_is_not_answered_from_the_last_question(small_index: Path) -> None:
    history = [Turn(question="大熊猫幼崽何时出生", answer="…")]
    answer = qa.ask("Who won the 2022 World Cup?", history=history, index=small_index)
    assert (answer.answered, answer.language, answer.question) == (False, "en", None)


def test_many_threads_ask_at_once(small_index: Path) -> None:
    qa.ask("ferry", index=small_index)
    with ThreadPoolExecutor(8) as pool:
        asked = ["How much will a ferry ticket cost?", "大桥全长多少", "大熊猫幼崽何时出生"] * 8
        answers = list(pool.map(lambda q: qa.ask(q, index=small_index), asked))
    cited = [answer.citations[0].article_id for answer in answers]
    assert cited == [HARBOUR.id, BRIDGE.id, PANDA.id] * 8


def test_services_with_different_settings_stand_side_by_side(small_index: Path) -> None:
    # 26 hours apart: never the same day.
    ahead, behind = Settings(timezone="Etc/GMT-14"), Settings(timezone="Etc/GMT+12")
    question = "How much will an adult ferry ticket cost?"
    with chat_server() as chat:
        chat.say("An adult ticket will cost 5.6 dollars [1].")
        written = Settings(chat_model="openai:scripted", chat_base_url=chat.url)
        services = [open_service(small_index, one) for one in (ahead, behind, written)]
        assert len(set(services)) == 3
        assert services == [open_service(small_index, one) for one in (ahead, behind, written)]
        modes = [service.ask(question).mode for service in services]
    assert modes == ["extractive", "extractive", "generative"]
    east, west = (Query.of(question, service.index).today for service in services[:2])
    assert east > west


def test_dates_are_read_in_the_time_zone_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "ferry.jsonl"
    file.write_text('{"title": "Ferry", "text": "Fares rise.", "published": "2024-03-02 09:30"}')
    for zone, offset in (("Asia/Hong_Kong", "+08:00"), ("UTC", "+00:00")):
        ingest_paths(tmp_path / offset, [file], settings=Settings(timezone=zone))
        (found,) = qa.search("ferry fares", index=tmp_path / offset)
        assert found.published == f"2024-03-02T09:30:00{offset}"


def test_a_stream_that_nobody_reads_on_keeps_nobody_waiting(small_index: Path) -> None:
    service = Service(small_index, Settings(parallel_answers=1))
    begun = [service.stream("How much will an adult ferry ticket cost?") for _ in range(3)]
    assert all(isinstance(next(events), PassagesFound) for events in begun)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(service.ask, "大桥全长多少")
        assert asked.result(timeout=20).citations[0].article_id == BRIDGE.id
    for events in begun:  # and each is still finished when it is read on
        *_, last = events
        assert isinstance(last, Finished)


def test_who_waits_for_a_chat_model_keeps_nobody_waiting(small_index: Path) -> None:
    with chat_server() as chat, ThreadPoolExecutor(1) as pool:
        chat.say("An adult ticket ", "will cost 5.6 dollars [1].", pause=2.0)
        settings = Settings(
            chat_model="openai:scripted", chat_base_url=chat.url, parallel_answers=1
        )
        service = Service(small_index, settings)
        writing = pool.submit(service.ask, "How much will an adult ferry ticket cost?")
        while not chat.requests:
            time.sleep(0.01)
        assert service.search("大桥全长多少")[0].article_id == BRIDGE.id
        assert not writing.done()
        assert writing.result(timeout=20).mode == "generative"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks the system what is mapped")
def test_however_many_ask_the_articles_are_mapped_once_a_worker(small_index: Path) -> None:
    service = Service(small_index, Settings(parallel_answers=2))
    together = threading.Barrier(12)

    def ask(_: int) -> Answer:
        together.wait(20)
        return service.ask("大桥全长多少")

    with ThreadPoolExecutor(12) as pool:
        assert all(answer.answered for answer in pool.map(ask, range(12)))
        maps = Path("/proc/self/maps").read_text().splitlines()
    mapped = [line for line in maps if line.endswith(str(small_index / "articles.sqlite3"))]
    assert 1 <= len(mapped) <= 3, "once a worker, and once where the index was opened"


def test_public_names_are_those_of_the_contract() -> None:
    names = "ask aask stream search get_article as_retriever Answer Citation Passage Filters Turn"
    for name in names.split():
        assert name in qa.__all__
        assert getattr(qa, name)
    with pytest.raises(AttributeError):
        qa.nothing_like_that  # noqa: B018
