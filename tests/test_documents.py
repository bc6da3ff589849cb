"""The documents hold: links lead somewhere, commands exist, and none needs what a clone lacks."""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

import evals.cli
import qa.cli
from evals.published import PROJECT, documents

DOCUMENTS = documents()
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)")
APPS = {"qa": get_command(qa.cli.app), "evals": get_command(evals.cli.app)}


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def commands(path: Path) -> Iterator[list[str]]:
    """The words after ``python -m`` of each command in a fenced block; ``news-qa`` is ``qa``."""
    for block in FENCE.findall(path.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            if re.match(r"(\w+=\S+ )*(\S*/)?python3? -m ", line):
                words = shlex.split(line, comments=True)
                yield words[words.index("-m") + 1 :]
            elif line.startswith("news-qa "):
                yield ["qa", *shlex.split(line, comments=True)[1:]]


def extras(text: str) -> set[str]:
    """The extras that a document installs."""
    return {each for found in re.findall(r"'\.\[([\w,]+)\]'", text) for each in found.split(",")}


def anchors(text: str) -> set[str]:
    """The names that headings get."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_to_a_file_and_a_heading(path: Path) -> None:
    for target, anchor in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), f"{target}#{anchor}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_commands_exist_with_their_options(path: Path) -> None:
    for module, *arguments in commands(path):
        assert importlib.util.find_spec(module), f"python -m {module}"
        app = APPS.get(module)
        if app is None:
            continue
        command = getattr(app, "commands")[arguments[0]]  # noqa: B009 (a group, for mypy a command)
        command.make_context(arguments[0], arguments[1:])


def test_some_commands_are_looked_at() -> None:
    found = [words[:2] for path in DOCUMENTS for words in commands(path)]
    assert ["qa", "ask"] in found
    assert ["evals", "retrieval"] in found


@pytest.mark.parametrize(
    "path",
    [each for each in DOCUMENTS if each.parent in (PROJECT, PROJECT / "docs", PROJECT / "evals")],
    ids=name,
)
def test_nothing_is_asked_for_that_a_clone_lacks_without_saying_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "../shared" not in text
    assert "$DATA" not in text or "docs/evals.md" in text or path.name == "evals.md"


def test_extras_that_are_installed_exist() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = set().union(*(extras(path.read_text(encoding="utf-8")) for path in DOCUMENTS))
    assert asked <= project["optional-dependencies"].keys()
    install = (PROJECT / "docs" / "install.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", install, re.M)) == {*project["optional-dependencies"]}


def test_the_make_targets_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (PROJECT / "Makefile").read_text("utf-8"), re.M))
    for path in DOCUMENTS:
        blocks = "\n".join(FENCE.findall(path.read_text(encoding="utf-8")))
        assert set(re.findall(r"^make (\w+)", blocks, re.M)) <= targets, name(path)
