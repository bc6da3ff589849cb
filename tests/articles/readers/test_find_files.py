from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from qa.articles.readers import SUFFIXES, find_files, read_file
from qa.articles.readers.outcomes import Skipped
from qa.errors import ArticleFileError

ROOT = Path(__file__).parents[3]


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("A sentence.", encoding="utf-8")
    return path


def test_a_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    wanted = [touch(tmp_path / name) for name in ("a.txt", "b/c.MD", "b/d.jsonl.gz", "e.html")]
    for name in ("README.md", "readme.txt", ".hidden.txt", ".git/x.txt", "photo.jpg", "f.gz"):
        touch(tmp_path / name)
    assert [found for found in find_files(tmp_path) if isinstance(found, Path)] == wanted


def test_what_is_left_out_of_a_folder_is_said_with_its_reason(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt")
    names = ("README.md", ".hidden.txt", "photo.jpg", "LICENSE", "f.gz")
    for name in (*names, ".git/x.txt"):
        touch(tmp_path / name)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    skipped = [found for found in find_files(tmp_path) if isinstance(found, Skipped)]
    left_out = {*names, ".git", "pipe.txt", "again"}
    assert {Path(each.path).name for each in skipped} == left_out
    assert all(each.reason for each in skipped)
    assert len(skipped) == len(left_out)


def test_a_folder_with_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    touch(tmp_path / "photo.jpg")
    *_, last = find_files(tmp_path)
    assert isinstance(last, ArticleFileError)


def test_a_named_file_is_always_taken(tmp_path: Path) -> None:
    readme = touch(tmp_path / "README.md")
    assert list(find_files(readme)) == [readme]


def test_what_is_not_there_or_not_supported_is_said(tmp_path: Path) -> None:
    (missing,) = find_files(tmp_path / "gone.txt")
    (photo,) = find_files(touch(tmp_path / "photo.jpg"))
    assert isinstance(missing, ArticleFileError)
    assert "gone.txt: no such file" in missing.message
    assert isinstance(photo, ArticleFileError)
    assert all(suffix in photo.hint for suffix in SUFFIXES)


def test_links_in_a_circle_end_and_broken_links_are_said(tmp_path: Path) -> None:
    article = touch(tmp_path / "a" / "one.txt")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "lost.txt").symlink_to(tmp_path / "nowhere.txt")
    found = [each for each in find_files(tmp_path) if not isinstance(each, Skipped)]
    assert found[0] == article
    assert len(found) == 2
    assert isinstance(found[1], ArticleFileError)


AS_NOBODY = """
import os, sys
from pathlib import Path
import qa.articles.readers.text
from qa.articles.page import read_page
from qa.articles.readers import find_files, read_file
read_page("A first text loads what reading needs.", timezone="UTC")
os.setuid(65534)
for found in find_files(Path(sys.argv[1])):
    print(getattr(found, "message", found))
    if isinstance(found, Path):
        for one in read_file(found, timezone="UTC"):
            print(getattr(one, "message", "read"))
"""


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="needs root to become nobody")
def test_what_must_not_be_read_is_said_and_the_rest_goes_on() -> None:
    # Not below tmp_path, whose own parents are closed to other users.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        touch(folder / "b.txt").chmod(0o644)
        touch(folder / "closed" / "c.txt")
        (folder / "closed").chmod(0o700)
        touch(folder / "secret.txt").chmod(0o600)
        command = [sys.executable, "-c", AS_NOBODY, name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines() == [
            f"{folder}/b.txt",
            "read",
            f"{folder}/closed: no permission to read this folder",
            f"{folder}/secret.txt",
            f"{folder}/secret.txt: no permission to read this file",
        ]


def test_reading_never_raises_for_a_bad_file(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.txt", touch(tmp_path / "x.xls"), tmp_path):
        (error,) = read_file(path, timezone="UTC")
        assert isinstance(error, ArticleFileError)
        assert str(path) in error.message
        assert error.hint
