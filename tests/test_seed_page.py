"""The real page of issue 1, end to end. It is not ours to ship, so only short facts stand here."""

from __future__ import annotations

from pathlib import Path

import pytest

import qa
from qa.articles.readers import read_file
from qa.index.index import Index
from qa.index.ingest import ingest_paths

AREAS = ("投資貿易", "能源", "天然氣", "和平利用核能", "航空航天", "科技創新", "跨境交通物流")
PRINCIPLES = ("相互尊重", "和平共處", "合作共贏")


@pytest.fixture
def seed_index(shared: Path, tmp_path: Path) -> Path:
    report = ingest_paths(tmp_path / "seed", [shared / "seed" / "news-page.txt"])
    assert (report.added, report.failed) == (2, ())
    return tmp_path / "seed"


def test_two_articles_with_their_dates(seed_index: Path) -> None:
    first, second = sorted(Index(seed_index).store.iter_articles(), key=lambda a: a.published or "")
    assert first.title.startswith("俄總理米舒斯京:")
    assert first.title.endswith("戰略夥伴關係")
    assert (first.category, first.language) == ("兩岸", "zh-Hant")
    assert first.published == "2023-03-21T20:00:00+08:00"
    assert first.updated == "2023-03-21T23:33:00+08:00"
    assert len(first.body.split("\n\n")) == 4
    assert first.body.endswith("交流合作。")
    assert "人文領域" in first.body.split("。")[-2]
    assert second.title.startswith("習近平會見布林肯冀「不虛此行」 ")
    assert second.published == "2024-04-26T16:05:00+08:00"
    assert second.updated == "2024-04-26T17:12:00+08:00"
    assert second.body.endswith("不虛此行。")
    for article in (first, second):
        paragraphs = article.body.split("\n\n")
        assert len(set(paragraphs)) == len(paragraphs)
        assert all(paragraph.endswith("。") for paragraph in paragraphs)
        for mark in ("美聯社", "AP圖片", "Skip to", "更多文章", "有 興 趣"):
            assert mark not in article.body


@pytest.mark.parametrize(
    ("question", "facts", "language"),
    [
        ("what cooperation areas did Mishustin list", AREAS, "en"),
        ("米舒斯京列出了哪些合作領域", AREAS, "zh-Hant"),
        ("米舒斯京列出了哪些合作领域", AREAS, "zh-Hans"),
        ("習近平提出哪三大原則", PRINCIPLES, "zh-Hant"),
    ],
)
def test_the_questions_of_the_first_issue(
    seed_index: Path, question: str, facts: tuple[str, ...], language: str
) -> None:
    answer = qa.ask(question, index=seed_index)
    assert answer.answered
    assert answer.language == language
    assert any(all(fact in citation.quote for fact in facts) for citation in answer.citations)


def test_what_the_page_does_not_say_is_refused_in_english(seed_index: Path) -> None:
    answer = qa.ask("Who won the 2022 World Cup?", index=seed_index)
    assert not answer.answered
    assert answer.text.startswith("The articles do not say.")
    assert "2 articles published between 21 March 2023 and 26 April 2024" in answer.text


@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-16", "utf-8-sig"])
def test_the_page_in_any_encoding_gives_the_same_articles(
    shared: Path, tmp_path: Path, encoding: str
) -> None:
    source = shared / "seed" / "news-page.txt"
    text = source.read_text("utf-8")
    if encoding == "big5hkscs":  # which lacks a few of the page's Simplified characters
        text = text.encode(encoding, errors="ignore").decode(encoding)
        source = tmp_path / "right.txt"
        source.write_text(text, "utf-8")
    page = tmp_path / "page.txt"
    page.write_bytes(text.encode(encoding))
    right = list(read_file(source, timezone="Asia/Hong_Kong"))
    assert len(right) == 2
    assert list(read_file(page, timezone="Asia/Hong_Kong")) == right
