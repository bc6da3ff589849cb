"""The part of reading that any process can do: a small file whole, some drafts of a large one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.compression import COMPRESSED
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError

# Files up to so many bytes are read whole in one go, unless they may hold far more than their size.
_SMALL = 1 << 20
_DENSE = frozenset({*COMPRESSED, ".zip", ".warc", ".epub", ".xlsx", ".xlsm"})
_DRAFTS, _CHARACTERS = 64, 1 << 18


@dataclass(frozen=True, slots=True)
class Made:
    """An article, and what else its draft says.

    Attributes:
        url, external_id, record, notes: of the draft.
    """

    article: Article
    url: str | None
    external_id: str | None
    record: str
    notes: tuple[str, ...]

    @classmethod
    def of(cls, draft: ArticleDraft) -> Made:
        """The article of a draft."""
        return cls(make_article(draft), draft.url, draft.external_id, draft.record, draft.notes)


Read = Made | Skipped | ArticleFileError


def is_small(path: Path, size: int) -> bool:
    """Whether all that is in a file of so many bytes may be held at once."""
    return size <= _SMALL and path.suffix.lower() not in _DENSE


def read_whole(job: tuple[Path, str]) -> list[Read]:
    """All that a file holds; of a path and the time zone of dates that state none."""
    path, timezone = job
    return make_all(read_file(path, timezone=timezone))


def make_all(readings: Iterable[Reading]) -> list[Read]:
    """The articles of drafts, and what is none."""
    return [Made.of(each) if isinstance(each, ArticleDraft) else each for each in readings]


def in_parts(path: Path, timezone: str) -> Iterator[list[Reading]]:
    """What a large file holds, some at a time."""
    part: list[Reading] = []
    characters = 0
    for found in read_file(path, timezone=timezone):
        part.append(found)
        characters += len(found.body) if isinstance(found, ArticleDraft) else 0
        if len(part) == _DRAFTS or characters >= _CHARACTERS:
            yield part
            part, characters = [], 0
    if part:
        yield part
