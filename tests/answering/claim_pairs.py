"""Claims about news passages of our own, true and with one thing changed, and who judges right."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qa.answering.verdicts import Verdict, judge
from qa.articles.model import Article
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.passage import Passage
from tests.conftest import article

HERE = Path(__file__).resolve().parent
DEVELOPMENT = HERE / "claims_dev.json"
# First seen by the check when it was done: 35 of 40 and 25 of 30 were judged right then. What
# they showed to be wrong in general (ordinary words in names, counts read as years) was mended.
HELD_OUT, UNSEEN = HERE / "claims_held_out.json", HERE / "claims_unseen.json"
TODAY = date(2026, 1, 5)


@dataclass(frozen=True)
class Judged:
    """One claim, what was changed in it ("" for nothing), and its verdict."""

    claim: str
    change: str
    verdict: Verdict

    @property
    def right(self) -> bool:
        return (self.verdict.doubt is None) == (self.change == "")


def judged(path: Path, folder: Path) -> list[Judged]:
    """The verdicts on all claims of a file."""
    document = json.loads(path.read_text("utf-8"))
    articles = {
        name: article(fields["title"], fields["text"], published=fields["published"])
        for name, fields in document["passages"].items()
    }
    ingest_articles(folder, list(articles.values()))
    index = Index(folder)
    try:
        return [
            Judged(
                pair["claim"],
                pair["change"],
                judge(pair["claim"], [(1, whole(articles[pair["passage"]]))], index, TODAY),
            )
            for pair in document["pairs"]
        ]
    finally:
        index.close()


def whole(one: Article) -> Passage:
    """An article as a single passage."""
    return Passage(
        article_id=one.id,
        title=one.title,
        text=one.body,
        start=0,
        end=len(one.body),
        published=one.published,
        score=0.9,
    )
