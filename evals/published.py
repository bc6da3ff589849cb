"""The tables that stand in the project's documents, and the documents they stand in.

A document holds a table between ``<!-- figures: NAME -->`` and ``<!-- end -->``. ``write`` puts the
table there; a test fails where one is not what the files of figures give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from evals.figure_tables import Files, Table, markdown
from evals.keeping import FOLDER
from evals.kept_figures import Figures, load_figures
from evals.table_list import TABLES
from qa.errors import EvalError

PROJECT = Path(__file__).parent.parent
# Where documents are looked for.
_ROOMS = ("docs", "qa", "evals", "training", "benchmarks", "corpus")
_BLOCK = re.compile(r"(?P<head><!-- figures: (?P<name>\S+) -->\n).*?(?P<foot><!-- end -->)", re.S)


def documents(project: Path = PROJECT) -> list[Path]:
    """The project's own Markdown files."""
    inner = (path for room in _ROOMS for path in (project / room).rglob("*.md"))
    return sorted([*project.glob("*.md"), *inner])


def filled(text: str, files: Files, tables: Iterable[Table] = TABLES) -> str:
    """A document with each of its tables as the figures give it.

    Raises:
        EvalError: a table is not declared, or lacks a figure.
    """
    return _BLOCK.sub(partial(_block, {table.name: table for table in tables}, files), text)


def _block(tables: Mapping[str, Table], files: Files, found: re.Match[str]) -> str:
    name = found["name"]
    if name not in tables:
        raise EvalError(f"there is no table {name!r}", f"there are: {', '.join(tables)}")
    return f"{found['head']}{markdown(tables[name], files)}\n{found['foot']}"


def read_files(folder: Path = FOLDER) -> dict[str, Figures]:
    """All files of figures by name.

    Raises:
        EvalError: one cannot be read.
    """
    return {path.stem: load_figures(path) for path in sorted(folder.glob("*.json"))}


def stale(project: Path = PROJECT) -> Iterator[tuple[Path, str]]:
    """The documents whose tables are not what the figures give, with their right text."""
    files = read_files()
    for path in documents(project):
        text = path.read_text(encoding="utf-8")
        right = filled(text, files)
        if right != text:
            yield path, right


def write(project: Path = PROJECT) -> list[Path]:
    """Put the tables into the documents; those that changed."""
    changed = list(stale(project))
    for path, text in changed:
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in changed]
