"""Version stamps: what a figure was measured with, so that it can be measured again."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import datetime

from pydantic import BaseModel, ConfigDict

import qa
from qa.index.status import IndexStatus
from qa.settings import ROOT


class Stamps(BaseModel):
    """When, where and with what a report was made.

    Attributes:
        commit: of the product, with ``-dirty`` where files were changed; None outside of git.
        date: ISO 8601 with offset.
    """

    model_config = ConfigDict(frozen=True)

    product: str
    commit: str | None
    date: str
    machine: str
    python: str
    embedding_model: str | None = None
    index_format: str | None = None


def take_stamps(status: IndexStatus) -> Stamps:
    """The stamps of this moment, this checkout, this machine and an index."""
    return Stamps(
        product=qa.__version__,
        commit=_commit(),
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        python=platform.python_version(),
        embedding_model=status.embedding_model,
        index_format=status.index_format,
    )


def _commit() -> str | None:
    # No optional locks: an eval must not get in the way of a commit made at the same time.
    command = ["git", "--no-optional-locks", "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        run = subprocess.run(  # noqa: S603 (fixed arguments)
            command, cwd=ROOT, capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout.strip() or None if run.returncode == 0 else None
