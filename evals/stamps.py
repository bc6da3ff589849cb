"""Version stamps: what a figure was measured with, so that it can be measured again."""

from __future__ import annotations

import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

import qa
from qa.index.status import IndexStatus
from qa.settings import ROOT

# Of a path its last part stays, also behind an option (--corpus=) or a kind (dense:).
_LEADING_PATH = re.compile(r"[^:=]*/")


class Stamps(BaseModel):
    """When, where and with what a report was made.

    Attributes:
        commit: of the product, with ``-dirty`` where files were changed; None outside of git.
        date: ISO 8601 with offset.
        command: that measured, paths by their last part; None where it was no ``python -m``.
    """

    model_config = ConfigDict(frozen=True)

    product: str
    commit: str | None
    date: str
    machine: str
    python: str
    embedding_model: str | None = None
    index_format: str | None = None
    command: str | None = None


def take_stamps(status: IndexStatus) -> Stamps:
    """The stamps of this moment, this checkout, this machine and an index."""
    return Stamps(
        product=qa.__version__,
        commit=take_commit(),
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        machine=take_machine(),
        python=platform.python_version(),
        embedding_model=status.embedding_model,
        index_format=status.index_format,
        command=command_line(sys.orig_argv),
    )


def command_line(arguments: Sequence[str]) -> str | None:
    """The command as one line that tells nothing of the machine it ran on.

    Args:
        arguments: of the process, the interpreter first.
    """
    if "-m" not in arguments:
        return None
    given = arguments[list(arguments).index("-m") :]
    return shlex.join(["python", *(_LEADING_PATH.sub("", each) for each in _without_output(given))])


def _without_output(arguments: Sequence[str]) -> Iterator[str]:
    """All but ``--json OUT``: where a report went bears on nothing."""
    rest = iter(arguments)
    for each in rest:
        if each == "--json":
            next(rest, None)
        elif not each.startswith("--json="):
            yield each.rstrip("/")


def take_commit() -> str | None:
    """The commit of this checkout, ``-dirty`` where files were changed; None outside of git."""
    # No optional locks: an eval must not get in the way of a commit made at the same time.
    command = ["git", "--no-optional-locks", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        run = subprocess.run(  # noqa: S603 (fixed arguments)
            command, cwd=ROOT, capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout.strip() or None if run.returncode == 0 else None


def take_machine() -> str:
    """The kind of machine, without its name."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
