"""The page's header and filters, over a real index."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.index.ingest import ingest_articles
from qa.service import Service
from qa.text.language import Language
from qa.web.backend import Backend
from qa.web.page.masthead import filter_choices
from tests.conftest import HARBOUR
from tests.other_languages import ARTICLES


@pytest.mark.parametrize(
    ("language", "everything", "other"),
    [
        ("en", "All", "Other languages (1)"),
        ("zh-Hant", "全部", "其他語言 (1)"),
        ("zh-Hans", "全部", "其他语言 (1)"),
    ],
)
def test_articles_in_other_languages_are_offered_in_the_readers_words(
    tmp_path: Path, language: Language, everything: str, other: str
) -> None:
    ingest_articles(tmp_path / "i", [HARBOUR, ARTICLES[0]])
    backend = Backend(lambda: Service(tmp_path / "i"))
    backend.start()
    assert backend.wait(30)
    _, _, languages = filter_choices(backend, language)
    assert languages[0] == (everything, "")
    assert set(languages[1:]) == {("English (1)", "en"), (other, "other")}
    backend.service().close()
