"""How fast articles go in, and the room they take: ``python -m benchmarks.ingestion NEWS``.

NEWS is a text file (or ``.txt.xz``) with one article a line, or JSON Lines. All of it, and the
first articles of it, are ingested as JSON Lines on one core and on all; then the same file again,
and one article more; beside it, in the same run, some articles by the plain LangChain pipeline
(``evals/langchain.py``).

Each measurement is a process of its own, with its children, kept to its cores. Its memory is what
all of them hold at one time (resident, pages of files that are mapped included). Processor time, of
all of them and with starting, hardly depends on what else the machine does. Loading libraries and
models is not in the seconds, as it is not in LangChain's: an article in another index comes first.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

_MEASURE = "measure"
_ANSWER = "MEASURED "
_LOOK_EVERY = 0.2
# Articles of a first run of LangChain's, which loads what it needs; not counted.
_WARMING = 16


def main(
    news: Annotated[Path, typer.Argument(help="Articles.")],
    articles: Annotated[int, typer.Option(help="How many of them; 0: all.")] = 0,
    sizes: Annotated[list[int] | None, typer.Option(help="How many in the smaller runs.")] = None,
    langchain: Annotated[int, typer.Option(help="Articles for LangChain; 0: none.")] = 400,
) -> None:
    """Measure, and print a line for each measurement."""
    all_cores = len(_cores())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = _write(news, folder / "news.jsonl", articles)
        print(f"{whole['articles']:,} articles, {whole['bytes'] / 1e6:.1f} MB of text")
        times: list[tuple[int, float]] = []
        smaller = sizes or [2_000, 12_000]
        for size in smaller:
            part = _write(news, folder / "part.jsonl", size)
            done = _measure("ingest", folder / f"part-{size}", folder / "part.jsonl", all_cores)
            times.append((part["articles"], done["seconds"]))
            _show(f"{part['articles']:,} articles, {all_cores} cores", done, part["bytes"])
        one = _measure("ingest", folder / "one", folder / "news.jsonl", 1)
        _show("all, 1 core", one, whole["bytes"])
        most = _measure("ingest", folder / "all", folder / "news.jsonl", all_cores)
        times.append((whole["articles"], most["seconds"]))
        _show(f"all, {all_cores} cores", most, whole["bytes"])
        print(f"{all_cores} cores: {one['seconds'] / most['seconds']:.2f} times 1 core")
        print(f"growth: seconds as articles to the power of {_exponent(times):.2f}")
        again = _measure("ingest", folder / "all", folder / "news.jsonl", all_cores)
        print(f"the same file again: {again['seconds']:.2f} s, {again['unchanged']:,} unchanged")
        more = folder / "more.jsonl"
        more.write_text(json.dumps({"title": "Pool", "text": "The pool closes in June."}) + "\n")
        added = _measure("ingest", folder / "all", more, all_cores)
        print(f"one article more: {added['seconds']:.2f} s, {added['added']} added")
        if langchain:
            _write(news, folder / "plain.jsonl", langchain)
            plain = _measure("langchain", folder / "plain", folder / "plain.jsonl", all_cores)
            rate = plain["articles"] / plain["seconds"]
            ours = most["articles"] / most["seconds"]
            print(
                f"plain LangChain, {plain['model']}: {rate:.1f} articles a second of "
                f"{plain['articles']}, {plain['size'] / plain['text']:.1f} times the text; "
                f"ours is {ours / rate:.1f} times as fast"
            )


def measure(kind: str, index: str, news: str, cores: str) -> None:
    """Do one of the measurements on so many cores, and print what came of it as JSON."""
    os.sched_setaffinity(0, _cores()[: int(cores)])
    measuring = _langchain if kind == "langchain" else _ingest
    measured = measuring(Path(index), Path(news))
    print(_ANSWER + json.dumps(measured))


def _ingest(index: Path, news: Path) -> dict[str, Any]:
    from qa.articles.identity import make_article
    from qa.articles.model import ArticleDraft
    from qa.index.ingest import ingest_articles, ingest_paths

    loads = make_article(ArticleDraft(title="Library", body="The library opens in May."))
    ingest_articles(index.with_name(f"{index.name}-loading"), [loads])
    started = time.perf_counter()
    report = ingest_paths(index, [news])
    seconds = time.perf_counter() - started
    return report.model_dump(include={"articles", "chunks", "added", "unchanged"}) | {
        "seconds": seconds,
        "processor": sum(os.times()[:4]),
        "size": _size(index),
    }


def _langchain(index: Path, news: Path) -> dict[str, Any]:
    from evals.datasets import read_documents
    from evals.langchain import LangChain
    from qa.articles.identity import make_article

    articles = list(map(make_article, read_documents(news)))
    system = LangChain()
    system.index_key()
    system.build(index / "warming", articles[:_WARMING])
    idle = system.build(index / "idle", articles[:1])
    seconds = system.build(index / "timed", articles) - idle
    return {
        "model": system.model,
        "articles": len(articles),
        "seconds": seconds,
        "size": _size(index / "timed"),
        "text": sum(len(article.body.encode()) for article in articles),
    }


def _measure(kind: str, index: Path, news: Path, cores: int) -> dict[str, Any]:
    """What a process of its own says, and the most memory that it and its children held."""
    command = [sys.executable, "-m", __spec__.name, _MEASURE, kind]
    with subprocess.Popen(
        [*command, str(index), str(news), str(cores)], stdout=subprocess.PIPE, text=True
    ) as process:
        most = 0
        done = threading.Event()

        def watch() -> None:
            nonlocal most
            while not done.wait(_LOOK_EVERY):
                most = max(most, _memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        output, _ = process.communicate()
        done.set()
        watcher.join()
    answers = [line for line in output.splitlines() if line.startswith(_ANSWER)]
    if process.returncode or not answers:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return {**json.loads(answers[-1].removeprefix(_ANSWER)), "memory": most}


def _memory(pid: int) -> int:
    """Bytes that a process and those below it hold."""
    below: dict[int, list[int]] = {}
    held: dict[int, int] = {}
    page = os.sysconf("SC_PAGE_SIZE")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            held[int(folder.name)] = page * int((folder / "statm").read_text().split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it has just ended
        below.setdefault(parent, []).append(int(folder.name))
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        total += held.get(one, 0)
        waiting += below.get(one, [])
    return total


def _write(news: Path, out: Path, most: int) -> dict[str, int]:
    """The first articles as JSON Lines; how many, and the bytes of their text."""
    from evals.datasets import read_documents

    count = size = 0
    with out.open("w", encoding="utf-8") as file:
        for draft in itertools.islice(read_documents(news), most or None):
            row = {"_id": draft.external_id, "title": draft.title, "text": draft.body}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
            size += len((draft.title + draft.body).encode())
    return {"articles": count, "bytes": size}


def _show(name: str, done: dict[str, Any], text: int) -> None:
    seconds = done["seconds"]
    print(
        f"{name}: {seconds:.1f} s, {done['articles'] / seconds:.0f} articles and "
        f"{done['chunks'] / seconds:.0f} chunks a second, {done['processor']:.0f} s of processors, "
        f"{done['memory'] / 1e6:.0f} MB of memory, "
        f"index {done['size'] / 1e6:.1f} MB, {done['size'] / text:.2f} times the text",
        flush=True,
    )


def _exponent(times: Sequence[tuple[int, float]]) -> float:
    """The slope of a straight line through the logarithms, by least squares."""
    xs, ys = [math.log(n) for n, _ in times], [math.log(s) for _, s in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0))


if __name__ == "__main__":
    if sys.argv[1:2] == [_MEASURE]:
        measure(*sys.argv[2:])
    else:
        typer.run(main)
