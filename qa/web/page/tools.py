"""The same questions for Gradio's own API and, where it is switched on, for MCP.

MCP is Gradio's: install ``gradio[mcp]`` and set ``GRADIO_MCP_SERVER=True``; each function
here is then a tool, described to the model by its docstring.
"""

from __future__ import annotations

from typing import Any

from qa.errors import QAError
from qa.index.filters import Filters
from qa.retrieval.passage import MAX_PASSAGES
from qa.web.backend import Backend
from qa.web.problems import detail_of
from qa.web.schemas import ErrorBody


def publish_tools(backend: Backend) -> None:
    """Offer the tools, inside an open ``gr.Blocks``."""
    from gradio.events import api

    def ask_news(question: str) -> dict[str, Any]:
        """Answer a question from the indexed news articles, with citations.

        The passages that were read come along; articles with nearly the same text as the one
        shown (one story in several outlets) are listed as its passages' copies.

        Args:
            question: in English or Chinese.
        """
        try:
            return backend.service().ask(question).to_dict()
        except QAError as error:
            return _error(error)

    def search_news(
        question: str, k: int = 8, published_from: str = "", published_to: str = ""
    ) -> dict[str, Any]:
        """Find the passages of the indexed news articles that fit a question best, 1 to {most}.

        Articles with nearly the same text as the one shown (one story in several outlets) are
        listed as its passages' copies.

        Args:
            question: in English or Chinese.
            k: how many passages, from 1 to {most}.
            published_from: first day, as 2023-03-21; empty for no limit.
            published_to: last day, as 2023-03-21; empty for no limit.
        """
        try:
            filters = Filters(published_from=published_from, published_to=published_to)
            passages = backend.service().search(question, k=k, filters=filters or None)
        except QAError as error:
            return _error(error)
        return {"passages": [passage.model_dump(mode="json") for passage in passages]}

    def read_article(article_id: str) -> dict[str, Any]:
        """Read one whole news article.

        Args:
            article_id: as citations, passages and their copies give it.
        """
        try:
            return backend.service().get_article(article_id).model_dump(mode="json")
        except QAError as error:
            return _error(error)

    search_news.__doc__ = (search_news.__doc__ or "").format(most=MAX_PASSAGES)
    for tool in (ask_news, search_news, read_article):
        # In the queue, MCP would call this service over HTTP, without the visitor's login.
        api(tool, api_name=tool.__name__, queue=False)


def _error(error: QAError) -> dict[str, Any]:
    return ErrorBody(error=detail_of(error)).model_dump()
