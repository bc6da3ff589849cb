"""Ingestion as the command line shows it: progress, a summary, watching until Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from qa.index.gather import Sources, watch
from qa.index.intake import Progress, Step
from qa.index.report import IngestReport, Listener
from qa.settings import Settings
from qa.terminal import printable

_MOST_LINES = 20
_LONGEST_NAME = 30
_REDRAWN_EVERY = 0.2
_CHUNKS = {"unit": " chunks", "unit_scale": False}


def ingest_summary(report: IngestReport, file: Path | None) -> str:
    """What failed, and how much was skipped for which reason; ``file`` has all of it."""
    lines = [f"error: {failure.error}" for failure in report.failed[:_MOST_LINES]]
    if len(report.failed) > _MOST_LINES:
        lines.append(f"... and {len(report.failed) - _MOST_LINES:,} more errors")
    reasons = Counter(each.reason for each in report.skipped)
    for reason, count in reasons.most_common(_MOST_LINES):
        example = next(each.path for each in report.skipped if each.reason == reason)
        more = f" and {count - 1:,} more" if count > 1 else ""
        lines.append(f"skipped {example}{more}: {reason}")
    if report.notes:
        lines.append(f"{report.notes:,} articles have fields that were not understood")
    if not file and (len(report.skipped) > len(reasons) or report.notes):
        lines.append("all of it: --report FILE")
    return printable("\n".join(lines))


def keep_watching(
    folder: Path, sources: Sources, every: float, listener: Listener | None, settings: Settings
) -> None:
    """Take in what is new until Ctrl-C or SIGTERM; a line for each round."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())

    def show(done: IngestReport) -> None:
        print(done.model_dump_json(exclude={"failed", "skipped"}), flush=True)
        if summary := ingest_summary(done, None):
            print(summary, file=sys.stderr)

    watch(
        folder, sources, every=every, stop=stop, report=show, listener=listener, settings=settings
    )


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Shows how far ingestion is, its rate and the time left; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = _Bars()
    try:
        yield shown.show
    finally:
        shown.close()


class _Bars:
    """A bar for the bytes that are read, then one for the chunks that become searchable."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._stage = ""

    def show(self, step: Step) -> None:
        """Bring the bar up to a step."""
        if self._bar is None or step.stage != self._stage:
            self.close()
            self._stage = step.stage
            units = {"unit": "B", "unit_scale": True} if step.stage == "reading" else _CHUNKS
            self._bar = tqdm(
                file=sys.stderr,
                leave=False,
                dynamic_ncols=True,
                mininterval=_REDRAWN_EVERY,
                **units,
            )
        self._bar.total = max(step.total, step.done)
        name = printable(step.file.rpartition("/")[2])[:_LONGEST_NAME]
        self._bar.set_description_str(f"{step.articles:,} articles {name}".strip(), refresh=False)
        self._bar.update(step.done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
