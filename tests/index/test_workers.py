"""With several processes the index is what it is with one."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from qa.index.index import Index
from qa.index.ingest import ingest_paths
from qa.index.report import IngestReport, Outcome
from qa.index.verify import verify
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.settings import DEFAULT_SETTINGS, ROOT

PLACES = "pier harbour library museum tunnel market station bridge garden stadium".split()
DEEDS = "opens closes floods moves burns grows reopens shrinks waits wins".split()
QUESTIONS = ("which library floods", "what did the council say of the tunnel", "圖書館幾時開放")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small inputs go to other processes too."""
    monkeypatch.setattr("qa.processes._WORTHWHILE", 0.0)
    monkeypatch.setattr("qa.index.sides.MANY", 1)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with a large file, small ones, copies, what is no article and what is broken."""
    folder = tmp_path / "news"
    folder.mkdir()
    with (folder / "feed.jsonl").open("w", encoding="utf-8") as file:
        for n in range(700):
            place, deed = PLACES[n % 10], DEEDS[n // 10 % 10]
            text = f"The {place} of ward {n} {deed}, the council said. " * 30
            row = {"_id": n, "title": f"The {place} {deed}", "text": f"{text}圖書館{n}號開放。"}
            file.write(json.dumps(row) + "\n")
        file.write("{broken\n")
    assert (folder / "feed.jsonl").stat().st_size > 1 << 20
    for n in range(30):
        (folder / f"{n:02}.md").write_text(f"# Notice {n}\n\nThe pool closes on day {n % 25}.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "empty.txt").write_text("")
    return folder


def ingest(index: Path, news: Path, workers: int) -> tuple[IngestReport, list[Outcome]]:
    said: list[Outcome] = []
    settings = DEFAULT_SETTINGS.model_copy(update={"ingest_workers": workers})
    report = ingest_paths(index, [news], listener=said.append, settings=settings)
    return report, said


def contents(folder: Path) -> dict[str, list[Any]]:
    tables = "articles", "chunks", "signatures", "locations", "changes", "versions"
    with closing(sqlite3.connect(folder / "articles.sqlite3")) as db:
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def found(folder: Path) -> list[list[tuple[str, int, float]]]:
    with closing(Index(folder)) as index:
        retriever = Retriever(index)
        return [
            [(each.article_id, each.start, each.score) for each in retriever.search(query)]
            for query in (Query.of(question, index) for question in QUESTIONS)
        ]


def test_articles_chunks_vectors_reports_and_results_are_the_same(
    tmp_path: Path, news: Path
) -> None:
    one, first = ingest(tmp_path / "one", news, 1)
    two, second = ingest(tmp_path / "two", news, 2)
    assert first == second
    assert one.model_dump(exclude={"seconds"}) == two.model_dump(exclude={"seconds"})
    assert (one.added, len(one.failed)) == (730, 2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert found(tmp_path / "one") == found(tmp_path / "two")
    with closing(Index(tmp_path / "two")) as index:
        assert verify(index).sound


def test_nothing_is_lost_when_processes_are_killed(tmp_path: Path, news: Path) -> None:
    done = threading.Event()

    def kill() -> None:
        while not done.wait(0.5):
            for stat in Path("/proc").glob("[0-9]*/stat"):
                try:
                    fields = stat.read_text().rpartition(")")[2].split()
                    command = (stat.parent / "cmdline").read_bytes()
                except OSError:
                    continue
                if int(fields[1]) == os.getpid() and b"qa.processes" in command:
                    os.kill(int(stat.parent.name), signal.SIGKILL)

    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are looked up in /proc")
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        report, _ = ingest(tmp_path / "index", news, 2)
    finally:
        done.set()
        killer.join()
    assert report.added == 730
    with closing(Index(tmp_path / "index")) as index:
        assert verify(index).sound


SCRIPT = """
import sys
from pathlib import Path
from qa import processes
from qa.index import sides
from qa.index.ingest import ingest_paths
from qa.settings import DEFAULT_SETTINGS
processes._WORTHWHILE, sides.MANY = 0.0, 1
settings = DEFAULT_SETTINGS.model_copy(update={"ingest_workers": 2})
print(ingest_paths(Path(sys.argv[1]), [Path(sys.argv[2])], settings=settings).added)
"""


def run(script: Path, index: Path, news: Path) -> subprocess.Popen[str]:
    script.write_text(SCRIPT)
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    return subprocess.Popen(
        [sys.executable, str(script), str(index), str(news)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )


def test_a_script_without_a_main_guard_ingests_once(tmp_path: Path, news: Path) -> None:
    with run(tmp_path / "script.py", tmp_path / "index", news) as program:
        output, _ = program.communicate(timeout=200)
    assert output.split() == ["730"]


@pytest.mark.slow
def test_after_ctrl_c_the_next_run_goes_on(tmp_path: Path, news: Path) -> None:
    for wait in (2.0, 3.0, 4.0):
        with run(tmp_path / "script.py", tmp_path / "index", news) as program:
            time.sleep(wait)
            program.send_signal(signal.SIGINT)
            program.communicate(timeout=60)
    report, _ = ingest(tmp_path / "index", news, 2)
    assert report.articles == 730
    with closing(Index(tmp_path / "index")) as index:
        assert verify(index).sound
