from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qa.index.index import Index
from qa.index.ingest import ingest_articles, ingest_paths
from qa.index.report import IngestReport
from qa.index.verify import verify
from tests.conftest import BRIDGE, HARBOUR, PANDA, article


def counts(report: IngestReport) -> tuple[int, int, int, int, int]:
    return (report.added, report.updated, report.unchanged, report.duplicates, report.articles)


def write(path: Path, title: str, body: str) -> Path:
    path.write_text(f"---\ntitle: {title}\n---\n{body}\n", encoding="utf-8")
    return path


BODY = (
    "The library on Pier Road opens an hour earlier from June. "
    "Readers had asked for it since last autumn, the council said on Monday."
)


def test_an_index_in_the_folder_is_not_read_as_articles(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("Ferry late\n\nFog held the ferry at noon on Monday.")
    for counted in ("added", "unchanged"):
        report = ingest_paths(tmp_path / "index", [tmp_path])
        assert (getattr(report, counted), report.failed) == (1, ())
        assert [each.reason for each in report.skipped] == ["an index, not articles"]


def test_the_same_folder_twice_changes_nothing(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    write(news / "a.md", "Library opens earlier", BODY)
    write(news / "b.md", "Library opens earlier", BODY)
    write(news / "c.md", "Pool closes", "The pool closes in June.")
    folder = tmp_path / "index"
    assert counts(ingest_paths(folder, [news])) == (2, 0, 0, 1, 2)
    assert counts(ingest_paths(folder, [news])) == (0, 0, 2, 1, 2)


@pytest.mark.parametrize("files", [{}, {"README.md": "Read me."}, {"a.jsonl": "{"}], ids=list)
def test_where_there_is_no_article_no_index_is_left(tmp_path: Path, files: dict[str, str]) -> None:
    news, folder = tmp_path / "news", tmp_path / "index"
    news.mkdir()
    for name, text in files.items():
        (news / name).write_text(text)
    report = ingest_paths(folder, [news])
    assert report.failed
    assert counts(report) == (0, 0, 0, 0, 0)
    assert not folder.exists()
    assert counts(ingest_articles(folder, [])) == (0, 0, 0, 0, 0)
    assert not folder.exists()


def test_an_index_that_is_there_stays(tmp_path: Path) -> None:
    folder, news = tmp_path / "index", tmp_path / "news"
    news.mkdir()
    ingest_articles(folder, [HARBOUR])
    assert counts(ingest_paths(folder, [news])) == (0, 0, 0, 0, 1)


def test_an_edited_file_replaces_its_article(tmp_path: Path) -> None:
    folder, file = tmp_path / "index", tmp_path / "a.md"
    ingest_paths(folder, [write(file, "Library opens earlier", BODY)])
    report = ingest_paths(folder, [write(file, "Library to open earlier", BODY + " It is free.")])
    assert counts(report) == (0, 1, 0, 0, 1)


def test_another_article_under_the_same_file_name_is_added(tmp_path: Path) -> None:
    folder, file = tmp_path / "index", tmp_path / "today.md"
    ingest_paths(folder, [write(file, "Library opens earlier", BODY)])
    report = ingest_paths(folder, [write(file, "Ferry delayed", "Fog held the ferry at noon.")])
    assert counts(report) == (1, 0, 0, 0, 2)


def test_other_metadata_is_an_update(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    ingest_articles(folder, [HARBOUR])
    report = ingest_articles(folder, [HARBOUR.model_copy(update={"category": "Transport"})])
    assert counts(report) == (0, 1, 0, 0, 1)
    assert Index(folder).article(HARBOUR.id).category == "Transport"


def test_a_feed_with_one_url_for_all_loses_nothing(tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    rows = [
        {"title": title, "text": BODY + title, "url": "https://news.example/"} for title in "ABC"
    ]
    feed.write_text("\n".join(map(json.dumps, rows)))
    folder = tmp_path / "index"
    assert counts(ingest_paths(folder, [feed])) == (3, 0, 0, 0, 3)
    assert counts(ingest_paths(folder, [feed])) == (0, 0, 3, 0, 3)


def test_a_record_with_an_id_is_updated_in_place(tmp_path: Path) -> None:
    feed, folder = tmp_path / "feed.jsonl", tmp_path / "index"
    feed.write_text(json.dumps({"_id": "7", "title": "Pool", "text": "The pool closes in June."}))
    ingest_paths(folder, [feed])
    feed.write_text(
        json.dumps({"_id": "7", "title": "Swimming", "text": "It stays open after all."})
    )
    assert counts(ingest_paths(folder, [feed])) == (0, 1, 0, 0, 1)


def test_good_files_go_in_although_others_fail(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    write(news / "good.md", "Library opens earlier", BODY)
    (news / "empty.txt").write_text("")
    (news / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (news / "cut.jsonl.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b")
    (news / "list.jsonl").write_text('[1, 2]\n{"title": "Pool", "text": "It closes in June."}\n')
    report = ingest_paths(tmp_path / "index", [news, tmp_path / "missing"])
    assert report.added == 2
    errors = {Path(failure.path).name: failure.error for failure in report.failed}
    assert set(errors) == {"empty.txt", "binary.txt", "cut.jsonl.gz", "list.jsonl", "missing"}
    for name, error in errors.items():
        assert name in error, "the message names the file"
        assert "\n" not in error


def test_both_sides_and_the_store_agree_after_many_changes(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    ingest_articles(folder, [HARBOUR, BRIDGE, PANDA])
    for n in range(5):
        ingest_articles(folder, [article(f"Notice {n}", BODY + f" Notice {n}.")])
        index = Index(folder)
        index.remove([article(f"Notice {n}", BODY + f" Notice {n}.").id])
        index.close()
    result = verify(Index(folder))
    assert (result.sound, result.mended, result.articles) == (True, (), 3)


@pytest.mark.slow
def test_a_killed_ingestion_goes_on_where_it_stopped(tmp_path: Path) -> None:
    feed, folder = tmp_path / "feed.jsonl", tmp_path / "index"
    with feed.open("w") as file:
        for n in range(3000):
            row = {"_id": n, "title": f"Notice {n}", "text": f"{BODY} This is notice {n}."}
            file.write(json.dumps(row) + "\n")
    command = [sys.executable, "-m", "qa", "ingest", str(feed), "--index", str(folder), "--json"]
    for wait in (2.5, 3.0, 3.5, 4.0):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=True)
    report = json.loads(done.stdout)
    assert report["articles"] == 3000
    assert report["added"] + report["unchanged"] == 3000
    assert verify(Index(folder)).sound


def test_one_of_two_copies_is_edited_and_the_other_keeps_its_text(tmp_path: Path) -> None:
    folder, one, two = tmp_path / "index", tmp_path / "one.md", tmp_path / "two.md"
    write(one, "Library opens earlier", BODY)
    write(two, "Library opens earlier", BODY)
    assert counts(ingest_paths(folder, [one, two])) == (1, 0, 0, 1, 1)
    write(one, "Library opens earlier", BODY + " It is free.")
    assert counts(ingest_paths(folder, [one])) == (1, 0, 0, 0, 2)
    assert counts(ingest_paths(folder, [one, two])) == (0, 0, 2, 0, 2)


def test_both_copies_are_seen_again_in_the_run_that_brings_the_edit(tmp_path: Path) -> None:
    folder, one, two = tmp_path / "index", tmp_path / "one.md", tmp_path / "two.md"
    write(one, "Library opens earlier", BODY)
    write(two, "Library opens earlier", BODY)
    ingest_paths(folder, [one, two])
    write(one, "Library opens earlier", BODY + " It is free.")
    assert ingest_paths(folder, [one, two]).articles == 2


def test_a_text_that_moves_to_another_id_is_not_lost(tmp_path: Path) -> None:
    feed, folder = tmp_path / "feed.jsonl", tmp_path / "index"

    def rows(*texts: str) -> None:
        lines = [json.dumps({"_id": n, "title": "", "text": t}) for n, t in enumerate(texts)]
        feed.write_text("\n".join(lines))

    rows("The pool closes in June.", "The ferry is late.")
    ingest_paths(folder, [feed])
    rows("A new library opens.", "The pool closes in June.")
    report = ingest_paths(folder, [feed])
    assert report.failed == ()
    bodies = {a.body for a in Index(folder).store.iter_articles()}
    assert {"A new library opens.", "The pool closes in June."} <= bodies


def test_a_line_put_in_above_makes_no_duplicate_of_the_one_below(tmp_path: Path) -> None:
    feed, folder = tmp_path / "feed.jsonl", tmp_path / "index"
    old, new = {"title": "Pool", "text": BODY}, {"title": "Ferry", "text": "Fog held it at noon."}
    feed.write_text(json.dumps(old))
    ingest_paths(folder, [feed])
    feed.write_text(json.dumps(new) + "\n" + json.dumps(old))
    assert counts(ingest_paths(folder, [feed])) == (1, 0, 1, 0, 2)
    feed.write_text(json.dumps(new) + "\n" + json.dumps({**old, "text": BODY + " It is free."}))
    assert counts(ingest_paths(folder, [feed])) == (0, 1, 1, 0, 2)


def test_a_moved_folder_is_the_same_articles(tmp_path: Path) -> None:
    folder, before, after = tmp_path / "index", tmp_path / "before", tmp_path / "after"
    before.mkdir()
    write(before / "a.md", "Library opens earlier", BODY)
    ingest_paths(folder, [before])
    before.rename(after)
    assert counts(ingest_paths(folder, [after])) == (0, 0, 1, 0, 1)


def test_two_articles_that_name_the_front_page_are_both_kept(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    for n, text in enumerate(["The pool closes in June.", "The ferry is late."]):
        file = tmp_path / f"{n}.jsonl"
        file.write_text(json.dumps({"title": "", "text": text, "url": "https://news.example/"}))
        report = ingest_paths(folder, [file])
    assert report.articles == 2
