"""A small set in ClapNQ's format, made up."""

from pathlib import Path
from typing import Any

from tests.evals.beir import write_lines

FERRY = (
    "The harbour ferry will run until 2 am from June .",
    "The captain of the ferry is Rosa Lind .",
)
MUSEUM = ("The clock museum opened its doors again on 4 May .", "Its halls show 312 clocks .")
TOWER = ("The old tower stands on the north side of the market .",)


def row(
    identity: str, question: str, sentences: tuple[str, ...], *outputs: tuple[str, list[str]]
) -> dict[str, Any]:
    """A row with one passage; an output is an answer and the sentences chosen for it."""
    return {
        "id": identity,
        "input": question,
        "passages": [
            {"title": identity, "text": " ".join(sentences), "sentences": list(sentences)}
        ],
        "output": [
            {"answer": answer, "selected_sentences": chosen, "meta": {"round": 1}}
            for answer, chosen in outputs or [("", [])]
        ],
    }


ANSWERABLE = (
    row(
        "ferry",
        "who is the captain of the harbour ferry",
        FERRY,
        ("Rosa Lind is .", [FERRY[1]]),
        ("", []),
    ),
    row("museum", "how many clocks does the clock museum show", MUSEUM, ("312 .", [*MUSEUM])),
)
UNANSWERABLE = (
    row("tower", "who built the old tower on the market", TOWER),
    row("opera", "when was the opera in the harbour opened", ("The opera has 900 seats .",)),
)


def write_clapnq(folder: Path) -> Path:
    """A folder with both files; returns it."""
    write_lines(folder / "small_answerable.jsonl", ANSWERABLE)
    write_lines(folder / "small_unanswerable.jsonl", UNANSWERABLE)
    return folder
