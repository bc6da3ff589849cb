"""Refusal: saying that the articles do not say, and what they do cover."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.answer import Answer, Mode
from qa.answering.markdown import escape
from qa.answering.understood import understood_in
from qa.index.filters import Filters
from qa.messages.catalogue import messages
from qa.messages.wording import counted, day, joined, titled
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.relevance import RELEVANT
from qa.text.courtesies import Courtesy
from qa.text.language import foreign_question

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
    query: Query, passages: Sequence[Passage], filters: Filters | None, *, mode: Mode
) -> Answer:
    """The honest answer where nothing relevant was found, with the nearest articles."""
    said = messages(query.answer_language).answer.refusal
    return _refused([said], query, passages, filters, mode)


def not_understood(
    query: Query, passages: Sequence[Passage], filters: Filters | None, *, mode: Mode
) -> Answer:
    """The answer to a question in another language: in which ones to ask.

    It says so in that language too, where it is known, and names the articles that have words
    of the question.
    """
    lines = _which_languages(foreign_question(query.asked) or "", query)
    return _refused(lines, query, passages, filters, mode)


def _refused(
    lines: list[str],
    query: Query,
    passages: Sequence[Passage],
    filters: Filters | None,
    mode: Mode,
) -> Answer:
    language = query.answer_language
    nearest = list({p.article_id: p for p in reversed(passages)}.values())[::-1][:_NEAREST]
    if nearest:
        titles = [titled(escape(p.title), p.published, language) for p in nearest]
        lines.append(messages(language).answer.nearest.format(titles=joined(titles, language)))
    lines.append(_coverage(query, filters))
    return Answer(
        text="\n\n".join(lines),
        answered=False,
        kind="refusal",
        language=language,
        mode=mode,
        passages=tuple(passages),
    )


def pleasantry(said: Courtesy, query: Query, *, mode: Mode) -> Answer:
    """The reply to what asks nothing of the articles: what there is to ask about."""
    return Answer(
        text="\n\n".join([*_reply(said, query), _coverage(query, None)]),
        answered=True,
        kind="small_talk",
        language=query.answer_language,
        mode=mode,
    )


def _reply(said: Courtesy, query: Query) -> list[str]:
    words = messages(query.answer_language).answer
    if code := foreign_question(query.asked):
        return _which_languages(code, query)
    if said == "identity":
        return [words.introduced]
    return [words.greeting if said == "greeting" else words.thanked]


def _which_languages(code: str, query: Query) -> list[str]:
    """In which languages to ask, in the asker's own where it is known and in one of these."""
    own = understood_in(code)
    said = messages(query.answer_language).answer.understood
    return [own, said] if own else [said]


def _coverage(query: Query, filters: Filters | None) -> str:
    """How many articles there are that the filters let through, and of what time."""
    language = query.answer_language
    words = messages(language).answer
    count, first, last = query.index.store.extent(filters or Filters())
    if filters and not count:
        return words.coverage_none
    if not (first and last):
        return counted(words.coverage_undated, count, language) + words.full_stop
    days = {"first": day(first, language), "last": day(last, language)}
    return counted(words.coverage, count, language, **days) + words.full_stop
