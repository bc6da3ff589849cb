"""requirements.txt pins what the code imports, and nothing that it does not need."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest

from qa.settings import ROOT

OWN = {"qa", "evals", "tests", "training", "app"}
# Needed by name although no module of ours imports them.
INDIRECT = {
    "torch",  # chooses the build that sentence-transformers runs on
    "lxml-html-clean",  # trafilatura needs it, and old pip misses the extra
    "cryptography",  # pypdf reads encrypted files with it
    "langchain-openai",  # init_chat_model's provider "openai"
    "tzdata",  # zoneinfo on machines without a time zone database
}


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = dict(
        re.findall(r"^([\w.-]+)(?:\[\w+\])?==([\w.+]+)", line)[0]
        for line in lines
        if line and line[0] not in "#-"
    )
    return {_plain(package): pin for package, pin in found.items()}


def _plain(package: str) -> str:
    return package.lower().replace("_", "-")


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
    return {_plain(providers[top][0]) for top in tops if top in providers}


def test_every_import_is_pinned_and_every_pin_is_used() -> None:
    product = imported([*(ROOT / "qa").rglob("*.py"), ROOT / "app.py"])
    # What evals measure beside the product is installed for development only.
    measuring = imported((ROOT / "evals").rglob("*.py")) - set(pins("requirements-dev.txt"))
    assert product | measuring | INDIRECT == set(pins("requirements.txt"))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_pins_are_what_is_installed(name: str) -> None:
    for package, pin in pins(name).items():
        assert version(package).split("+")[0] == pin, package
