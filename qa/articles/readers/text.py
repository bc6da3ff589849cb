"""Plain text: one article, or a dumped web page with several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.page import read_page
from qa.articles.readers.compression import read_bytes
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError


def read_text(path: Path, *, timezone: str) -> Iterator[ArticleDraft | ArticleFileError]:
    """The articles of a text file.

    Raises:
        ArticleFileError: the file cannot be read or decoded, or is empty.
    """
    drafts = read_page(decode(read_bytes(path), path), timezone=timezone)
    if not drafts:
        raise ArticleFileError(f"{shown(path)}: the file is empty", "put text in it or remove it")
    yield from drafts
