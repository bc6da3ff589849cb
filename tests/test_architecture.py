"""The architecture as rules that hold: one way for imports, one size for modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from qa.settings import ROOT

# The way of the data: each may import what stands before it, nothing after.
LAYERS = (
    ("qa.errors",),
    ("qa.folders",),
    ("qa.extras",),
    ("qa.models",),
    ("qa.settings",),
    ("qa.threads",),
    ("qa.workers",),
    ("qa.processes",),
    ("qa.text",),
    ("qa.messages",),
    ("qa.articles",),
    ("qa.fetching",),
    ("qa.chunking",),
    ("qa.embedding",),
    ("qa.index",),
    ("qa.retrieval",),
    ("qa.reading",),
    ("qa.answering",),
    ("qa.service",),
    ("qa.terminal",),
    ("qa.ingesting",),
    ("qa.web",),
    ("qa.cli",),
    ("qa.__main__",),
)
SOURCES = sorted((ROOT / "qa").rglob("*.py"))
BESIDE = [each for room in ("training", "evals") for each in sorted((ROOT / room).rglob("*.py"))]
LONGEST = 320


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer(module: str) -> int | None:
    for level, names in enumerate(LAYERS):
        if any(module == name or module.startswith(name + ".") for name in names):
            return level
    return None


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.update({node.module}, {f"{node.module}.{a.name}" for a in node.names})
    return found


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_imports_go_one_way(path: Path) -> None:
    if module_name(path) == "qa":
        return  # the public names, imported when they are used
    own = layer(module_name(path))
    assert own is not None, f"{path} is in no layer of {__file__}"
    for imported in imports(path):
        other = layer(imported)
        assert other is None or other <= own, f"{module_name(path)} imports {imported}"


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_the_product_does_not_know_its_training_evals_and_tests(path: Path) -> None:
    others = {"evals", "tests", "training", "app"}
    assert not any(name.split(".")[0] in others for name in imports(path))


# What asks the process for its settings; all else is given them.
SURFACES = ("qa.settings", "qa.service", "qa.cli", "qa.web.backend")
GLOBALS = {"qa.settings.get_settings", "qa.settings.resolve_index"}


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_settings_are_passed(path: Path) -> None:
    asks = imports(path) & GLOBALS
    assert not asks or module_name(path) in SURFACES, f"{module_name(path)} asks for {asks}"


@pytest.mark.parametrize("path", SOURCES + BESIDE, ids=module_name)
def test_one_concept_a_module(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


HEAVY = (
    "torch sentence_transformers gradio chromadb langchain langchain_core trafilatura lxml warcio"
)


@pytest.mark.parametrize("statement", ["import qa", "from qa import Filters, Turn, Answer"])
def test_no_model_and_no_page_is_imported_by_import_qa(statement: str) -> None:
    script = f"{statement}\nimport sys\nprint([m for m in '{HEAVY}'.split() if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_asking_imports_no_torch(sample_index: Path) -> None:
    script = (
        "import sys, qa; qa.ask('ferry', index=sys.argv[1])\n"
        "print([m for m in ('torch', 'transformers', 'gradio') if m in sys.modules])"
    )
    command = [sys.executable, "-c", script, str(sample_index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
