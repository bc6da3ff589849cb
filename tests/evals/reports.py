"""Reports made by hand, for tests of what is done with reports."""

from collections.abc import Iterable
from typing import Any

from evals.report import Report, Row
from evals.stamps import Stamps

STAMPS = Stamps(
    product="0", commit="abc", date="2026-01-01T00:00:00+00:00", machine="m", python="3"
)


def row(identity: str, **measures: float) -> Row:
    """A row with these measures; ``hit_1`` is ``hit@1``."""
    named = {name.replace("_at_", "@"): value for name, value in measures.items()}
    return Row(id=identity, question=f"question {identity}", measures=named)


def report(rows: Iterable[Row], **changes: Any) -> Report:
    """A report of ``retrieval`` with these rows."""
    fields: dict[str, Any] = {
        "command": "retrieval",
        "dataset": "tiny",
        "options": {"retriever": "hybrid"},
        "documents": 4,
        "articles": 4,
        "ingest_seconds": 0.5,
        "stamps": STAMPS,
        "rows": tuple(rows),
    }
    return Report(**(fields | changes))
