"""Indexes to measure on: given ones, and ones built for a corpus and kept for the next run."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evals.ranker import System
from qa.articles.model import Article
from qa.errors import EvalError
from qa.settings import ROOT, get_settings

CACHE = ROOT / "indexes" / "evals"
# Written last, so that a folder without it is known to be unfinished.
_STAMP = "eval.json"


class Fingerprinted(Protocol):
    """A corpus whose state can be told from any other."""

    def fingerprint(self) -> str:
        """64 hexadecimal digits that change when any document changes."""


@dataclass(frozen=True, slots=True)
class EvalIndex:
    """An index folder, and the seconds that building it took (None where it was given)."""

    folder: Path
    ingest_seconds: float | None = None


def corpus_index(
    name: str, corpus: Fingerprinted, articles: Iterable[Article], system: System
) -> EvalIndex:
    """The index of a corpus for a system, built where it is not kept already.

    Kept indexes lie in ``indexes/evals``, one for each state of the corpus and of what the
    system makes of it; the folder may be deleted at any time.

    Args:
        articles: those of the corpus; read only where the index has to be built.
    """
    from filelock import FileLock

    folder = CACHE / f"{name}-{_key(corpus, system)}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        seconds = _kept(folder)
        if seconds is None:
            seconds = _build(folder, articles, system)
    return EvalIndex(folder, seconds)


@contextmanager
def sample_index() -> Iterator[EvalIndex]:
    """A fresh index of the sample corpus (``QA_CORPUS``), deleted afterwards.

    Raises:
        EvalError: a file of the corpus could not be ingested.
    """
    from qa.index.ingest import ingest_paths

    with tempfile.TemporaryDirectory(prefix="qa-evals-") as name:
        folder, settings = Path(name) / "index", get_settings()
        report = ingest_paths(folder, [settings.corpus], settings=settings)
        if report.failed:
            first = report.failed[0]
            raise EvalError(f"{first.path}: {first.error}", "mend the file, or give --index DIR")
        yield EvalIndex(folder, report.seconds)


def given_index(index: str) -> EvalIndex:
    """An index that somebody else has built; its folder or its name under ``indexes/``."""
    from qa.settings import resolve_index

    return EvalIndex(resolve_index(index))


def _build(folder: Path, articles: Iterable[Article], system: System) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    seconds = system.build(folder, articles)
    (folder / _STAMP).write_text(json.dumps({"ingest_seconds": seconds}), encoding="utf-8")
    return seconds


def _kept(folder: Path) -> float | None:
    try:
        return float(json.loads((folder / _STAMP).read_text(encoding="utf-8"))["ingest_seconds"])
    except (OSError, ValueError, KeyError):
        return None


def _key(corpus: Fingerprinted, system: System) -> str:
    parts = (corpus.fingerprint(), *system.index_key())
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]
