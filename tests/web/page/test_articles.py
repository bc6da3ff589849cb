from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from qa.messages.catalogue import LANGUAGE_NAMES, messages
from qa.text.language import Language
from tests.conftest import HARBOUR


def test_the_page_gets_an_article_without_a_key(client: TestClient) -> None:
    assert client.get(f"/page/articles/{HARBOUR.id}").json()["body"] == HARBOUR.body


@pytest.mark.parametrize("language", LANGUAGE_NAMES)
def test_an_article_that_is_gone_is_said_in_the_language_of_the_page(
    client: TestClient, language: Language
) -> None:
    response = client.get("/page/articles/gone", params={"language": language})
    assert response.status_code == 404
    said = messages(language).errors["article_not_found"].message
    assert response.json()["error"]["message"] == said
