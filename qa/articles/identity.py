"""Content-addressed identity: the same text is the same article, wherever it came from."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime

from qa.articles.model import Article, ArticleDraft
from qa.text.language import TextLanguage, detect_language
from qa.text.sentences import sentence_spans

_PARAGRAPH_BREAK = re.compile(r"\s*\n\s*")
_INLINE_SPACE = re.compile(r"[^\S\n]+")
# C0/C1 controls and zero-width marks: invisible, and they break matching and quoting.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff]")

_WEEK = re.compile(r"\d{4}-?W", re.IGNORECASE)
_LONGEST_STAND_IN = 60
# The beginning of a body in which its first sentence ends, or is longer than a stand-in.
_FIRST_SENTENCE = 500


def clean_line(text: str) -> str:
    """Text on one line: NFC, no invisible characters, runs of white space made one space."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def clean_body(text: str) -> str:
    """Body text as stored: NFC, paragraphs separated by one blank line, no invisible characters."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", text)
    text = _INLINE_SPACE.sub(" ", text)
    return _PARAGRAPH_BREAK.sub("\n\n", text.strip())


def article_id(title: str, body: str) -> str:
    """20 hexadecimal digits (80 bits) of SHA-256 over title and body.

    White space and compatibility forms (full width, ligatures) do not count, so a page
    saved twice by different programs keeps its identity; scripts do count.
    """
    key = "\n".join("".join(unicodedata.normalize("NFKC", part).split()) for part in (title, body))
    return hashlib.sha256(key.encode()).hexdigest()[:20]


def _beginning(body: str) -> str:
    """What stands for a title where there is none: the body's first words."""
    start, end = next(iter(sentence_spans(body[:_FIRST_SENTENCE])), (0, 0))
    if end - start <= _LONGEST_STAND_IN:
        return body[start:end]
    cut = body.rfind(" ", start + _LONGEST_STAND_IN // 2, start + _LONGEST_STAND_IN)
    return body[start : cut if cut > 0 else start + _LONGEST_STAND_IN]


def _name(text: str | None) -> str | None:
    return clean_line(text or "") or None


def stated_moment(text: str | None) -> str | None:
    """A moment of ISO 8601 as articles state it, to the second; None for what is none.

    Of a day with something that is no time the day is kept. A year, a month and a week are no
    moments: nobody knows which of their days is meant.
    """
    text = (text or "").strip()
    if _WEEK.match(text):
        return None
    for part in (text, text[:10]):
        try:
            return datetime.fromisoformat(part).replace(microsecond=0).isoformat()
        except ValueError:
            continue
    return None


def make_article(draft: ArticleDraft) -> Article:
    """The article that a draft describes, cleaned, identified and with its language."""
    body = clean_body(draft.body)
    title = clean_line(draft.title) or _beginning(body)
    return Article(
        id=article_id(title, body),
        title=title,
        body=body,
        url=draft.url,
        source=_name(draft.source),
        category=_name(draft.category),
        published=stated_moment(draft.published),
        updated=stated_moment(draft.updated),
        language=_language(title, body),
    )


def in_its_language(article: Article) -> Article:
    """An article with its language as it is told today."""
    return article.model_copy(update={"language": _language(article.title, article.body)})


def _language(title: str, body: str) -> TextLanguage:
    return detect_language(f"{title}\n{body[:4000]}")
