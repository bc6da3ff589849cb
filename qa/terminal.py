"""Answers, passages and their sources as a terminal shows them.

Markdown loses its marks; emphasis becomes bold where the terminal can show it. Articles may hold
anything, so control characters, which would be commands to the terminal, are left out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from qa.messages.catalogue import messages
from qa.messages.wording import day

if TYPE_CHECKING:
    from qa.answering.answer import Answer, Citation
    from qa.articles.model import Article
    from qa.index.memory import History
    from qa.retrieval.passage import Copy, Passage
    from qa.text.language import Language

_BOLD, _NORMAL = "\x1b[1m", "\x1b[0m"
# Emphasis ends in the paragraph in which it begins; an escaped star is a star.
_EMPHASIS = re.compile(r"(\\.)|\*\*((?:\\.|(?!\*\*|\n\n).)+)\*\*", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def shows_bold(stream: TextIO) -> bool:
    """Whether to write bold text there: a terminal, and nobody wants it plain.

    See https://no-color.org.
    """
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def printable(text: str) -> str:
    """Text without control characters but for tabs and line ends."""
    return _CONTROL.sub("", text)


def answer_text(answer: Answer, *, bold: bool) -> str:
    """An answer with its sources; ``bold``: emphasis as bold, else without marks."""
    words = messages(answer.language)
    notes = [answer.notice] if answer.notice else []
    if answer.question:
        notes.insert(0, words.page.understood.format(question=answer.question))
    blocks = [_emphasised(printable(_checked(answer)), bold), *map(printable, notes)]
    if answer.citations:
        heading = _strong(words.page.sources, bold)
        blocks.append("\n".join([heading, *_sources(answer)]))
    return "\n\n".join(blocks).strip()


def passages_text(passages: Sequence[Passage]) -> str:
    """Passages, best first, each with its article and the near-duplicates of that."""
    words = messages("en").terminal
    if not passages:
        return words.nothing_found
    copies = {passage.article_id: passage.copies for passage in passages}
    blocks = []
    for p in passages:
        head = f"{p.score:.2f}  {p.article_id}  {_date(p.published, 'en')}  {p.title}"
        also = _also(copies.pop(p.article_id, ()), "en")
        blocks.append("\n".join([head, p.text, *also]))
    return printable("\n\n".join(blocks))


def article_text(article: Article, copies: Iterable[Copy] = ()) -> str:
    """An article: what is known of it, its near-duplicates, a blank line, its body."""
    known = (article.title, article.published, article.category, article.source, article.url)
    head = [*(part for part in known if part), *_also(copies, "en")]
    return printable("\n".join(head) + "\n\n" + article.body)


def versions_text(history: History) -> str:
    """The editions of an article, oldest first, each under the time at which it was replaced."""
    blocks = [
        f"until {v.replaced}  {v.article.id}\n{article_text(v.article)}" for v in history.versions
    ]
    now = f"now  {history.article.id}\n{article_text(history.article)}"
    return "\n\n".join([*blocks, now])


def _checked(answer: Answer) -> str:
    """The answer's text, every sentence that could not be verified marked as such."""
    mark = f" {messages(answer.language).answer.not_verified}"
    return "".join(
        text + (mark if sentence and not sentence.verified else "")
        for text, sentence in answer.pieces()
    )


def _emphasised(markdown: str, bold: bool) -> str:
    from qa.answering.markdown import plain

    def mark(match: re.Match[str]) -> str:
        escaped, strong = match.groups()
        return escaped or _strong(strong, bold)

    return plain(_EMPHASIS.sub(mark, markdown))


def _strong(text: str, bold: bool) -> str:
    return f"{_BOLD}{text}{_NORMAL}" if bold else text


def _sources(answer: Answer) -> list[str]:
    """The cited articles, each with all its numbers, in the order of the first of them."""
    copies = {passage.article_id: passage.copies for passage in answer.passages}
    cited: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        cited.setdefault(citation.article_id, []).append(citation)
    lines = []
    for article_id, own in cited.items():
        numbers = " ".join(f"[{citation.number}]" for citation in own)
        facts = [_date(own[0].published, answer.language), own[0].source, article_id]
        lines += [
            f"{numbers} {own[0].title}",
            f"      {' · '.join(fact for fact in facts if fact)}",
            *_also(copies.get(article_id, ()), answer.language),
        ]
    return list(map(printable, lines))


def _also(copies: Iterable[Copy], language: Language) -> list[str]:
    """A line for each near-duplicate."""
    also = messages(language).terminal.also
    return [
        f"      {also}  {c.article_id}  {_date(c.published, language)}  {c.title}"
        + (f", {c.source}" if c.source else "")
        for c in copies
    ]


def _date(published: str | None, language: Language) -> str:
    return day(published, language) if published else messages(language).terminal.no_date
