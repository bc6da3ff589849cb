"""Articles in neither English nor Chinese: found by their words, by no filter on ours."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from qa.articles.model import Article
from qa.index.filters import Filters
from qa.index.ingest import ingest_articles
from qa.service import Service
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.other_languages import ARTICLES, QUESTIONS

OURS = {HARBOUR.id, BRIDGE.id, PANDA.id}
IDS = [asked for asked, _ in QUESTIONS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("languages") / "index"
    ingest_articles(folder, [HARBOUR, BRIDGE, PANDA, *ARTICLES])
    return folder


@pytest.mark.parametrize(("question", "meant"), QUESTIONS, ids=IDS)
def test_found_by_their_words(folder: Path, question: str, meant: Article) -> None:
    with closing(Service(folder)) as service:
        for filters in (None, Filters(language="other")):
            assert service.search(question, filters=filters)[0].article_id == meant.id


@pytest.mark.parametrize(("question", "meant"), QUESTIONS, ids=IDS)
def test_never_by_a_filter_on_ours(folder: Path, question: str, meant: Article) -> None:
    with closing(Service(folder)) as service:
        for language in ("en", "zh", "zh-Hant", "zh-Hans"):
            found = service.search(question, filters=Filters(language=language))
            assert meant.id not in {passage.article_id for passage in found}


def test_never_by_what_vectors_take_for_likeness(folder: Path) -> None:
    with closing(Service(folder)) as service:
        found = {passage.article_id for passage in service.search("harbour ferry fares", k=20)}
    assert HARBOUR.id in found
    assert found <= OURS


def test_a_name_in_an_english_question_is_found(tmp_path: Path) -> None:
    told = article("Le bac du port", "Selon Okelvann, qui dirige le port, elle sera gratuite.")
    assert told.language == "other"
    ingest_articles(tmp_path / "index", [HARBOUR, told])
    with closing(Service(tmp_path / "index")) as service:
        assert service.search("Okelvann")[0].article_id == told.id


def test_the_language_of_stored_articles_is_told_anew(tmp_path: Path) -> None:
    folder, (question, meant) = tmp_path / "index", QUESTIONS[0]
    # As versions before wrote it.
    ingest_articles(folder, [meant.model_copy(update={"language": "zh-Hant"})])
    with closing(Service(folder)) as service, service.index.store.transaction():
        service.index.store.set_meta("languages", "0")
    with closing(Service(folder)) as service:
        assert service.status().languages == {"other": 1}
        assert service.get_article(meant.id).language == "other"
        assert service.search(question, filters=Filters(language="zh")) == []
        assert service.search(question, filters=Filters(language="other"))
