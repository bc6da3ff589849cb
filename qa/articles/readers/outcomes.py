"""What a reader yields for a file: drafts, and an outcome with its reason for all else.

A reader never passes over anything in silence:

- ``ArticleDraft``: an article. What was not understood of it stands in ``notes``, one line each
  ("published 'foo' not understood: kept without it"), and where in the file it stands in
  ``record`` ("line 7", "item 3"), empty where the file is the article.
- ``Skipped``: read rightly and no article ("a page of teasers", "a picture").
- ``ArticleFileError``: should have been an article and could not be read. Yielded in place for a
  record, so that the rest goes on; raised where nothing more of the file can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from qa.articles.model import ArticleDraft
from qa.errors import ArticleFileError


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a record of one, that is no article, and why.

    Attributes:
        reason: one line, without the name of the file: "no article: a page of teasers".
        path: of the file as ``shown`` gives it; readers may leave it empty for the file at hand.
        record: where in the file, such as "line 7"; empty for the whole file.
    """

    reason: str
    path: str = ""
    record: str = ""


Reading: TypeAlias = ArticleDraft | Skipped | ArticleFileError
