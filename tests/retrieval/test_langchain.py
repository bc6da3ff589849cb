from __future__ import annotations

from pathlib import Path

import qa
from qa import Filters
from qa.index.ingest import ingest_articles
from tests.conftest import HARBOUR
from tests.wire_story import QUESTION, STORY


def test_a_langchain_retriever_over_the_same_search(small_index: Path) -> None:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import RunnableLambda

    retriever = qa.as_retriever(k=2, index=small_index)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("ferry fares")
    passages = qa.search("ferry fares", k=2, index=small_index)
    assert [d.page_content for d in documents] == [p.text for p in passages]
    assert documents[0].metadata["published"] == HARBOUR.published
    assert documents[0].id == f"{HARBOUR.id}:{passages[0].start}-{passages[0].end}"
    chain = retriever | RunnableLambda(len)
    assert chain.invoke("ferry") == 2


def test_filters_reach_the_search(small_index: Path) -> None:
    retriever = qa.as_retriever(filters=Filters(language="en"), index=small_index)
    assert [d.metadata["title"] for d in retriever.invoke("大熊猫")] == [HARBOUR.title]


def test_copies_are_plain_values_that_langchain_can_keep(tmp_path: Path) -> None:
    from langchain_core.documents import Document

    ingest_articles(tmp_path / "i", STORY)
    (document,) = qa.as_retriever(index=tmp_path / "i").invoke(QUESTION)
    (found,) = qa.search(QUESTION, index=tmp_path / "i")
    assert len(found.copies) == 2
    assert document.metadata["copies"] == tuple(copy.model_dump() for copy in found.copies)
    again = Document.model_validate_json(document.model_dump_json())
    assert again.metadata["copies"] == [copy.model_dump() for copy in found.copies]
