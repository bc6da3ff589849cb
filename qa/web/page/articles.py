"""The article that the page's source panel shows.

A route of its own beside ``/api/articles``: the page has its visitor's login but never a
key of the API, so it must work where ``QA_API_KEYS`` is set.
"""

from __future__ import annotations

from fastapi import APIRouter

from qa.articles.model import Article
from qa.web.api import BackendHere

router = APIRouter(include_in_schema=False)


@router.get("/page/articles/{article_id}")
def page_article(article_id: str, backend: BackendHere) -> Article:
    """One whole article."""
    return backend.service().get_article(article_id)
