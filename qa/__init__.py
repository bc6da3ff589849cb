"""News QA: cited answers over your news articles, in English and Chinese.

>>> from qa import ask
>>> ask("what cooperation areas did Mishustin list").citations[0].quote  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.answering.answer import Answer, Citation, Turn
    from qa.articles.model import Article
    from qa.errors import QAError
    from qa.index.filters import Filters
    from qa.retrieval.passage import Passage
    from qa.service import aask, as_retriever, ask, get_article, search, stream

__version__ = "0.1.0"

_HOME = {
    "ask": "qa.service",
    "aask": "qa.service",
    "stream": "qa.service",
    "search": "qa.service",
    "get_article": "qa.service",
    "as_retriever": "qa.service",
    "Answer": "qa.answering.answer",
    "Citation": "qa.answering.answer",
    "Turn": "qa.answering.answer",
    "Article": "qa.articles.model",
    "Filters": "qa.index.filters",
    "Passage": "qa.retrieval.passage",
    "QAError": "qa.errors",
}

__all__ = [
    "Answer",
    "Article",
    "Citation",
    "Filters",
    "Passage",
    "QAError",
    "Turn",
    "aask",
    "as_retriever",
    "ask",
    "get_article",
    "search",
    "stream",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import qa`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'qa' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
