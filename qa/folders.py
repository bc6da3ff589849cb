"""Where things stand on this machine: indexes, and the sample articles.

Indexes never stand beside an installed package. They go to ``indexes/`` of the working directory
where it has one, else to ``indexes/`` of the checkout that the package is run from, else to a
folder of the user's.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# The checkout, where the package is run from one.
ROOT = _PACKAGE.parent
_APPLICATION = "news-qa"
# What tells that a folder is an index.
INDEX_FILE = "articles.sqlite3"


def is_checkout() -> bool:
    """Whether the package is run from a checkout (or installed as ``pip install -e``)."""
    return (ROOT / "pyproject.toml").is_file() and (ROOT / "indexes").is_dir()


def indexes_folder() -> Path:
    """The folder whose folders are indexes."""
    here = Path.cwd() / "indexes"
    if here.is_dir():
        return here
    return ROOT / "indexes" if is_checkout() else user_folder() / "indexes"


def sample_corpus() -> Path:
    """The sample articles: ``corpus/`` of the checkout, or the copy in the package."""
    return ROOT / "corpus" if is_checkout() else _PACKAGE / "corpus"


def command() -> str:
    """How the command line is called here, for hints."""
    return "python -m qa" if is_checkout() else "news-qa"


def user_folder() -> Path:
    """The user's folder for what this application keeps, as each system has it."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / _APPLICATION
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / _APPLICATION
    # https://specifications.freedesktop.org/basedir-spec: a relative path is to be ignored.
    data = Path(os.environ.get("XDG_DATA_HOME") or "")
    return (data if data.is_absolute() else home / ".local" / "share") / _APPLICATION
