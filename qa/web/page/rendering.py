"""Answers as Markdown for the chat, with everything that is not ours made inert.

Articles, models and askers may write anything. Their text is escaped so that it can make no
tag, link or image; the only markup that reaches the browser is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from qa.answering.answer import Answer, Citation, Sentence
from qa.messages.catalogue import messages
from qa.messages.model import ErrorMessage, PageMessages
from qa.messages.wording import counted, day
from qa.retrieval.passage import Copy, Passage
from qa.text.language import Language

MAX_NEAREST = 3
_EXCERPT_CHARACTERS = 160

# A citation marker, something already escaped, or a character that would make a link, an
# image, code or a tag. Quotations, lists and emphasis are an answer's own and stay.
_TOKEN = re.compile(
    r"\[(?P<number>\d{1,3})\]|(?P<escaped>\\[!-/:-@\[-`{-~])"
    r"|(?P<unsafe>[`\[\]<~@]|:(?=//)|(?<=www)\.)",
    re.IGNORECASE,
)
_ALL_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!|~=:@])")


def plain_markdown(text: str) -> str:
    """Text that Markdown shows exactly as it stands."""
    return _ALL_PUNCTUATION.sub(r"\\\1", escape(text, quote=False)).strip()


def answer_markdown(answer: Answer) -> str:
    """The whole message for an answer: its text, its notice, its sources.

    Where the conversation was needed to understand the question, how it was understood.
    """
    parts = [_understood(answer)] if answer.question else []
    parts.append(_checked_text(answer))
    if answer.notice:
        parts.append(note(answer.notice))
    if answer.citations:
        parts.append(_sources(answer))
    elif not answer.answered and answer.passages:
        parts.append(_nearest(answer))
    return "\n\n".join(parts)


def partial_markdown(text: str) -> str:
    """The message while the answer is still being written; its sources are not known yet."""
    return _text(text, ())


def notice(said: ErrorMessage) -> str:
    """A calm line in place of an answer: what went wrong and what to do about it."""
    return note(said.message, said.hint)


def note(message: str, hint: str = "") -> str:
    """A calm line beside the conversation."""
    tail = f' <span class="qa-hint">{_line(hint)}</span>' if hint else ""
    return f'<div class="qa-note">{_line(message)}{tail}</div>'


def _checked_text(answer: Answer) -> str:
    """The text, every sentence that could not be verified marked as such."""
    shown = []
    for text, sentence in answer.pieces():
        shown.append(_safe(text, answer.citations))
        if sentence and not sentence.verified:
            shown.append(_doubt(sentence, answer.language))
    return "".join(shown).strip()


def _doubt(sentence: Sentence, language: Language) -> str:
    texts = messages(language).page
    why = {
        "uncited": texts.doubt_uncited,
        "number": texts.doubt_number,
        "date": texts.doubt_date,
        "name": texts.doubt_name,
        "negation": texts.doubt_negation,
        "unsupported": texts.not_verified_title,
        None: texts.not_verified_title,
    }[sentence.doubt]
    label = _line(texts.not_verified)
    return f' <span class="qa-doubt" title="{_line(why)}">{label}</span>'


def _understood(answer: Answer) -> str:
    said = messages(answer.language).page.understood.format(question=answer.question)
    return f'<div class="qa-understood">{_line(said)}</div>'


def _text(text: str, citations: Iterable[Citation]) -> str:
    return _safe(text, citations).strip()


def _safe(text: str, citations: Iterable[Citation]) -> str:
    by_number = {citation.number: citation for citation in citations}

    def safe(token: re.Match[str]) -> str:
        if token["number"]:
            return _marker(int(token["number"]), by_number.get(int(token["number"])))
        return token["escaped"] or ("&lt;" if token["unsafe"] == "<" else "\\" + token["unsafe"])

    return _TOKEN.sub(safe, text)


def _marker(number: int, citation: Citation | None) -> str:
    if citation is None:
        return f'<span class="qa-cite">{number}</span>'
    place = _place(citation.article_id, citation.start, citation.end)
    return f'<a class="qa-cite" href="{place}" title="{_line(citation.title)}">{number}</a>'


def _place(article_id: str, start: int, end: int) -> str:
    """Where the source panel goes: ``#src-ARTICLE-START-END``, in characters of the body.

    Where the end is the start, nothing is marked and the article opens at its top.
    """
    return f"#src-{_line(article_id)}-{start}-{end}"


def _sources(answer: Answer) -> str:
    texts = messages(answer.language).page
    # Each taken out when it is shown: once an article, however often it is cited.
    copies = {passage.article_id: passage.copies for passage in answer.passages}
    rows = []
    for citation in answer.citations:
        meta = [*_meta(citation, answer.language), *_badge(citation, texts)]
        number = f'<span class="qa-number">{citation.number}</span>'
        place = _place(citation.article_id, citation.start, citation.end)
        rows.append(
            _row(place, number, citation.title, meta)
            + _copies(copies.pop(citation.article_id, ()), answer.language)
        )
    return _listing("qa-sources", texts.sources, rows)


def _badge(citation: Citation, texts: PageMessages) -> list[str]:
    """Whether the quote bears out what cites it; nothing where it stands for itself."""
    if citation.verified is None:
        return []
    check, title, label = (
        ("qa-verified", texts.verified_title, texts.verified)
        if citation.verified
        else ("qa-unverified", texts.not_verified_title, texts.not_verified)
    )
    return [f'<span class="{check}" title="{_line(title)}">{_line(label)}</span>']


def _nearest(answer: Answer) -> str:
    rows = []
    by_article = {passage.article_id: passage for passage in reversed(answer.passages)}
    for passage in list(by_article.values())[::-1][:MAX_NEAREST]:
        place = _place(passage.article_id, passage.start, passage.end)
        excerpt = f'<span class="qa-excerpt">{_line(_shortened(passage.text))}</span>'
        rows.append(
            _row(place, "", passage.title, _meta(passage, answer.language), excerpt)
            + _copies(passage.copies, answer.language)
        )
    return _listing("qa-nearest", messages(answer.language).page.nearest, rows)


def _copies(copies: Sequence[Copy], language: Language) -> str:
    """Under an article's row: its near-duplicates, folded; each opens like a source."""
    if not copies:
        return ""
    texts = messages(language).page
    said = counted(texts.copies, len(copies), language)
    rows = [
        _row(_place(copy.article_id, 0, 0), "", copy.title, _meta(copy, language))
        for copy in copies
    ]
    return (
        f'<details class="qa-copies"><summary title="{_line(texts.copies_title)}">'
        f"{_line(said)}</summary>{''.join(rows)}</details>"
    )


def _meta(item: Citation | Passage | Copy, language: Language) -> list[str]:
    published = day(item.published, language) if item.published else ""
    return [_line(part) for part in (published, item.source) if part]


def _row(place: str, number: str, title: str, meta: list[str], more: str = "") -> str:
    return (
        f'<a class="qa-source" href="{place}">{number}'
        f'<span class="qa-source-body"><span class="qa-source-title">{_line(title)}</span>'
        f'<span class="qa-source-meta">{" · ".join(meta)}</span>{more}</span></a>'
    )


def _listing(name: str, heading: str, rows: list[str]) -> str:
    head = f'<div class="qa-list-head">{_line(heading)}</div>'
    return f'<div class="{name}">{head}{"".join(rows)}</div>'


def _line(text: str) -> str:
    """Text for HTML, on one line: a blank line would end the HTML block in Markdown."""
    return escape(" ".join(text.split()))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARACTERS else line[:_EXCERPT_CHARACTERS].rstrip() + "…"
