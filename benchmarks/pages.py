"""Titles, days and bodies of saved web pages, side by side with plain trafilatura.

    python -m benchmarks.pages [FOLDER] [--wrong]

A folder of pages with an ``expected.json``: file name without suffix to title, published and
body (a list of paragraphs). The body's measure is the F1 of its tokens: words, and single
Chinese characters. The time zone of pages that state none is Hong Kong's.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file

PAGES = Path(__file__).resolve().parent.parent / "tests" / "pages"
TIMEZONE = "Asia/Hong_Kong"
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True)
class Reading:
    """What a reader makes of one page; empty where it finds nothing."""

    title: str = ""
    published: str = ""
    body: str = ""


@dataclass(frozen=True)
class Marks:
    """How one page was read: right title, right day, token F1 of the body (0 to 1)."""

    name: str
    title: bool
    day: bool
    f1: float


def news_qa(path: Path) -> Reading:
    """The first article that ``ingest`` would take from the page."""
    for draft in read_file(path, timezone=TIMEZONE):
        if isinstance(draft, ArticleDraft):
            return Reading(draft.title, draft.published or "", draft.body)
    return Reading()


def plain_trafilatura(path: Path) -> Reading:
    """The same page by trafilatura's own defaults."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(path.read_bytes(), with_metadata=True)
    if found is None:
        return Reading()
    return Reading(found.title or "", found.date or "", found.text or "")


def measure(folder: Path, reader: Callable[[Path], Reading]) -> Iterator[Marks]:
    """Marks of each page of a folder with an ``expected.json``."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    for name, right in sorted(expected.items()):
        read = reader(folder / f"{name}.html")
        yield Marks(
            name,
            title=" ".join(read.title.split()) == right["title"],
            day=read.published[:10] == right["published"][:10],
            f1=token_f1(read.body, "\n\n".join(right["body"])),
        )


def token_f1(found: str, right: str) -> float:
    """F1 of two texts' tokens as multisets (as SQuAD's), 0 to 1."""
    one, other = Counter(_TOKEN.findall(found.lower())), Counter(_TOKEN.findall(right.lower()))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def main() -> None:
    """Print both readers' figures, and with ``--wrong`` the pages that were misread."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("folder", nargs="*", type=Path, default=[PAGES / "dev", PAGES / "held"])
    parser.add_argument("--wrong", action="store_true", help="name the pages that were misread")
    chosen = parser.parse_args()
    for folder in chosen.folder:
        for reader in (news_qa, plain_trafilatura):
            marks = list(measure(folder, reader))
            titles, days = fmean(m.title for m in marks), fmean(m.day for m in marks)
            body = fmean(m.f1 for m in marks)
            print(
                f"{folder.name:8} {reader.__name__:18} {len(marks):3} pages  "
                f"titles {titles:.3f}  days {days:.3f}  body F1 {body:.3f}"
            )
            for m in marks if chosen.wrong and reader is news_qa else []:
                if not (m.title and m.day) or m.f1 < 0.97:
                    print(f"    {m.name:26} title {m.title}  day {m.day}  F1 {m.f1:.3f}")


if __name__ == "__main__":
    main()
