"""Figures of an index, for the command line, the API and the page."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from qa.index.database import FORMAT
from qa.index.filters import Filters
from qa.index.store import Store


class IndexStatus(BaseModel):
    """What an index holds and whether it is sound.

    Attributes:
        healthy: both derived sides can be searched; they may be behind while another
            process writes.
        problems: one line for each thing that is not as it should be.
        languages, categories, sources: number of articles by value, most first.
        published_from, published_to: ISO 8601, the earliest and the latest article.
    """

    model_config = ConfigDict(frozen=True)

    articles: int
    chunks: int
    embedding_model: str
    index_format: str
    healthy: bool
    problems: tuple[str, ...] = ()
    languages: dict[str, int] = {}
    categories: dict[str, int] = {}
    sources: dict[str, int] = {}
    published_from: str | None = None
    published_to: str | None = None


def status_of(store: Store, model: str, problems: tuple[str, ...]) -> IndexStatus:
    """The figures of a store.

    Args:
        model: the name of the embedding model, where the store knows none.
    """
    articles, published_from, published_to = store.extent(Filters())
    return IndexStatus(
        articles=articles,
        chunks=store.count("chunks"),
        embedding_model=store.meta("embedding_model") or model,
        index_format=str(FORMAT),
        healthy=not problems,
        problems=problems,
        languages=store.tally("language"),
        categories=store.tally("category"),
        sources=store.tally("source"),
        published_from=published_from,
        published_to=published_to,
    )
