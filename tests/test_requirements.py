"""What is declared is what the code imports; versions stand once as ranges and once as pins."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from qa.folders import ROOT

OWN = {"qa", "evals", "tests", "training", "benchmarks", "app"}
# Needed by name although no module of ours imports them.
INDIRECT = {
    "torch",  # chooses the build that sentence-transformers runs on
    "lxml-html-clean",  # trafilatura needs it, and old pip misses the extra
    "langchain-openai",  # init_chat_model's provider "openai"
    "tzdata",  # zoneinfo on machines without a time zone database
}
# The rooms that may import what an extra brings; everything else needs the core alone.
ROOMS = {
    "web": ["qa/web", "app.py"],
    "mcp": ["qa/web/page/mcp.py"],
    "chat": ["qa/answering/chat.py"],
    "models": ["qa/embedding/transformer.py", "qa/retrieval/rerank.py"],
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def declared(*extras: str) -> dict[str, Requirement]:
    """The requirements of the core ("") and of extras, without those on extras of our own."""
    lists = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    found = [Requirement(line) for extra in extras for line in lists[extra]]
    return {canonicalize_name(one.name): one for one in found if one.name != "news-qa"}


def pins(name: str) -> dict[str, str]:
    lines = (line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    found = (line.partition("==") for line in lines if line and not line.startswith("-"))
    return {canonicalize_name(package): pin for package, _, pin in found}


def imported(sources: Iterable[Path]) -> set[str]:
    """The packages, by name and not by module, that files import."""
    found: set[str] = set()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    tops = {name.split(".")[0] for name in found} - OWN - set(sys.stdlib_module_names)
    providers = packages_distributions()
    return {canonicalize_name(providers[top][0]) for top in tops if top in providers}


def sources(*names: str) -> set[Path]:
    paths = [ROOT / name for name in names]
    return {one for path in paths for one in ([path] if path.is_file() else path.rglob("*.py"))}


def test_everything_declared_is_imported_and_everything_imported_is_declared() -> None:
    product = imported(sources("qa", "app.py"))
    # An extra of its own, which tests do without where it is not installed.
    product |= set(declared("mcp"))
    assert product | INDIRECT == set(declared("", "web", "chat", "models", "mcp"))
    beside = imported(sources("evals", "benchmarks", "training"))
    assert beside <= set(declared("", "web", "chat", "models", "evals", "training", "dev"))


def test_a_question_needs_the_core_alone() -> None:
    rooms = {extra: sources(*names) for extra, names in ROOMS.items()}
    rooms["web"] -= rooms["mcp"]
    core = sources("qa") - set().union(*rooms.values())
    assert imported(core) <= set(declared(""))
    for extra, files in rooms.items():
        beneath = ["web"] if extra == "mcp" else []
        assert imported(files) <= set(declared("", extra, *beneath))


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("requirements.txt", ["", "web", "chat", "models"]),
        ("requirements-dev.txt", ["mcp", "evals", "training", "dev"]),
    ],
)
def test_every_range_has_a_pin_within_it(file: str, extras: list[str]) -> None:
    ranges, found = declared(*extras), pins(file)
    elsewhere = set(pins("requirements.txt")) if file != "requirements.txt" else set()
    assert set(found) == set(ranges) - elsewhere
    for package, pin in found.items():
        assert ranges[package].specifier.contains(pin), package


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_pins_are_what_is_installed(name: str) -> None:
    for package, pin in pins(name).items():
        assert version(package).split("+")[0] == pin, package
