"""Documents that the rows of an eval set bring along, in place of a corpus file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from evals.indexes import EvalIndex, corpus_index
from evals.product import NewsQA
from evals.progress import Progress
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft


@dataclass(frozen=True, slots=True)
class Documents:
    """Distinct articles; documents with the same text are one."""

    articles: tuple[Article, ...]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Documents:
        """The articles, each once; those without text left out."""
        return cls(tuple({each.id: each for each in articles if each.body}.values()))

    def fingerprint(self) -> str:
        """64 hexadecimal digits that change with any of the texts, or with their order."""
        return hashlib.sha256(" ".join(each.id for each in self.articles).encode()).hexdigest()

    def index(self, name: str, progress: Progress) -> EvalIndex:
        """Their index, built where it is not kept."""
        articles = progress(self.articles, len(self.articles), "ingesting")
        return corpus_index(name, self, articles, NewsQA())


def document(text: str, title: str = "") -> Article:
    """A document of a row as an article."""
    return make_article(ArticleDraft(title=title, body=text))
