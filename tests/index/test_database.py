"""The SQLite file: a connection for each thread, as long as the thread lives."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa.index.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path, create=True)
    yield opened
    opened.close()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are counted there")
def test_the_files_of_threads_that_have_ended_are_closed(database: Database) -> None:
    def in_a_thread_of_its_own() -> None:
        thread = threading.Thread(target=lambda: database.meta("format"))
        thread.start()
        thread.join()

    in_a_thread_of_its_own()
    before = open_files()
    for _ in range(20):
        in_a_thread_of_its_own()
    assert open_files() <= before + 3


def test_threads_that_live_keep_their_connections(database: Database) -> None:
    database.set_meta("here", "yes")
    with ThreadPoolExecutor(4) as pool:
        barrier = threading.Barrier(4)

        def read(_: int) -> str | None:
            barrier.wait(timeout=10)
            return database.meta("here")

        for _ in range(3):
            assert list(pool.map(read, range(4))) == ["yes"] * 4
    assert database.meta("here") == "yes"
