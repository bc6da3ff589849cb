"""The article: the unit that is ingested, cited and shown."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from qa.text.language import TextLanguage


class ArticleDraft(BaseModel):
    """What a reader takes out of a file, before identity and language are known.

    ``published`` and ``updated`` are ISO 8601 with an offset. ``external_id`` is the id
    that the source gave (``_id`` in JSON Lines); it tells an edited article from a new one
    and is never the article's id. ``notes``: one line for each thing that was not understood.
    ``record``: where in its file it stands ("line 7"); empty where it is the file.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    body: str
    url: str | None = None
    source: str | None = None
    category: str | None = None
    published: str | None = None
    updated: str | None = None
    external_id: str | None = None
    notes: tuple[str, ...] = ()
    record: str = ""


class Article(BaseModel):
    """One news article.

    Attributes:
        id: content-addressed (see ``qa.articles.identity``): the same text has the same id
            on every machine.
        body: paragraphs separated by one blank line; citations point into it by character.
        published, updated: ISO 8601 with the article's own offset, or None.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    body: str
    url: str | None = None
    source: str | None = None
    category: str | None = None
    published: str | None = None
    updated: str | None = None
    language: TextLanguage

    @property
    def headline(self) -> str:
        """The title where it says more than the body's own beginning; otherwise empty."""
        return "" if self.body.startswith(self.title) else self.title
