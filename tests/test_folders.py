"""Where indexes and the sample articles stand: in a checkout, in a working folder, installed."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from qa import folders
from qa.errors import ArticleNotFoundError
from qa.folders import ROOT, indexes_folder, sample_corpus, user_folder
from qa.index.index import Index
from qa.settings import Settings, resolve_index


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As installed from a wheel: the package in site-packages, the user in an empty folder."""
    package = tmp_path / "site-packages" / "qa"
    package.mkdir(parents=True)
    monkeypatch.setattr(folders, "_PACKAGE", package)
    monkeypatch.setattr(folders, "ROOT", package.parent)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("QA_INDEX")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def test_a_checkout_keeps_its_indexes_wherever_it_is_called_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QA_INDEX")
    for here in (ROOT, tmp_path):
        monkeypatch.chdir(here)
        assert Settings().index == ROOT / "indexes" / "default"
        assert resolve_index("mine") == ROOT / "indexes" / "mine"
    assert sample_corpus() == ROOT / "corpus"
    assert folders.command() == "python -m qa"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="folders of Linux")
def test_installed_it_keeps_indexes_in_the_users_folder(installed: Path, tmp_path: Path) -> None:
    assert Settings().index == tmp_path / "data" / "news-qa" / "indexes" / "default"
    assert sample_corpus() == tmp_path / "site-packages" / "qa" / "corpus"
    assert folders.command() == "news-qa"


def test_installed_hints_name_the_installed_command(installed: Path, small_index: Path) -> None:
    index = Index(small_index)
    for call in (lambda: index.article("unknown"), lambda: index.remove(["unknown"])):
        with pytest.raises(ArticleNotFoundError) as raised:
            call()
        assert raised.value.hint == "news-qa search shows ids"
    index.close()


def test_no_hint_spells_the_command_out() -> None:
    for path in (ROOT / "qa").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Error"):
                assert "python -m qa" not in ast.unparse(node), f"{path}:{node.lineno}"


def test_a_folder_for_indexes_where_one_works_is_taken(installed: Path) -> None:
    (installed / "indexes").mkdir()
    assert indexes_folder() == installed / "indexes"
    assert resolve_index("mine") == installed / "indexes" / "mine"


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {}, ".local/share/news-qa"),
        ("linux", {"XDG_DATA_HOME": "relative"}, ".local/share/news-qa"),
        ("linux", {"XDG_DATA_HOME": "{home}/data"}, "data/news-qa"),
        ("darwin", {}, "Library/Application Support/news-qa"),
        ("win32", {}, "AppData/Local/news-qa"),
        ("win32", {"LOCALAPPDATA": "{home}/local"}, "local/news-qa"),
    ],
)
def test_each_system_has_its_place_for_what_applications_keep(
    platform: str,
    variables: dict[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(home=tmp_path))
    assert user_folder() == tmp_path / expected
