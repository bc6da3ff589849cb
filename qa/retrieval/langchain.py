"""Our retriever for LangChain users: documents with dates, sources and spans as metadata."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from qa.retrieval.passage import Passage


class NewsRetriever(BaseRetriever):
    """``invoke(question)`` gives the best passages as Documents, best first.

    ``find`` is the search to run. A document's id is ``article_id:start-end``; its metadata
    are the passage's other fields.
    """

    find: Callable[[str], list[Passage]]

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(passage) for passage in self.find(query)]


def _document(passage: Passage) -> Document:
    metadata: dict[str, Any] = passage.model_dump(exclude={"text"})
    identity = f"{passage.article_id}:{passage.start}-{passage.end}"
    return Document(page_content=passage.text, metadata=metadata, id=identity)
