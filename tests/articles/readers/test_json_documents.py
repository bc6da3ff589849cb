"""JSON as APIs and programs write it: arrays, answers, pretty-printed, one object a file."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError

ONE = {"title": "Fares rise", "text": "Fares rise in July.", "date": "2023-05-10"}
TWO = {"title": "渡輪加價", "text": "渡輪七月加價。", "source": {"name": "港報"}}
KEYED = {"a1": ONE, "a2": TWO}


def read(path: Path, text: str, encoding: str = "utf-8") -> list[Reading]:
    path.write_bytes(text.encode(encoding))
    return list(read_file(path, timezone="Asia/Hong_Kong"))


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson"])
@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize(
    "document",
    [
        [ONE, TWO],
        {"status": "ok", "articles": [ONE, TWO]},
        {"response": {"status": "ok", "results": [ONE, TWO], "total": 2}},
        {"hits": {"hits": [{"_id": "1", "_source": ONE}, {"_id": "2", "_source": TWO}]}},
        {"stuff": [ONE, TWO]},
        KEYED,
        {
            "title": {"0": "Fares rise", "1": "渡輪加價"},
            "text": {"0": ONE["text"], "1": TWO["text"]},
        },
    ],
    ids="array newsapi guardian elasticsearch unknown keyed pandas".split(),
)
def test_the_records_of_a_document(
    tmp_path: Path, document: object, indent: int | None, name: str
) -> None:
    drafts = read(tmp_path / name, json.dumps(document, indent=indent, ensure_ascii=False))
    assert [(d.title, d.body) for d in drafts if isinstance(d, ArticleDraft)] == [
        (ONE["title"], ONE["text"]),
        (TWO["title"], TWO["text"]),
    ]
    assert len(drafts) == 2


@pytest.mark.parametrize("indent", [None, 4])
def test_one_article_a_file(tmp_path: Path, indent: int | None) -> None:
    article = {"media": [{"type": "photo"}], **ONE, "related": [ONE, TWO], "meta": {"url": "x:1"}}
    (draft,) = read(tmp_path / "a.json", json.dumps(article, indent=indent))
    assert isinstance(draft, ArticleDraft)
    assert (draft.title, draft.url) == ("Fares rise", "x:1")


def test_pretty_printed_records_one_after_another(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(one, indent=2) for one in (ONE, TWO, ONE))
    assert [d.title for d in read(tmp_path / "a.jsonl", text) if isinstance(d, ArticleDraft)] == [
        "Fares rise",
        "渡輪加價",
        "Fares rise",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_documents_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    body = "新橋將於明年動工，預計三年後完成，政府表示會諮詢居民。"
    text = json.dumps([{"title": "新橋", "text": body}], ensure_ascii=False, indent=1)
    (draft,) = read(tmp_path / "a.json", text, encoding)
    assert isinstance(draft, ArticleDraft)
    assert draft.body == body


def test_nan_is_nothing_and_no_error(tmp_path: Path) -> None:
    text = '[{"text": "One.", "date": NaN, "title": NaN}, {"text": NaN, "body": "Two."}]'
    drafts = read(tmp_path / "a.json", text)
    assert [d.body for d in drafts if isinstance(d, ArticleDraft)] == ["One.", "Two."]


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_a_document_that_ends_too_early_gives_what_stands_before(tmp_path: Path, cut: int) -> None:
    whole = json.dumps([ONE, ONE, ONE])
    *drafts, error = read(tmp_path / "a.json", whole[:-cut])
    assert len(drafts) == (2 if cut < 80 else 1)
    assert isinstance(error, ArticleFileError)
    assert f"after item {len(drafts)}" in error.message
    assert "ends too early" in error.message


def test_records_that_are_no_articles_are_named(tmp_path: Path) -> None:
    first, text, null = read(
        tmp_path / "a.json", json.dumps({"articles": [{"title": "A"}, 5, ONE]})
    )
    assert "item 1: no text (its fields are title)" in str(first)
    assert "item 2: int instead of an object" in str(text)
    assert isinstance(null, ArticleDraft)
    (nothing,) = read(tmp_path / "b.json", '{"status": "ok", "articles": []}')
    assert isinstance(nothing, Skipped)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize("opening", ["[", '{"a":', '{"text": "x", "b":[', '[{"text":'])
def test_deep_json_does_not_crash(tmp_path: Path, name: str, opening: str) -> None:
    for found in read(tmp_path / name, opening * 100_000):
        assert isinstance(found, ArticleFileError)
    line = '{"text": "One.", "category": ' + "[" * 900 + "]" * 900 + "}"
    (draft,) = read(tmp_path / name, line)
    assert isinstance(draft, ArticleDraft)


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["array", "answer", "lines"])
def test_a_large_document_is_not_held_in_memory(tmp_path: Path, shape: str) -> None:
    path, record = tmp_path / "a.json", json.dumps({"title": "A", "text": "word " * 2_000})
    begin, between, end = {
        "array": ("[", ", ", "]"),
        "answer": ('{"ok": 1, "articles": [', ",", '], "n": 2}'),
        "lines": ("", "\n", "\n"),
    }[shape]
    with path.open("w") as file:
        file.write(begin + between.join([record] * 4_000) + end)
    tracemalloc.start()
    count = sum(isinstance(d, ArticleDraft) for d in read_file(path, timezone="UTC"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 4_000
    assert peak < path.stat().st_size / 2
