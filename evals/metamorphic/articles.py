"""English articles, left out as people do who type in a hurry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

_ARTICLE = re.compile(r"\b(?:the|a|an) (?=\w)")


def without_articles(question: PlainQuestion) -> Iterator[str]:
    """The question without its articles."""
    if not question.is_chinese:
        yield _ARTICLE.sub("", question.question)
