from __future__ import annotations

from pathlib import Path

import qa
from qa import Filters
from tests.conftest import HARBOUR


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
