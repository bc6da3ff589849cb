"""The passage: a piece of an article that retrieval found for a question."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from qa.articles.model import Article
from qa.errors import QuestionError

# The most passages that one search gives, on every surface.
MAX_PASSAGES = 200


def check_passages(k: int) -> None:
    """See to it that so many passages can be searched for: on every surface, before anything.

    Raises:
        QuestionError: it is no whole number from 1 to ``MAX_PASSAGES``.
    """
    # True is an int to Python, and meant as something else.
    if not isinstance(k, int) or isinstance(k, bool) or not 1 <= k <= MAX_PASSAGES:
        raise QuestionError(
            f"{k!r} passages cannot be searched for, only 1 to {MAX_PASSAGES}",
            f"give a k from 1 to {MAX_PASSAGES}",
        )


class Copy(BaseModel):
    """Another article that tells the same story in nearly the same words.

    Attributes:
        published: ISO 8601 with the article's own offset, or None.
    """

    model_config = ConfigDict(frozen=True)

    article_id: str
    title: str
    source: str | None = None
    published: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, article: Article) -> Copy:
        """The article as a copy of another."""
        fields = article.model_dump(include={"title", "source", "published", "url"})
        return cls(article_id=article.id, **fields)


class Passage(BaseModel):
    """One retrieved piece of one article.

    Attributes:
        text: ``article.body[start:end]``, in the article's own script.
        published: ISO 8601 with the article's own offset, or None.
        score: relevance from 0 to 1, higher is better.
        copies: near-duplicates of the article that were found too and stand behind it, best
            first (see ``qa.retrieval.grouping``).
    """

    model_config = ConfigDict(frozen=True)

    article_id: str
    title: str
    text: str
    start: int
    end: int
    published: str | None = None
    url: str | None = None
    source: str | None = None
    category: str | None = None
    score: float
    copies: tuple[Copy, ...] = ()

    @property
    def day(self) -> date | None:
        """The local day of publication."""
        try:
            return date.fromisoformat((self.published or "")[:10])
        except ValueError:  # an index may hold what was no date before dates were checked
            return None
