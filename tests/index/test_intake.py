"""What becomes of each file and record, and what is read again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import qa.articles
import qa.text
from qa.articles.readers.outcomes import Reading
from qa.errors import StorageError
from qa.index.index import Index
from qa.index.ingest import ingest_paths
from qa.index.intake import readers_fingerprint
from qa.index.report import IngestReport, Outcome, reporting
from qa.index.verify import repair, verify

TEXT = "The pool on Pier Road closes in June. Swimmers were told of it on Monday."


def record(path: Path, text: str = TEXT, **fields: str) -> Path:
    line = json.dumps({"title": "Pool closes", "text": text} | fields)
    path.write_text(line + "\n", encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


@pytest.fixture
def ingest(tmp_path: Path, news: Path) -> Callable[[], tuple[IngestReport, list[Outcome]]]:
    def run() -> tuple[IngestReport, list[Outcome]]:
        outcomes: list[Outcome] = []
        report = ingest_paths(tmp_path / "index", [news], listener=outcomes.append)
        return report, outcomes

    return run


Ingest = Callable[[], tuple[IngestReport, list[Outcome]]]


def test_each_file_of_a_folder_ends_in_the_report(news: Path, ingest: Ingest) -> None:
    record(news / "a.jsonl")
    record(news / "b.jsonl")
    (news / "empty.txt").touch()
    (news / "photo.jpg").write_text("x")
    (news / ".hidden.txt").write_text("x")
    (news / "README.md").write_text("x")
    for _ in range(2):  # the second run says the same of what has not changed
        report, outcomes = ingest()
        said = {Path(each.path).name: each.outcome for each in outcomes}
        assert said.pop("a.jsonl") in ("added", "unchanged")
        assert said == {
            "b.jsonl": "duplicate",
            "empty.txt": "failed",
            "photo.jpg": "skipped",
            ".hidden.txt": "skipped",
            "README.md": "skipped",
        }
        assert all(each.reason for each in outcomes if each.outcome in ("failed", "skipped"))
        assert (report.articles, report.duplicates, len(report.skipped)) == (1, 1, 3)


def test_the_report_is_json_lines_with_one_outcome_each(tmp_path: Path, news: Path) -> None:
    record(news / "a.jsonl")
    (news / "photo.jpg").touch()
    with reporting(tmp_path / "report.jsonl") as listener:
        ingest_paths(tmp_path / "index", [news], listener=listener)
    lines = [json.loads(line) for line in (tmp_path / "report.jsonl").open(encoding="utf-8")]
    assert [line["outcome"] for line in lines] == ["added", "skipped"]
    with pytest.raises(StorageError), reporting(tmp_path / "no" / "folder"):
        pass


def test_an_unchanged_folder_is_not_read_again(
    tmp_path: Path, news: Path, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(news / "a.jsonl")
    ingest()
    before = {p: p.read_bytes() for p in (tmp_path / "index").glob("*.sqlite3")}
    monkeypatch.setattr("qa.index.reading.read_file", pytest.fail)
    os.utime(news / "a.jsonl", (1, 1))
    report, _ = ingest()
    assert (report.unchanged, report.added, report.failed) == (1, 0, ())
    assert {p: p.read_bytes() for p in before} == before


def test_a_file_of_the_same_size_and_time_with_another_text_is_read(
    news: Path, ingest: Ingest
) -> None:
    status = record(news / "a.jsonl").stat()
    ingest()
    record(news / "a.jsonl", TEXT.replace("June", "July"))
    os.utime(news / "a.jsonl", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ingest()[0].updated == 1


def test_other_readers_read_the_same_file_again(
    news: Path, ingest: Ingest, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(news / "a.jsonl")
    ingest()
    monkeypatch.setattr("qa.index.intake.readers_fingerprint", lambda: "another")
    read: list[Path] = []

    def reader(path: Path, *, timezone: str) -> Iterator[Reading]:
        read.append(path)
        yield from ()

    monkeypatch.setattr("qa.index.reading.read_file", reader)
    ingest()
    assert read


@pytest.mark.parametrize(
    ("package", "file"),
    [
        (qa.articles, "page.py"),
        (qa.articles, "readers/columns.tsv"),
        (qa.articles, "phrases/zh.tsv"),
        (qa.text, "dates.py"),
        (qa.text, "places.tsv"),
    ],
)
def test_readers_are_other_ones_with_other_code_or_data(
    tmp_path: Path, package: ModuleType, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(Path(str(package.__file__)).parent, tmp_path / "copy")
    monkeypatch.setattr(package, "__file__", str(copy / "__init__.py"))
    before = readers_fingerprint.__wrapped__()
    assert readers_fingerprint.__wrapped__() == before
    with (copy / file).open("a") as out:
        out.write("# more\n")
    assert readers_fingerprint.__wrapped__() != before


def test_what_was_removed_comes_back_with_its_file(
    tmp_path: Path, news: Path, ingest: Ingest
) -> None:
    record(news / "a.jsonl")
    ingest()
    index = Index(tmp_path / "index")
    index.remove([article.id for article in index.store.iter_articles()])
    index.close()
    assert ingest()[0].added == 1


def test_an_update_keeps_what_stood_before(tmp_path: Path, news: Path, ingest: Ingest) -> None:
    texts = [TEXT, TEXT.replace("June", "July"), TEXT.replace("June", "August")]
    ids = []
    for text in texts:
        record(news / "a.jsonl", text)
        report, (outcome,) = ingest()
        ids.append(outcome.article_id)
    assert (report.updated, report.articles) == (1, 1)
    store = Index(tmp_path / "index").store
    assert [v.article.body for v in store.versions(str(ids[-1]))] == texts[:2]
    assert [store.later_edition(str(each)) for each in ids] == [ids[-1], ids[-1], None]


def test_one_page_has_one_name_however_it_was_linked(news: Path, ingest: Ingest) -> None:
    record(news / "a.jsonl", url="http://www.news.example/pool/?utm_source=feed")
    record(news / "b.jsonl", url="https://news.example/pool#top")
    assert ingest()[0].duplicates == 1
    record(news / "a.jsonl", TEXT.replace("June", "July"), url="https://news.example/pool")
    report, _ = ingest()
    assert (report.updated, report.articles) == (1, 1), "the copy is of the page as it was"
    assert ingest()[0].articles == 1


def test_files_that_give_the_address_of_their_feed_lose_nothing(news: Path, ingest: Ingest) -> None:
    texts = ["Fog held the ferry at noon.", "A bridge opens.", "Pandas were born on Tuesday."]
    for n, text in enumerate(texts):
        record(news / f"{n}.jsonl", text, title=text, url="https://news.example/rss.xml")
    assert ingest()[0].articles == 3
    more = json.dumps(
        {"title": "Rain", "text": "Rain is due.", "url": "https://news.example/rss.xml"}
    )
    with (news / "1.jsonl").open("a") as file:
        file.write(more + "\n")
    report, _ = ingest()
    assert (report.added, report.updated, report.articles) == (1, 0, 4)


def test_a_damaged_row_is_made_again_from_the_articles(
    tmp_path: Path, news: Path, ingest: Ingest
) -> None:
    record(news / "a.jsonl")
    ingest()
    index = Index(tmp_path / "index")
    with index.store.transaction() as db:
        db.execute("UPDATE signatures SET signature = x'00'")
    assert not verify(index).sound
    result = repair(index)
    assert (result.sound, len(result.mended)) == (True, 1)
    assert verify(index).sound
