from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import ArticleFileError, IndexBusyError
from qa.index.index import Index
from qa.reading.reader import shipped_reader
from qa.service import Service
from qa.settings import Settings
from qa.web.backend import Backend, NotReadyError, open_or_build
from tests.chat_server import chat_server
from tests.conftest import HARBOUR


def test_until_the_index_is_open_the_service_is_not_ready(service: Service) -> None:
    backend = Backend(lambda: service)
    with pytest.raises(NotReadyError):
        backend.service()
    backend.start()
    assert backend.wait(5)
    assert backend.service() is service


def test_opening_is_tried_again_after_an_error(service: Service) -> None:
    tries = []

    def busy_twice() -> Service:
        tries.append(1)
        if len(tries) < 3:
            raise IndexBusyError("another process is writing", "wait")
        return service

    backend = Backend(busy_twice, retry_seconds=0.01)
    backend.start()
    assert backend.wait(5)
    assert len(tries) == 3


def test_a_fault_in_opening_is_not_the_end_and_tells_no_secret(service: Service) -> None:
    def breaks() -> Service:
        raise ZeroDivisionError("secret of the code")

    backend = Backend(breaks, retry_seconds=0.01)
    backend.start()
    assert not backend.wait(0.1)
    with pytest.raises(NotReadyError) as caught:
        backend.service()
    assert "secret" not in str(caught.value)
    backend.stop()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "ferry.txt").write_text(f"{HARBOUR.title}\n\n{HARBOUR.body}\n", encoding="utf-8")
    return folder


def test_without_an_index_it_is_built_from_the_corpus(tmp_path: Path, corpus: Path) -> None:
    settings = Settings(index=tmp_path / "new" / "index", corpus=corpus)
    assert open_or_build(settings).status().articles == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["index"]


def test_what_answers_need_is_loaded_before_the_first_question(
    tmp_path: Path, corpus: Path
) -> None:
    shipped_reader.cache_clear()
    open_or_build(Settings(index=tmp_path / "index", corpus=corpus))
    assert shipped_reader.cache_info().currsize == 1


def test_the_service_has_the_settings_that_it_was_opened_with(tmp_path: Path, corpus: Path) -> None:
    (corpus / "bridge.jsonl").write_text(
        '{"title": "Bridge", "text": "It opened.", "published": "2024-03-02 09:30"}'
    )
    with chat_server() as chat:
        chat.say("An adult ticket will cost 5.6 dollars [1].")
        settings = Settings(
            index=tmp_path / "index",
            corpus=corpus,
            timezone="UTC",
            chat_model="openai:scripted",
            chat_base_url=chat.url,
        )
        service = open_or_build(settings)
        assert service.ask("How much will an adult ferry ticket cost?").mode == "generative"
    assert {passage.published for passage in service.search("bridge opened")} >= {
        "2024-03-02T09:30:00+00:00"
    }


def test_a_build_that_was_interrupted_is_never_served(tmp_path: Path, corpus: Path) -> None:
    folder = tmp_path / "index"
    Index(folder.with_name("index.building"), create=True).close()  # as a killed build leaves it
    assert open_or_build(Settings(index=folder, corpus=corpus)).status().articles == 1
    assert not folder.with_name("index.building").exists()


def test_a_corpus_without_articles_is_an_error_that_names_it(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    with pytest.raises(ArticleFileError) as caught:
        open_or_build(Settings(index=tmp_path / "index", corpus=nowhere))
    assert str(nowhere) in str(caught.value)
    assert "QA_CORPUS" in caught.value.hint
