from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from qa.answering.answer import Turn
from qa.errors import IndexBusyError, QAError
from qa.messages.catalogue import messages
from qa.service import Service
from qa.text.language import HAN, Language
from qa.web.backend import Backend, NotReadyError
from qa.web.metrics import Metrics
from qa.web.page.conversation import Frame, converse
from tests.conftest import BRIDGE, HARBOUR, PANDA
from tests.web.conftest import Breaks

QUESTION = "How much will an adult ferry ticket cost?"


def run(
    backend: Backend,
    question: str,
    before: Frame | None = None,
    language: Language = "en",
    **filters: str,
) -> list[Frame]:
    chosen: dict[str, str | None] = dict(filters)
    return list(converse(backend, Metrics(backend), before or Frame(), question, chosen, language))


def test_an_answer_comes_in_frames(backend: Backend) -> None:
    first, *middle, last = run(backend, QUESTION)
    assert [frame.running for frame in (first, *middle)] == [True] * (1 + len(middle))
    assert messages("en").page.searching in first.messages[-1]["content"]
    assert any("Reading" in frame.messages[-1]["content"] for frame in middle)
    assert not last.running
    assert [message["role"] for message in last.messages] == ["user", "assistant"]
    assert f"#src-{HARBOUR.id}-" in last.messages[-1]["content"]


def test_finished_answers_are_what_the_next_question_is_understood_by(backend: Backend) -> None:
    *_, first = run(backend, QUESTION)
    assert [turn.question for turn in first.turns] == [QUESTION]
    *_, second = run(backend, "and since when?", first)
    assert isinstance(second.turns[1], Turn)
    assert len(second.messages) == 4


def test_the_page_says_how_a_follow_up_was_understood(backend: Backend) -> None:
    *_, first = run(backend, "When were the panda cubs first shown at the zoo?")
    assert "Understood as" not in first.messages[-1]["content"]
    *_, second = run(backend, "and what do they weigh?", first)
    said = "Understood as: When were the panda cubs first shown at the zoo: and what do they weigh?"
    assert f'<div class="qa-understood">{said}</div>' in second.messages[-1]["content"]
    assert f"#src-{PANDA.id}-" in second.messages[-1]["content"]
    *_, third = run(backend, "它們是什麼時候出生的？", second)
    assert "理解為：" in third.messages[-1]["content"]
    *_, fourth = run(backend, QUESTION, third)
    assert "qa-understood" not in fourth.messages[-1]["content"]
    assert f"#src-{HARBOUR.id}-" in fourth.messages[-1]["content"]


def test_filters_are_used_and_shown_where_wrong(backend: Backend) -> None:
    *_, found = run(backend, QUESTION, published_to="2023-12-31")
    assert HARBOUR.id not in found.messages[-1]["content"]
    assert BRIDGE.id in found.messages[-1]["content"]
    *_, wrong = run(backend, QUESTION, published_from="2024-01-01", published_to="2023-01-01")
    assert "qa-note" in wrong.messages[-1]["content"]
    assert "swap the two" in wrong.messages[-1]["content"]
    assert wrong.turns == ()


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize(
    ("question", "filters", "key"),
    [
        (
            "渡輪加價多少",
            {"published_from": "2024-01-02", "published_to": "2024-01-01"},
            "reversed",
        ),
        ("渡輪加價多少", {"published_from": "May"}, "no_date"),
        ("長" * 100_000, {}, "too_long"),
        ("？？？", {}, "no_word"),
        ("  ", {}, "empty"),
    ],
)
def test_what_went_wrong_is_said_in_the_language_of_the_page(
    backend: Backend, language: Language, question: str, filters: dict[str, str], key: str
) -> None:
    *_, last = run(backend, question, None, language, **filters)
    said = last.messages[-1]["content"]
    assert said.startswith('<div class="qa-note">')
    assert HAN.search(said)
    assert not re.search(r"[a-z]{3,}", re.sub(r"<[^>]*>|May", "", said)), said
    (of_kind,) = [k for k in messages(language).errors if k.endswith(key)]
    assert messages(language).errors[of_kind].hint in said


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_an_index_that_is_being_written_is_said_in_the_language_of_the_page(
    language: Language,
) -> None:
    def busy() -> Service:
        raise IndexBusyError("/secret/index is being written by another process", "wait")

    backend = Backend(busy)
    backend.start()
    while isinstance(error := failure(backend), NotReadyError):
        time.sleep(0.01)
    assert isinstance(error, IndexBusyError)
    *_, last = run(backend, QUESTION, language=language)
    assert messages(language).errors["index_busy"].message in last.messages[-1]["content"]
    assert "secret" not in last.messages[-1]["content"]
    backend.stop()


def failure(backend: Backend) -> QAError | None:
    try:
        backend.service()
    except QAError as error:
        return error
    return None


def test_a_question_that_cannot_be_asked_is_a_calm_line(backend: Backend) -> None:
    *_, last = run(backend, "???")
    assert last.messages[-1]["content"].startswith('<div class="qa-note">')
    assert not last.running


def test_a_fault_of_ours_is_a_calm_line_without_a_traceback(small_index: Path) -> None:
    backend = Backend(lambda: Breaks(small_index))
    backend.start()
    backend.wait(10)
    *_, last = run(backend, QUESTION)
    assert messages("en").errors["internal_error"].message in last.messages[-1]["content"]
    assert "secret" not in last.messages[-1]["content"]


def test_what_the_asker_writes_is_shown_as_written(backend: Backend) -> None:
    first, *_ = run(backend, "<b>*ferry*</b>")
    assert first.messages[0]["content"] == r"&lt;b&gt;\*ferry\*&lt;/b&gt;"


def test_an_answer_that_is_stopped_keeps_what_is_written(backend: Backend) -> None:
    half = Frame().asked("Why?").saying("Because")
    stopped = half.stopped("Stopped.")
    assert not stopped.running
    assert [m["content"] for m in stopped.messages] == [
        "Why?",
        'Because\n\n<div class="qa-note">Stopped.</div>',
    ]
    *_, last = run(backend, QUESTION, stopped)
    assert last.messages[:2] == stopped.messages


def test_a_frame_of_an_answer_that_was_cut_off_does_not_come_back() -> None:
    late = Frame().asked("Why?").saying("Because of")
    new = Frame(root=1)
    assert late.since(new) is new
    after = new.asked("Who?")
    assert after.since(new) is after
