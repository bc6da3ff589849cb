"""News QA itself as a system to measure: the service that people use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.models import fingerprint_of, settings_of
from evals.ranker import Ranking
from qa.articles.model import Article
from qa.index.filters import Filters
from qa.index.status import IndexStatus
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.retriever import Mode

if TYPE_CHECKING:
    from qa.service import Service

# Deep enough for 20 distinct articles where each gives two passages, and no deeper than the
# product scores when asked for 8 (``_KEPT`` in qa/retrieval/candidates.py): what is measured
# is what a reader sees.
PASSAGES = 40


@dataclass(frozen=True, slots=True)
class NewsQA:
    """News QA, searching with both sides or with one.

    Attributes:
        model: as given; None for that of the settings.
    """

    retriever: Mode = "hybrid"
    model: str | None = None

    @property
    def name(self) -> str:
        """As ``parse_system`` reads it."""
        return f"{self.retriever}:{self.model}" if self.model else self.retriever

    def index_key(self) -> tuple[str, ...]:
        """The embedding model and the versions of what is stored; all modes share an index."""
        from qa.chunking.chunker import CHUNKER_VERSION
        from qa.index.database import FORMAT

        return (fingerprint_of(self), str(FORMAT), str(CHUNKER_VERSION))

    def build(self, folder: Path, articles: Iterable[Article]) -> float:
        """Ingest the articles; the seconds that it took."""
        from qa.index.ingest import ingest_articles

        return ingest_articles(folder, articles, settings=settings_of(self)).seconds

    def service(self, folder: Path) -> closing[Service]:
        """The service over an index, closed at the end."""
        from qa.service import Service

        return closing(Service(folder, settings_of(self)))

    @contextmanager
    def open(self, folder: Path) -> Iterator[ServiceRanker]:
        """The service's search over an index."""
        with self.service(folder) as service:
            yield ServiceRanker(service, self.retriever)


@dataclass(frozen=True, slots=True)
class ServiceRanker:
    """The search of an open service, with both sides or with one."""

    service: Service
    retriever: Mode = "hybrid"

    def rank(self, question: str, filters: Filters | None = None) -> Ranking:
        """What a search finds; one side's own ranking comes without the scores of the product."""
        if self.retriever == "hybrid":
            passages = self.service.search(question, k=PASSAGES, filters=filters)
            score = passages[0].score if passages else None
            return Ranking(tuple(_articles(passages)), score)
        query = Query.of(question, self.service.index)
        retriever = self.service.retriever
        ids = retriever.one_sided(query, self.retriever, k=PASSAGES, filters=filters)
        return Ranking(tuple(article.id for _, article in self.service.index.chunks(ids)))

    def status(self) -> IndexStatus:
        """Figures of the index."""
        return self.service.status()


def _articles(passages: Iterable[Passage]) -> Iterator[str]:
    """Articles as a reader finds them: copies of a story stand right behind the one shown."""
    for passage in passages:
        yield passage.article_id
        yield from (copy.article_id for copy in passage.copies)
