"""What is rebuilt and what is not: faults are put under an open index, one kind at a time."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from qa.errors import IndexBusyError, StorageError
from qa.index.damage import DamagedIndexSideError, damage_of
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.lexical import LexicalIndex, Word
from qa.index.verify import verify
from tests.conftest import HARBOUR, article
from tests.index.test_index import dense, lexical


def generations(index: Index) -> dict[str, int]:
    return {side.name: side.stamp().generation for side in index._sides}


@pytest.fixture
def index(small_index: Path) -> Iterator[Index]:
    opened = Index(small_index)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "error",
    [
        KeyError("a slip in a callback"),
        ValueError("a wrong argument"),
        TypeError("a wrong argument"),
        RuntimeError("a slip"),
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        MemoryError(),
        KeyboardInterrupt(),
        SystemExit(),
        GeneratorExit(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_a_callback_raises_is_no_damage(index: Index, error: BaseException) -> None:
    def query(side: LexicalIndex) -> None:
        raise error

    before = generations(index)
    with pytest.raises(type(error)):
        index.lexical(query)
    assert generations(index) == before
    assert not index.mended
    assert lexical(index, "ferry fares")[0] == HARBOUR.title


@pytest.mark.parametrize(
    "query",
    [
        lambda index: index.search_dense(index.model.encode(["ferry"])[0], 0),
        lambda index: index.search_dense(np.ones(3, np.float32), 5),
        lambda index: index.search_dense(np.ones((2, 5), np.float32), 5),
        lambda index: index.search_dense(None, 5),
        lambda index: index.search_dense(index.model.encode(["ferry"])[0], "five"),
        lambda index: index.lexical(lambda side: side.search([Word.of("ferry")], 0)),
        lambda index: index.lexical(lambda side: side.search([Word.of("ferry")], None)),
        lambda index: index.lexical(lambda side: side.search(["ferry"], 5)),
        lambda index: index.lexical(lambda side: side.no_such_method()),
    ],
)
def test_a_wrong_argument_is_no_damage(index: Index, query: Callable[[Index], object]) -> None:
    before = generations(index)
    with pytest.raises(Exception) as caught:
        query(index)
    assert not isinstance(caught.value, DamagedIndexSideError)
    assert generations(index) == before


@pytest.mark.parametrize("k", [2**31, 2**40, 2**70])
def test_asking_for_more_than_there_is_gives_what_there_is(index: Index, k: int) -> None:
    before = generations(index)
    assert len(index.search_dense(index.model.encode(["ferry"])[0], k)) == 3
    assert len(index.lexical(lambda side: side.search([Word.of("ferri")], k))) == 1
    assert generations(index) == before


def test_what_an_engine_says_is_damage_is_rebuilt_and_asked_again(index: Index) -> None:
    before = generations(index)
    asked: list[LexicalIndex] = []

    def query(side: LexicalIndex) -> str:
        asked.append(side)
        if len(asked) == 1:
            raise DamagedIndexSideError("as tantivy's wrapper says it")
        return "answer"

    assert index.lexical(query) == "answer"
    assert asked[0] is not asked[1]
    assert generations(index) == {**before, "lexical": before["lexical"] + 1}
    assert "as tantivy's wrapper says it" in index.mended[0]
    assert verify(index).sound


def test_damage_that_a_rebuild_does_not_mend_is_rebuilt_once(index: Index) -> None:
    before = generations(index)

    def query(side: LexicalIndex) -> None:
        raise DamagedIndexSideError("again and again")

    with pytest.raises(DamagedIndexSideError):
        index.lexical(query)
    assert generations(index)["lexical"] == before["lexical"] + 1


def test_two_searches_that_meet_the_same_damage_rebuild_once(index: Index) -> None:
    before = generations(index)
    both = threading.Barrier(2)
    answers: list[list[tuple[int, float]]] = []

    def query() -> None:
        first = threading.Event()

        def fail_once(side: LexicalIndex) -> list[tuple[int, float]]:
            if not first.is_set():
                first.set()
                both.wait(30)
                raise DamagedIndexSideError("both at once")
            return side.search([Word.of("ferri")], 3)

        answers.append(index.lexical(fail_once))

    threads = [threading.Thread(target=query) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert generations(index)["lexical"] == before["lexical"] + 1


@pytest.mark.parametrize("name", ["chroma", "lexical"])
def test_files_that_go_while_it_is_open_cost_no_answer(small_index: Path, name: str) -> None:
    index = Index(small_index)
    shutil.rmtree(next(small_index.glob(f"{name}-*")))
    assert lexical(index, "ferry fares")[0] == dense(index, "ferry fares")[0] == HARBOUR.title
    ingest_articles(small_index, [article("Night bus", "A night bus line opens in Taipo.")])
    assert lexical(index, "night bus")[0] == dense(index, "night bus")[0] == "Night bus"
    assert verify(index).sound


@pytest.mark.parametrize("name", ["chroma", "lexical"])
def test_files_that_go_before_something_is_removed_cost_no_answer(
    small_index: Path, name: str
) -> None:
    opened = Index(small_index)
    for folder in small_index.glob(f"{name}-*"):
        shutil.rmtree(folder)
    opened.remove([HARBOUR.id])
    assert HARBOUR.title not in lexical(opened, "ferry fares")
    assert verify(opened).sound
    opened.close()


def test_damage_while_another_process_writes_waits_for_it(index: Index) -> None:
    def query(side: LexicalIndex) -> None:
        raise DamagedIndexSideError("while another writes")

    script = (
        "import sys, pathlib; from filelock import FileLock\n"
        "with FileLock(pathlib.Path(sys.argv[1]) / 'write.lock'):\n"
        "    print('locked', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(index.folder)]
    before = generations(index)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "locked\n"
        with pytest.raises(IndexBusyError):
            index.lexical(query)
        assert lexical(index, "ferry fares")[0] == HARBOUR.title, "others go on"
        writer.communicate("")
    assert generations(index) == before


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("IO error: No space left on device (os error 28)", StorageError),
        ("error returned from database: (code: 13) database or disk is full", StorageError),
        ("(code: 5) database is locked", StorageError),
        ("Too many open files (os error 24)", StorageError),
        ("(code: 8) attempt to write a readonly database", StorageError),
        ("(code: 1032) attempt to write a readonly database", DamagedIndexSideError),
        ("error returned from database: (code: 11) malformed", DamagedIndexSideError),
        ("Data corrupted: 'meta.json'", DamagedIndexSideError),
        ("No such file or directory (os error 2)", DamagedIndexSideError),
    ],
)
def test_the_machine_is_told_from_the_files(message: str, expected: type[Exception]) -> None:
    with pytest.raises(expected), damage_of("engine", ValueError):
        raise ValueError(message)
    with pytest.raises(KeyError), damage_of("engine", ValueError):
        raise KeyError(message)


FULL_DISK = """
import sys, errno
from pathlib import Path
from qa.errors import QAError
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.verify import verify
from tests.conftest import HARBOUR, article
from tests.index.test_faults import generations
from tests.index.test_index import dense, lexical

folder = Path(sys.argv[1]) / "index"
ingest_articles(folder, [HARBOUR])
index = Index(folder)
before = generations(index)
ballast = Path(sys.argv[1]) / "ballast"
def fill(left):
    ballast.unlink(missing_ok=True)
    with ballast.open("wb", buffering=0) as file:
        try:
            while True: file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC
    with ballast.open("r+b") as file: file.truncate(max(0, ballast.stat().st_size - left))
def more(first, count):
    numbers = range(first, first + count)
    return [article(f"Bus {n}", f"The night bus {n} starts in Taipo. " * 40) for n in numbers]
for left in (0, 40_000, 400_000, 1_200_000, 2_500_000):
    fill(left)
    try:
        ingest_articles(folder, more(left, 300))
    except QAError as error:
        print("refused:", type(error).__name__)
    else:
        print("went in")
    assert HARBOUR.title in lexical(index, "ferry fares"), "what was there is still found"
    assert HARBOUR.title in dense(index, "ferry fares")
    index.status()
ballast.unlink()
ingest_articles(folder, more(0, 1))
assert HARBOUR.title in lexical(index, "ferry fares") + dense(index, "ferry fares")
found = verify(index)
assert found.sound, found
assert generations(index) == before
"""


def _mounts() -> bool:
    mount = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=1m none /mnt"]
    possible = shutil.which("unshare") is not None
    return possible and subprocess.run(mount, capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not _mounts(), reason="needs the right to mount a small disk")
def test_a_full_disk_loses_nothing_and_rebuilds_nothing(tmp_path: Path) -> None:
    script = f'mount -t tmpfs -o size=12m none {tmp_path} && exec {sys.executable} -c "$0" $1'
    command = ["unshare", "--mount", "sh", "-c", script, FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "refused: StorageError" in done.stdout
