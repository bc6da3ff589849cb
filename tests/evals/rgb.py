"""Small sets in RGB's format, made up."""

from pathlib import Path
from typing import Any

from tests.evals.beir import write_lines

FACT: dict[str, Any] = {
    "id": 0,
    "query": "Who is the captain of the harbour ferry?",
    "answer": "Rosa Lind",
    "fakeanswer": "Ada Fern",
    "positive": [f"Note {n}: the captain of the harbour ferry is Rosa Lind." for n in range(3)],
    "positive_wrong": [
        f"Note {n}: the captain of the harbour ferry is Ada Fern." for n in range(3)
    ],
    "negative": [f"The harbour ferry has {n} decks and leaves at noon." for n in range(2, 10)],
}
INTEGRATION: dict[str, Any] = {
    "id": 7,
    "query": "青嶺茶園的園主和白沙茶園的園主分別是誰？",
    "answer": [["何月明", "何小姐"], "陳大文"],
    "asnwer1": ["何月明"],
    "answer2": ["陳大文"],
    "positive": [
        [f"青嶺茶園的園主是何月明，她種了{n}年茶。" for n in (3, 5)],
        [f"白沙茶園的園主是陳大文，他養了{n}頭牛。" for n in (2, 4, 6, 8)],
    ],
    "negative": [f"茶園今年的收成比去年多{n}成。" for n in (1, 2, 3, 4, 5, 6)],
}


def write_rgb(folder: Path) -> Path:
    """A folder with a set of either kind; returns it."""
    write_lines(folder / "en_fact.jsonl", [FACT])
    write_lines(folder / "zh_int.jsonl", [INTEGRATION])
    return folder
