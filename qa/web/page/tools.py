"""The same questions for Gradio's own API and, where it is switched on, for MCP.

MCP is Gradio's: install ``mcp`` (below version 2) and set ``GRADIO_MCP_SERVER=True``; each
function here is then a tool, described to the model by its docstring. See ``qa.web.page.mcp``.
Imports Gradio: import it late.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

import gradio as gr
from gradio.events import api
from pydantic import BaseModel

from qa.answering.answer import Answer
from qa.articles.model import Article
from qa.errors import QAError
from qa.index.filters import Filters
from qa.retrieval.passage import MAX_PASSAGES
from qa.web.backend import Backend
from qa.web.problems import detail_of
from qa.web.schemas import ErrorDetail, SearchResponse

Given = ParamSpec("Given")


class ToolError(gr.Error):
    """A user's error, as Gradio hands errors on.

    Attributes:
        detail: what went wrong, in the shape that the HTTP API has.
    """

    def __init__(self, error: QAError) -> None:
        self.detail: ErrorDetail = detail_of(error)
        super().__init__(str(error), print_exception=False)


@dataclass(frozen=True)
class Tool:
    """A function that others may call.

    Attributes:
        call: gives a dictionary with the fields of ``returns``, or raises ``ToolError``.
    """

    call: Callable[..., dict[str, Any]]
    returns: type[BaseModel]

    @property
    def name(self) -> str:
        """What it is called by."""
        return self.call.__name__


def publish_tools(backend: Backend) -> tuple[Tool, ...]:
    """Offer the tools, inside an open ``gr.Blocks``."""

    @_reporting
    def ask_news(question: str) -> dict[str, Any]:
        """Answer a question from the indexed news articles, with citations.

        The passages that were read come along; articles with nearly the same text as the one
        shown (one story in several outlets) are listed as its passages' copies.

        Args:
            question: in English or Chinese.

        Returns:
            answer: text (Markdown with markers [1]), answered, language, mode, citations (number,
                article_id, title, url, published, quote, start, end, verified), passages and more.
        """
        return backend.service().ask(question).to_dict()

    @_reporting
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

        Returns:
            passages: best first; each with article_id, title, text, start, end, published, score
                (0 to 1, higher is better) and more.
        """
        filters = Filters(published_from=published_from, published_to=published_to)
        passages = backend.service().search(question, k=k, filters=filters or None)
        return SearchResponse(passages=tuple(passages)).model_dump(mode="json")

    @_reporting
    def read_article(article_id: str) -> dict[str, Any]:
        """Read one whole news article.

        Args:
            article_id: as citations, passages and their copies give it.

        Returns:
            article: id, title, body, url, source, category, published, updated, language.
        """
        return backend.service().get_article(article_id).model_dump(mode="json")

    search_news.__doc__ = (search_news.__doc__ or "").format(most=MAX_PASSAGES)
    tools = (
        Tool(ask_news, Answer),
        Tool(search_news, SearchResponse),
        Tool(read_article, Article),
    )
    for tool in tools:
        # In the queue, MCP would call this service over HTTP, without the visitor's login.
        api(tool.call, api_name=tool.name, queue=False)
    return tools


def _reporting(call: Callable[Given, dict[str, Any]]) -> Callable[Given, dict[str, Any]]:
    @functools.wraps(call)
    def reporting(*args: Given.args, **kwargs: Given.kwargs) -> dict[str, Any]:
        try:
            return call(*args, **kwargs)
        except QAError as error:
            raise ToolError(error) from None

    return reporting
