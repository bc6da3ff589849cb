"""Refusal: saying that the articles do not say, and what they do cover."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.answer import Answer, Mode
from qa.answering.markdown import escape
from qa.answering.phrases import day, joined, phrases, titled
from qa.index.status import IndexStatus
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.relevance import RELEVANT

_NEAREST = 3


def relevant(passages: Sequence[Passage]) -> list[Passage]:
    """The passages that are good enough to answer from.

    An article with such a passage is on the subject: others of its passages that are half as
    good come with it, since the answer may stand a little off the words of the question.
    """
    articles = {passage.article_id for passage in passages if passage.score >= RELEVANT}
    return [
        passage
        for passage in passages
        if passage.article_id in articles and passage.score >= RELEVANT / 2
    ]


def refusal(
    query: Query, passages: Sequence[Passage], status: IndexStatus, *, mode: Mode
) -> Answer:
    """The honest answer where nothing relevant was found, with the nearest articles."""
    words = phrases(query.language)
    lines = [words.refusal]
    nearest = list({p.article_id: p for p in reversed(passages)}.values())[::-1][:_NEAREST]
    if nearest:
        titles = [titled(escape(p.title), p.published, query.language) for p in nearest]
        lines.append(words.nearest.format(titles=joined(titles, query.language)))
    lines.append(_coverage(status, query))
    return Answer(
        text="\n\n".join(lines),
        answered=False,
        language=query.language,
        mode=mode,
        passages=tuple(passages),
    )


def _coverage(status: IndexStatus, query: Query) -> str:
    words = phrases(query.language)
    if not (status.published_from and status.published_to):
        return words.coverage_undated.format(count=status.articles) + words.full_stop
    return (
        words.coverage.format(
            count=status.articles,
            first=day(status.published_from, query.language),
            last=day(status.published_to, query.language),
        )
        + words.full_stop
    )
