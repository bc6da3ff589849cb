"""XML from strangers: no entities are expanded, nothing outside is fetched, depth is limited."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from qa.articles.readers.file_names import shown
from qa.errors import ArticleFileError

# For lxml's parsers. huge_tree off keeps libxml2's own limits on depth and on single texts.
XML_SAFELY: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip
# Entities made of entities, and entities from elsewhere.
_HARMFUL = re.compile(rb"<!ENTITY\s[^>]*?(?:&[\w.-]+;|\bSYSTEM\b|\bPUBLIC\b)")


def check_entities(data: bytes, where: str) -> None:
    """Refuse a document type that could only do harm.

    Raises:
        ArticleFileError: entities made of entities, or read from elsewhere.
    """
    if b"<!ENTITY" in data and _HARMFUL.search(data):
        raise ArticleFileError(
            f"{where}: its XML entities are made of other entities or files", "remove its DOCTYPE"
        )


def parse_xml(data: bytes, path: Path, part: str) -> Any:
    """The root element of one part of a document, for lxml.

    Raises:
        ArticleFileError: it is no XML, or harmful.
    """
    from lxml import etree

    check_entities(data, f"{shown(path)}, {part}")

    parser = etree.XMLParser(recover=True, **XML_SAFELY)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise ArticleFileError(
            f"{shown(path)}: {part} is damaged", "open it in its program and save it again"
        )
    return root


def local_name(element: Any) -> str:
    """The name of an element without its namespace, "" for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
