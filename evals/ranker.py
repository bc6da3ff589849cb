"""What can be measured: a system builds an index of a corpus and opens it as a ranker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qa.articles.model import Article
from qa.index.status import IndexStatus


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a search found.

    Attributes:
        article_ids: of the passages, best first; an article stands as often as it was found.
        score: of the best passage, 0 to 1; None where the system does not score.
    """

    article_ids: tuple[str, ...]
    score: float | None = None


Rank = Callable[[str], Ranking]


class Ranker(Protocol):
    """An open index that is searched by one system."""

    def rank(self, question: str) -> Ranking:
        """At least 20 distinct articles, where the index has as many that fit.

        Raises:
            QAError: the question cannot be asked.
        """

    def status(self) -> IndexStatus:
        """What the index holds and was made with."""


class System(Protocol):
    """One way to index a corpus and search it."""

    @property
    def retriever(self) -> str:
        """What ranks; the first part of the name."""

    @property
    def model(self) -> str | None:
        """The embedding model as given; None for that of the settings."""

    @property
    def name(self) -> str:
        """As ``--beside`` takes it."""

    def index_key(self) -> tuple[str, ...]:
        """All that its index of a corpus depends on, beside the corpus.

        Raises:
            QAError: a model or a package that it needs cannot be used.
        """

    def build(self, folder: Path, articles: Iterable[Article]) -> float:
        """Make the index in a folder that is not there yet; the seconds that it took."""

    def open(self, folder: Path) -> AbstractContextManager[Ranker]:
        """Open an index that was built."""
