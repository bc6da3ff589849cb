"""requirements.txt pins what the code imports, and nothing that it does not need."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions, version

from qa.settings import ROOT

OWN = {"qa", "evals", "tests", "app"}
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


def imported() -> set[str]:
    found: set[str] = set()
    sources = [*(ROOT / "qa").rglob("*.py"), *(ROOT / "evals").rglob("*.py"), ROOT / "app.py"]
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    tops = {name.split(".")[0] for name in found}
    return tops - OWN - set(sys.stdlib_module_names)


def test_every_import_is_pinned_and_every_pin_is_used() -> None:
    providers = packages_distributions()
    needed = {_plain(providers[top][0]) for top in imported() if top in providers}
    assert needed | INDIRECT == set(pins("requirements.txt"))


def test_the_pins_are_what_is_installed() -> None:
    for package, pin in pins("requirements.txt").items():
        assert version(package).split("+")[0] == pin, package
