"""ClapNQ: questions of people to a search engine, with the passage that answers or does not.

Rosenthal et al., "CLAPnq: Cohesive Long-form Answers from Passages in Natural Questions for RAG
systems" (2024). A row brings its own passage. For an unanswerable question it is one of the page
that was found for it, which does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from evals.asking import Asking, QuestionSet
from evals.documents import Documents, document
from evals.files import read_rows
from evals.given import Given
from evals.judging import Expected
from qa.articles.model import Article
from qa.errors import EvalError

if TYPE_CHECKING:
    from qa.service import Service

_FILES = "*answerable.jsonl*"


class _Passage(BaseModel):
    model_config = ConfigDict(frozen=True)

    title: str
    text: str

    def article(self) -> Article:
        return document(self.text, self.title)


class _Output(BaseModel):
    """What one annotator wrote; an empty answer says that there is none."""

    model_config = ConfigDict(frozen=True)

    answer: str
    selected_sentences: tuple[str, ...] = ()


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    input: str
    passages: tuple[_Passage, ...]
    output: tuple[_Output, ...]

    @property
    def answerable(self) -> bool:
        return any(each.answer.strip() for each in self.output)

    def expected(self, article_ids: Sequence[str]) -> Expected:
        if not self.answerable:
            return Expected(answerable=False)
        chosen = [each.selected_sentences for each in self.output if each.selected_sentences]
        return Expected(articles=article_ids, sentences=chosen)


def is_clapnq(folder: Path) -> bool:
    """Whether a folder holds files named ``..._answerable.jsonl``, ``..._unanswerable.jsonl``."""
    return any(folder.glob(_FILES))


def clapnq_set(folder: Path, limit: int | None = None, *, oracle: bool = False) -> QuestionSet:
    """The questions of both kinds, over the passages of all rows.

    Args:
        limit: only the first so many questions of either kind.
        oracle: give each question the passage of its own row, as ClapNQ's generation task does,
            in place of what is found among all of them.

    Raises:
        EvalError: a file cannot be read, or one kind is missing.
    """
    rows = [row for path in sorted(folder.glob(_FILES)) for row in read_rows(path, _Row)]
    own = {row.id: [each.article() for each in row.passages] for row in rows}
    if len(own) < len(rows):
        raise EvalError(f"{folder}: two questions have one id")
    asked = [
        row
        for answerable in (True, False)
        for row in [each for each in rows if each.answerable == answerable][:limit]
    ]
    if len({row.answerable for row in asked}) < 2:
        raise EvalError(f"{folder}: needs answerable and unanswerable questions")
    documents = Documents.of(article for articles in own.values() for article in articles)
    return QuestionSet(
        name=folder.resolve().name,
        options={"limit": limit, "oracle": oracle},
        documents=len(documents.articles),
        count=len(asked),
        index=partial(documents.index, folder.resolve().name),
        askings=partial(_askings, asked, own, oracle),
    )


def _askings(
    rows: Sequence[_Row], own: Mapping[str, Sequence[Article]], oracle: bool, service: Service
) -> Iterator[Asking]:
    given = Given.of(service)
    for row in rows:
        article_ids = [article.id for article in own[row.id]]
        yield Asking(
            id=row.id,
            question=row.input,
            kind="answerable" if row.answerable else "unanswerable",
            expected=row.expected(article_ids),
            answer=partial(given.answer, row.input, article_ids)
            if oracle
            else partial(service.ask, row.input),
        )
