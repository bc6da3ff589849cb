"""The tree of a page: what browsers forgive is forgiven, what only lays out is taken off."""

from __future__ import annotations

import re
from typing import Any

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_META_TAG = re.compile(r"<meta\b[^<>]{1,4000}>", re.IGNORECASE)
# A value, so long at most, ends at the mark that another attribute, or the end of the tag, follows.
_CONTENT = re.compile(
    r"""(\bcontent\s*=\s*)(["'])(.{0,600}?)\2(?=\s*(?:/?>|[a-z][\w:-]*\s*=\s*["']))""",
    re.IGNORECASE | re.DOTALL,
)
_DROPPED = "//style | //noscript | //template | //iframe | //svg | //select | //button | //textarea"
# A table with these in a cell, or with a cell as long as this, lays out the page.
_LAYOUT = "p div table ul ol h1 h2 h3 h4 section article".split()
_LONGEST_CELL = 160


def parse_tree(text: str) -> Any:
    """The root element of a page, of lxml; None if there is nothing in it.

    Fragments without ``<html>`` get one. Quotation marks that a meta tag does not escape
    are part of its value.
    """
    from lxml import etree, html

    text = _NOT_XML.sub(" ", _XML_DECLARATION.sub("", text))
    text = _META_TAG.sub(_escaped, text)
    if not text.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree


def take_off_layout(tree: Any) -> None:
    """Drop what shows no text, and make plain divisions of layout tables, in place."""
    for element in tree.xpath(_DROPPED):
        element.drop_tree()
    for table in reversed(tree.xpath("//table")):
        if not is_data_table(table):
            for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"):
                part.tag = "div"


def is_data_table(table: Any) -> bool:
    """Whether a table holds data in rows and columns, rather than the page's layout."""
    if any(True for _ in table.iterdescendants(*_LAYOUT)):
        return False
    rows = [row.xpath("./td | ./th") for row in table.iter("tr")]
    wide = [cells for cells in rows if len(cells) > 1]
    if len(wide) < 2 or len(wide) < len(rows) / 2:
        return False
    cells = ["".join(cell.itertext()).strip() for row in rows for cell in row]
    links = sum(len("".join(a.itertext())) for a in table.iter("a"))
    return max(map(len, cells)) <= _LONGEST_CELL and 2 * links < sum(map(len, cells))


def _escaped(tag: re.Match[str]) -> str:
    return _CONTENT.sub(
        lambda m: m[1] + m[2] + m[3].replace(m[2], "&#34;" if m[2] == '"' else "&#39;") + m[2],
        tag.group(),
    )
