"""The article that the page's source panel shows.

A route of its own beside ``/api/articles``: the page has its visitor's login but never a
key of the API, so it must work where ``QA_API_KEYS`` is set. What goes wrong is said in the
language of the page.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from qa.articles.model import Article
from qa.errors import QAError
from qa.messages.catalogue import explained
from qa.text.language import Language
from qa.web.api import BackendHere
from qa.web.problems import error_response
from qa.web.schemas import ErrorDetail

router = APIRouter(include_in_schema=False)


@router.get("/page/articles/{article_id}", response_model=Article)
def page_article(
    article_id: str, backend: BackendHere, language: Language = "en"
) -> Article | JSONResponse:
    """One whole article; ``language`` is the page's."""
    try:
        return backend.service().get_article(article_id)
    except QAError as error:
        said = explained(error, language)
        detail = ErrorDetail(code=error.code, message=said.message, hint=said.hint)
        return error_response(error.status, detail)
