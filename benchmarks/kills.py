"""Kills an ingestion at random instants: ``python -m benchmarks.kills --kills 50``.

After each kill the index must open with whole articles only. When the last run has ended it
must hold the same articles, and find the same for the same questions, as one that nobody killed.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from qa.index.index import Index
from qa.index.verify import verify
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever

_PLACES = "pier harbour library museum tunnel market station bridge garden stadium".split()
_DEEDS = "opens closes floods moves burns grows reopens shrinks waits wins".split()
_QUESTIONS = ("which library floods", "what did the council say of the tunnel", "museum 17")


@dataclass(frozen=True, slots=True)
class Survival:
    """What was seen.

    Attributes:
        kills: runs that were ended while they ran.
        completed: runs that had ended by themselves; the index was then begun anew.
        problems: one line for each thing that was not as it should be.
    """

    kills: int
    completed: int
    problems: tuple[str, ...]


def survive(folder: Path, *, kills: int, articles: int, seed: int) -> Survival:
    """Kill so many runs over so many made articles, in ``folder``, which is empty."""
    chance = random.Random(seed)
    feed = folder / "feed.jsonl"
    with feed.open("w", encoding="utf-8") as file:
        for n in range(articles):
            file.write(json.dumps(_article(n)) + "\n")
    began = time.monotonic()
    subprocess.run(_command(feed, folder / "whole"), check=True, capture_output=True)
    whole = time.monotonic() - began
    killed, completed, problems = 0, 0, list[str]()
    index = folder / "killed"
    while killed < kills:
        process = subprocess.Popen(
            _command(feed, index), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(chance.uniform(0.2, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
            problems += [f"kill {killed}: {each}" for each in _not_whole(index)]
        else:
            completed += 1
            if killed < kills:
                shutil.rmtree(index)
    subprocess.run(_command(feed, index), check=True, capture_output=True)
    found, expected = _found(index), _found(folder / "whole")
    problems += [f"{name} differ" for name in expected if found[name] != expected[name]]
    with closing(Index(index)) as opened:
        problems += verify(opened).problems
    return Survival(killed, completed, tuple(problems))


def _article(n: int) -> dict[str, object]:
    place, deed = _PLACES[n % 10], _DEEDS[n // 10 % 10]
    text = (
        f"The {place} of district {n} {deed} on Monday, said the council of the town. "
        f"It is number {n} of those that the {_PLACES[n // 100 % 10]} office counts this year."
    )
    return {"_id": n, "title": f"The {place} {n} {deed}", "text": text}


def _command(feed: Path, index: Path) -> list[str]:
    return [sys.executable, "-m", "qa", "ingest", str(feed), "--index", str(index), "--json"]


def _not_whole(index: Path) -> list[str]:
    """What is wrong with an index that was just left behind; one may not have been begun."""
    if not (index / "articles.sqlite3").exists():
        return []
    with closing(Index(index, create=True)) as opened:
        return list(verify(opened).problems)


def _found(index: Path) -> dict[str, object]:
    """The articles, and what questions find: article and score."""
    with closing(Index(index)) as opened:
        found: dict[str, object] = {"articles": list(opened.store.iter_articles())}
        retriever = Retriever(opened, None)
        for question in _QUESTIONS:
            passages = retriever.search(Query.of(question, opened), k=8)
            found[question] = sorted((round(p.score, 4), p.article_id) for p in passages)
    return found


def main(
    kills: Annotated[int, typer.Option(min=1)] = 50,
    articles: Annotated[int, typer.Option(min=1)] = 3000,
    seed: Annotated[int, typer.Option()] = 1,
) -> None:
    """Kill an ingestion at random instants, and say what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        done = survive(Path(folder), kills=kills, articles=articles, seed=seed)
    print(f"{done.kills} kills, {done.completed} runs that ended before: ", end="")
    print("the same articles and search results" if not done.problems else "NOT the same")
    print(*done.problems, sep="\n")
    raise SystemExit(bool(done.problems))


if __name__ == "__main__":
    typer.run(main)
