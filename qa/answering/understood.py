"""Which languages questions are understood in, said to who asks in another one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "understood.tsv"


def understood_in(code: str) -> str | None:
    """The sentence in the language of an ISO 639 code; None where it is not known in it."""
    return _sentences().get(code)


@cache
def _sentences() -> dict[str, str]:
    lines = _FILE.read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if not line.startswith("#"))
