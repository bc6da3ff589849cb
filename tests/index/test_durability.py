"""Folders that must not be written to, were copied, or live with a clock that was set back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from qa.index.index import Index
from qa.index.ingest import ingest_articles, ingest_paths
from qa.index.verify import verify
from qa.settings import ROOT
from tests.conftest import BRIDGE, HARBOUR, PANDA

AS_NOBODY = """
import os, sys
from pathlib import Path
import chromadb, rensa, tantivy
import qa.articles.page, qa.articles.readers.text
from qa.embedding.load import shipped_model
from qa.errors import StorageError
from qa.index.index import Index
from qa.index.ingest import ingest_paths
shipped_model()
os.setuid(65534)
place = Path(sys.argv[1])
for folder in (place / "closed" / "new", place / "closed", place / "index"):
    try:
        ingest_paths(folder, [place / "a.txt"])
    except StorageError as error:
        print(error.hint)
"""


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs root to become nobody")
def test_a_folder_that_must_not_be_written_to_is_said_and_left_alone() -> None:
    # Not below tmp_path, whose own parents are closed to other users.
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        (place / "closed").mkdir(mode=0o755)
        (place / "a.txt").write_text("Rain is due\n\nRain is due on Monday, it was said.\n")
        ingest_articles(place / "index", [HARBOUR, BRIDGE])
        command = [sys.executable, "-c", AS_NOBODY, name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, len(done.stdout.splitlines())) == (0, 3), done.stderr
        with closing(Index(place / "index")) as index:
            assert verify(index).sound


def test_a_copied_folder_is_an_index_of_its_own(tmp_path: Path) -> None:
    ingest_articles(tmp_path / "one", [HARBOUR, BRIDGE])
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    ingest_articles(tmp_path / "two", [PANDA])
    for name, articles in (("one", 2), ("two", 3)):
        with closing(Index(tmp_path / name)) as index:
            assert (verify(index).sound, index.status().articles) == (True, articles)


def test_files_and_versions_bear_a_clock_that_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, folder = tmp_path / "a.md", tmp_path / "index"
    now = time.time_ns()
    for years, month in ((10, "June"), (0, "July"), (-10, "August")):
        moment = now + years * 365 * 86400 * 10**9
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        file.write_text(f"# Pool closes\n\nThe pool on Pier Road closes in {month}.\n")
        os.utime(file, ns=(moment, moment))
        report = ingest_paths(folder, [file])
        assert report.added + report.updated == 1
        assert ingest_paths(folder, [file]).unchanged == 1
    with closing(Index(folder)) as index:
        (article,) = index.store.iter_articles()
        months = [v.article.body.split()[-1] for v in index.store.versions(article.id)]
        assert (months, verify(index).sound) == (["June.", "July."], True)
