"""Small BEIR folders for tests, written by the tests themselves."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DOCUMENTS = (
    {
        "_id": "ferry",
        "title": "Harbour ferry adds night sailings",
        "text": "The harbour ferry will run until 2 am from June. "
        "The captain of the ferry is Rosa Lind.",
    },
    {
        "_id": "museum",
        "title": "Clock museum reopens",
        "text": "The clock museum opened its doors again on 4 May after a repair of the roof. "
        "Its halls show 312 clocks to the public.",
    },
    {
        "_id": "tea",
        "title": "茶園春收增兩成",
        "text": "青嶺茶園今年春茶收成比去年多兩成。青嶺茶園的園主是何月明，她說雨水來得早。",
    },
    {
        "_id": "bridge",
        "title": "白沙河新桥通车",
        "text": "白沙河新桥昨日通车，全长一千二百米。市长说，过河时间由四十分钟缩短至五分钟。",
    },
)
QUERIES = (
    {"_id": "q1", "text": "Who is the captain of the harbour ferry?", "answers": ["Rosa Lind"]},
    {"_id": "q2", "text": "How many clocks does the museum show?", "answers": ["312"]},
    {"_id": "q3", "text": "青嶺茶園的園主是誰？", "answers": ["何月明"]},
    {"_id": "q4", "text": "白沙河新桥全长多少米？", "answers": ["一千二百米"]},
    {"_id": "q5", "text": "Who won the chess olympiad?", "answerable": False},
)
JUDGEMENTS = (("q1", "ferry"), ("q2", "museum"), ("q3", "tea"), ("q4", "bridge"))


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A JSON Lines file of the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_beir(
    folder: Path,
    *,
    documents: Iterable[Mapping[str, Any]] = DOCUMENTS,
    queries: Iterable[Mapping[str, Any]] = QUERIES,
    judgements: Iterable[tuple[str, str]] = JUDGEMENTS,
) -> Path:
    """A folder in BEIR layout; returns it."""
    write_lines(folder / "corpus.jsonl", documents)
    write_lines(folder / "queries.jsonl", queries)
    lines = ["query-id\tcorpus-id\tscore", *(f"{q}\t{d}\t1" for q, d in judgements)]
    (folder / "qrels").mkdir(exist_ok=True)
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
