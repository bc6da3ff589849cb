"""Documents that are given to the product in place of a search."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.documents import Documents, document
from evals.given import Given
from qa.answering.pipeline import ANSWER_PASSAGES
from qa.index.ingest import ingest_articles
from qa.service import Service

FERRY = document("The captain of the harbour ferry is Rosa Lind.", "Ferry")
TEA = document("青嶺茶園的園主是何月明。")
NOTES = [document(f"Note {n} says that the harbour is busy.") for n in range(12)]
QUESTION = "Who is the captain of the harbour ferry?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("given") / "index"
    ingest_articles(folder, Documents.of([FERRY, TEA, *NOTES]).articles)
    service = Service(folder)
    yield service
    service.close()


def test_passages_of_the_given_documents_alone_best_first(service: Service) -> None:
    passages = Given.of(service).passages(QUESTION, [NOTES[0].id, FERRY.id])
    assert [each.article_id for each in passages] == [FERRY.id, NOTES[0].id]
    assert passages[0].text == FERRY.body


def test_they_have_the_scores_of_a_search(service: Service) -> None:
    (found, *_) = service.search(QUESTION)
    (given,) = Given.of(service).passages(QUESTION, [FERRY.id])
    assert (found.article_id, found.score) == (given.article_id, given.score)


def test_no_more_than_the_pipeline_reads(service: Service) -> None:
    passages = Given.of(service).passages(QUESTION, [each.id for each in NOTES])
    assert len(passages) == ANSWER_PASSAGES


def test_nothing_given_is_nothing_known(service: Service) -> None:
    answer = Given.of(service).answer(QUESTION, [])
    assert (answer.answered, answer.confidence) == (False, 0)


def test_documents_with_one_text_are_one_and_their_state_has_a_fingerprint(tmp_path: Path) -> None:
    once = Documents.of([FERRY, TEA])
    assert Documents.of([FERRY, document(FERRY.body, "Ferry"), TEA, document("")]) == once
    assert once.fingerprint() == Documents.of([FERRY, TEA]).fingerprint()
    assert once.fingerprint() != Documents.of([FERRY]).fingerprint()
