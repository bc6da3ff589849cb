"""Random bytes in the files of a derived side: Chroma's native code would end the process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.articles.model import Article
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.integrity import Habits, changed_file, stamp_files
from qa.index.vectors import HABITS, VectorIndex
from tests.conftest import HARBOUR, article
from tests.index.test_index import dense
from tests.index.test_vectors import unit_rows

ASK = """
import sys
from dataclasses import replace
from pathlib import Path
from qa.index.index import Index
index = Index(Path(sys.argv[1]))
vector = index.model.encode(["ferry fares"])[0]
for k in (1, 50):
    print(index.chunks([index.search_dense(vector, k)[0][0]])[0][1].title)
print(index.mended)
"""


def notices(count: int) -> list[Article]:
    places = ("harbour", "museum", "station", "market", "airport", "library", "school")
    return [
        article(f"Line {n} to the {places[n % 7]}", f"Bus {n * 37} stops at gate {n} from May.")
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with so many chunks that Chroma has saved its graph."""
    folder = tmp_path_factory.mktemp("saved") / "index"
    ingest_articles(folder, [HARBOUR, *notices(1_100)])
    return folder


@pytest.fixture
def copied(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / "copy"))


def ask(folder: Path) -> str:
    """The answers of a process of its own, which must not end by a signal."""
    command = [sys.executable, "-c", ASK, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"exit {done.returncode}: {done.stderr[-500:]}"
    first, second, mended = done.stdout.splitlines()
    assert first == second == HARBOUR.title
    return mended


def scramble(file: Path, seed: int) -> None:
    """Put random bytes all over a file."""
    rng = np.random.default_rng(seed)
    held = bytearray(file.read_bytes())
    for place in rng.integers(0, len(held), max(1, len(held) // 500)):
        held[place] ^= int(rng.integers(1, 256))
    file.write_bytes(held)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        *("data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin"),
        *("link_lists.bin", "chroma.sqlite3", "crowds.npz"),
    ],
)
def test_random_bytes_in_a_file_of_chroma_end_no_process(copied: Path, name: str) -> None:
    (file,) = copied.glob(f"chroma-*/**/{name}")
    before = file.stat()
    scramble(file, len(name))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "damaged" in ask(copied)
    assert ask(copied) == "()", "once rebuilt it stays"


def test_chroma_has_no_other_files(saved: Path) -> None:
    (folder,) = saved.glob("chroma-*")
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [
        *("chroma.sqlite3", "crowds.npz", "data_level0.bin", "header.bin"),
        *("index_metadata.pickle", "length.bin", "link_lists.bin"),
    ]


def test_a_copy_of_an_index_is_not_rebuilt(copied: Path) -> None:
    for file in copied.rglob("*"):
        os.utime(file)
    index = Index(copied)
    assert not index.mended
    index.close()


def test_a_large_file_is_trusted_by_size_and_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"0123456789")
    stamps = stamp_files(tmp_path, Habits())
    left = file.stat()
    file.write_bytes(b"0123456780")
    os.utime(file, ns=(left.st_atime_ns, left.st_mtime_ns))
    assert changed_file(tmp_path, stamps, Habits()) == "large", "small files are read"
    monkeypatch.setattr("qa.index.integrity._ALWAYS_READ", 5)
    assert changed_file(tmp_path, stamps, Habits()) is None
    os.utime(file)
    assert changed_file(tmp_path, stamps, Habits()) == "large"
    file.write_bytes(b"0123456789")
    assert changed_file(tmp_path, stamps, Habits()) is None, "the bytes are what counts"
    file.write_bytes(b"012345678")
    assert changed_file(tmp_path, stamps, Habits()) == "large"
    file.unlink()
    assert changed_file(tmp_path, stamps, Habits()) == "large"


@pytest.mark.parametrize("count", [10, 1_200])
def test_opening_and_searching_changes_no_file_that_is_looked_at(
    tmp_path: Path, count: int
) -> None:
    rows = unit_rows(count)
    side = VectorIndex(tmp_path, name="t")
    side.add(range(count), rows)
    side.commit()
    stamps = stamp_files(tmp_path, HABITS)
    for _ in range(3):
        side.close()
        side = VectorIndex(tmp_path, name="t")
        side.search(rows[0], 5)
        assert changed_file(tmp_path, stamps, HABITS) is None
    side.remove([3])
    assert changed_file(tmp_path, stamps, HABITS) == "chroma.sqlite3"


@pytest.mark.slow
def test_many_openings_are_no_damage(copied: Path) -> None:
    # Chroma notes each opening; after some 450 of them the notes need another page.
    (folder,) = copied.glob("chroma-*")
    for _ in range(600):
        VectorIndex(folder, name="t").close()
    index = Index(copied)
    assert dense(index, "ferry fares")[0] == HARBOUR.title
    assert not index.mended
    index.close()


def test_a_catch_up_that_was_cut_short_is_inspected_and_goes_on(copied: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from qa.index.ingest import ingest_articles
from qa.index.vectors import VectorIndex
from tests.conftest import BRIDGE
VectorIndex.commit = lambda self: os._exit(9)
ingest_articles(Path(sys.argv[1]), [BRIDGE])
"""
    done = subprocess.run([sys.executable, "-c", script, str(copied)])
    assert done.returncode == 9
    index = Index(copied)
    assert index._dense.stamp().generation == 1
    assert not index._dense.stamp().unfinished
    assert index._dense.opened.seq == index.store.last_change()
    assert dense(index, "跨海大橋")[0] == "新大橋明年通車"
    assert not index.mended
    index.close()


def test_what_a_cut_short_catch_up_left_unusable_is_rebuilt(copied: Path) -> None:
    index = Index(copied)
    index._dense._write(replace(index._dense.opened, unfinished=True))
    index.close()
    (file,) = copied.glob("chroma-*/**/data_level0.bin")
    scramble(file, 1)
    assert "cannot be used" in ask(copied)
