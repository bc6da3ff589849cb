"""Documents that are given to the product, where a search would otherwise have found some."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.answering.answer import Answer
from qa.answering.pipeline import ANSWER_PASSAGES
from qa.retrieval.candidates import looked_at, nearness
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.retriever import scored

if TYPE_CHECKING:
    from qa.service import Service


@dataclass(frozen=True, slots=True)
class Given:
    """Answers from documents picked out of one index, as if it held no other.

    The passages have the scores that a search gives them, since the product refuses by these:
    to give every document the best score, as ``answers --oracle`` does with gold articles, would
    tell it that noise is relevant. What an index for each question would cost is saved; only
    how rare a word is counts over all documents.

    Attributes:
        chunks: article id to its chunks.
    """

    service: Service
    chunks: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, service: Service) -> Given:
        """All documents of an open index."""
        chunks: dict[str, tuple[int, ...]] = {}
        for chunk, article in service.index.store.iter_chunks():
            chunks[article.id] = (*chunks.get(article.id, ()), chunk.id)
        return cls(service, chunks)

    def passages(self, question: str, article_ids: Iterable[str]) -> list[Passage]:
        """The passages of these documents, best first; as many as the pipeline reads."""
        query = Query.of(question, self.service.index)
        ids = [chunk for each in article_ids for chunk in self.chunks.get(each, ())]
        return scored(query, looked_at(query, ids, nearness(query, ids)))[:ANSWER_PASSAGES]

    def answer(self, question: str, article_ids: Iterable[str]) -> Answer:
        """The answer from these documents alone."""
        return self.service.answer_from(question, self.passages(question, article_ids))
