"""HTML that stands in a field of a feed, a mail or a record, as text."""

from __future__ import annotations

import html
import re
from typing import Any

from qa.articles.lines import ends_sentence, join_wrapped

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*)?/?>")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_BLOCKS = frozenset(
    """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot
    th thead title tr ul""".split()
)
_UNSEEN = frozenset("script style noscript template head svg iframe object".split())
# Elements that XHTML closes in their start tag, and HTML would leave open.
_SELF_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)"
    r"([a-zA-Z][\w-]*)((?:\s[^<>]*)?)/>"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0]+")
# Soft places to break a word, and what newsletters fill their previews with.
_FILLERS = re.compile("[\u00ad\u034f\u200b\u200c\u2007\ufeff]")


def is_markup(text: str) -> bool:
    """Whether a text holds tags or entities of HTML."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def text_of_line(text: str) -> str:
    """A title or another short field on one line, without tags, entities undone."""
    if not is_markup(text):
        return " ".join(text.split())
    bare = _TAG.sub("", html.unescape(text))
    return " ".join(html.unescape(bare).split())


def text_of_html(text: str) -> str:
    """The paragraphs of a piece of HTML, separated by blank lines; of plain text, the text.

    Entities that stand for tags (``&lt;p&gt;``), as feeds write them, are undone twice.
    """
    if not _TAG.search(text):
        text = html.unescape(text)
    if not _TAG.search(text):
        return text.strip()
    tree = page_tree(text)
    if tree is None:
        return html.unescape(_TAG.sub(" ", text)).strip()
    return "\n\n".join(paragraphs(tree))


def page_tree(text: str) -> Any:
    """The root element of a page, or of a piece of one; None where there is none."""
    from lxml import etree
    from lxml import html as lxml_html

    # Parsers stop at a depth of 256 unless told otherwise, and lose the rest.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    text = _XML_DECLARATION.sub("", text)
    if "xmlns" in text[:4096]:
        text = _SELF_CLOSED.sub(r"<\1\2></\1>", text)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def paragraphs(tree: Any) -> list[str]:
    """The paragraphs of an element of lxml; what is not shown is taken out of it."""
    for element in [each for each in tree.iterdescendants() if _is_unseen(each)]:
        _drop(element)
    return _Blocks(tree).found


def _is_unseen(element: Any) -> bool:
    hidden = element.get("hidden") is not None
    return element.tag in _UNSEEN or hidden or bool(_HIDDEN.search(element.get("style") or ""))


def _drop(element: Any) -> None:
    """Take an element out and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


class _Blocks:
    """Text between the edges of blocks; two line breaks in a row are such an edge."""

    def __init__(self, tree: Any) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._breaks = 0
        self._walk(tree)
        self._end()

    def _walk(self, tree: Any) -> None:
        # Events, not recursion: pages nest deeper than Python does.
        from lxml import etree

        for event, element in etree.iterwalk(tree, events=("start", "end")):
            block = element.tag in _BLOCKS
            if block:
                self._end()
            if event == "start":
                if element.tag == "br":
                    self._break()
                self._add(element.text)
            elif element is not tree:
                self._add(element.tail)

    def _add(self, text: str | None) -> None:
        text = _SPACE.sub(" ", _FILLERS.sub("", text or ""))
        if text.strip():
            self._breaks = 0
        if text:
            self._parts.append(text)

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks == 2:
            self._end()
        else:
            self._parts.append("\n")

    def _end(self) -> None:
        text = ""
        for line in "".join(self._parts).split("\n"):
            if text and ends_sentence(text):
                # Where breaks stand between sentences they part paragraphs.
                self.found.append(text)
                text = ""
            text = join_wrapped(text, " ".join(line.split())) if line.strip() else text
        if text:
            self.found.append(text)
        self._parts, self._breaks = [], 0
