"""Web pages: the body by trafilatura, the rest from meta tags, JSON-LD and the head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.articles.boilerplate import is_chrome
from qa.articles.captions import credit
from qa.articles.heads import Meta, date_line, with_times
from qa.articles.model import ArticleDraft
from qa.articles.page import read_page
from qa.articles.plain import read_plain
from qa.articles.readers.compression import read_bytes
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.articles.readers.web_metadata import WebMetadata, read_web_metadata
from qa.errors import ArticleFileError
from qa.text.language import HAN

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Captions belong to the picture; the length keeps a badly named container in.
_CAPTIONS = [
    "//figcaption",
    "//*[contains(@class, 'caption') and string-length(normalize-space(.)) < 300]",
]
_BLOCKS = "p div li h1 h2 h3 h4 h5 h6 br tr section article header footer blockquote".split()
# trafilatura looks for other parts of a page below this many characters; Chinese says as
# much in a third of them.
_ENOUGH_CHINESE, _ENOUGH = "80", "250"
_NEAR_HEADING = 30


def read_web_page(path: Path, *, timezone: str) -> Iterator[ArticleDraft]:
    """The article of a saved web page.

    Raises:
        ArticleFileError: the file cannot be read or decoded, or holds no article.
    """
    from trafilatura.utils import load_html

    data = read_bytes(path)
    declared = _CHARSET.search(data[:4096])
    text = decode(data, path, declared=declared.group(1).decode("ascii") if declared else None)
    text = _XML_DECLARATION.sub("", text)
    tree = load_html(text)
    if tree is None:
        raise _no_article(path)
    stated = read_web_metadata(tree, timezone=timezone)
    drafts = _extracted(text, stated, timezone) or read_page(_visible(tree), timezone=timezone)
    if not drafts or not drafts[0].body.strip():
        raise _no_article(path)
    if len(drafts) > 1:
        yield from drafts
        return
    near = _near_heading(tree, timezone)
    published, updated = with_times(near)
    yield drafts[0].model_copy(
        update={
            "title": stated.title or drafts[0].title,
            "url": stated.url,
            "source": stated.source or drafts[0].source,
            "category": stated.category or drafts[0].category,
            "published": stated.published or drafts[0].published or published,
            "updated": stated.updated or drafts[0].updated or updated,
        }
    )


def _extracted(text: str, stated: WebMetadata, timezone: str) -> list[ArticleDraft]:
    """The article as trafilatura finds it, [] if it finds none."""
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    chinese = len(HAN.findall(text)) > 0.05 * len(text)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _ENOUGH_CHINESE if chinese else _ENOUGH)
    # Its time limit is a signal handler, which only the main thread may set.
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    found: Any = bare_extraction(
        text, include_comments=False, include_tables=True, prune_xpath=_CAPTIONS, config=config
    )
    lines = [line.strip() for line in str(found.text or "").split("\n")] if found else []
    lines = [line for line in lines if line and credit(line) != "photo" and not is_chrome(line)]
    if not lines:
        return []
    return [read_plain(lines, timezone=timezone, title=stated.title or None)]


def _visible(tree: Any) -> str:
    """All text of a page, block by block; for pages in which no article stands out."""
    for element in tree.xpath("//script | //style | //noscript | //figcaption | //head"):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.tail = "\n\n" + (element.tail or "")
    return str(tree.text_content())


def _near_heading(tree: Any, timezone: str) -> Meta:
    """Dates that stand as text right below the heading."""
    below = tree.xpath("//h1[1]/following::text()[not(parent::script or parent::style)]")
    lines = [text.strip() for text in below if text.strip()]
    for line in lines[:_NEAR_HEADING]:
        said = date_line(line, timezone=timezone)
        if said and said.published:
            return said
    return Meta()


def _no_article(path: Path) -> ArticleFileError:
    return ArticleFileError(
        f"{shown(path)}: no article text in this page", "save the page itself, not only its frame"
    )
