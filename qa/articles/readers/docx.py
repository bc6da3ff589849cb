"""DOCX: the text of a Word document as one article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.articles.lines import key
from qa.articles.plain import read_plain
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits
from qa.articles.readers.outcomes import Reading
from qa.articles.readers.safe_xml import local_name, parse_xml
from qa.articles.readers.stated_title import is_stated_title
from qa.articles.readers.zip_archive import opened_zip, read_part
from qa.errors import ArticleFileError

_DOCUMENT, _STYLES, _PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"
# What was deleted with changes tracked, and what stands in for drawings twice.
_UNSEEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
_TITLE_STYLES = frozenset({"title", "heading 1"})


def read_docx(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The article of a Word document: its paragraphs, and a table's rows as lines.

    Raises:
        ArticleFileError: the file cannot be read, is no Word document, or holds no text.
    """
    with opened_zip(path, limits) as archive:
        document = read_part(archive, _DOCUMENT, path, limits)
        styles = read_part(archive, _STYLES, path, limits)
        properties = read_part(archive, _PROPERTIES, path, limits)
    if not document:
        raise ArticleFileError(f"{shown(path)}: no Word document in it", "save it as .docx")
    names = _style_names(parse_xml(styles, path, _STYLES)) if styles else {}
    found = list(_paragraphs(parse_xml(document, path, _DOCUMENT), names))
    if not found:
        raise ArticleFileError(f"{shown(path)}: no text in this document", "put text in it")
    lines = [text for text, _ in found]
    title = next((text for text, style in found[:5] if style in _TITLE_STYLES), None)
    if title is None and properties:
        stated = _stated_title(parse_xml(properties, path, _PROPERTIES))
        # Programs carry titles over from other documents; the text has to bear it out.
        title = stated if stated and key(stated) == key(lines[0]) else None
    if title in lines[1:3]:
        # A kicker or a date above the title.
        lines.remove(title)
        lines.insert(0, title)
    yield read_plain(lines, timezone=timezone, title=title)


def _style_names(styles: Any) -> dict[str, str]:
    """The names of styles, which are the same in all languages, by their ids."""
    names: dict[str, str] = {}
    for style in styles.iter("{*}style"):
        name = style.find("{*}name")
        if name is not None:
            names[_attribute(style, "styleId")] = _attribute(name, "val").lower()
    return names


def _stated_title(properties: Any) -> str | None:
    title = properties.findtext("{*}title")
    return title.strip() if title and is_stated_title(title.strip()) else None


def _paragraphs(document: Any, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Text and style name of each paragraph and table row, in order, without empty ones."""
    body = document.find("{*}body")
    for block in _blocks(document if body is None else body):
        if local_name(block) == "tr":
            cells = (" ".join(_text(p) for p in cell.iter("{*}p")) for cell in block.iter("{*}tc"))
            text, style = " | ".join(cell.strip() for cell in cells if cell.strip()), ""
        else:
            text, style = _text(block), _style(block, names)
        for line in text.split("\n"):
            if line.strip():
                yield line.strip(), style


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and rows of tables, also those in content controls; rows are not looked into."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        name = local_name(element)
        if name in ("p", "tr"):
            yield element
        elif name not in _UNSEEN and name != "sectPr":
            waiting.extend(reversed(element))


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local_name(element)
        if name == "t":
            parts.append(element.text or "")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "tab":
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name == "p":
            # A paragraph in a text box.
            parts.append("\n")
            waiting.extend(reversed(element))
        elif name not in _UNSEEN and name != "pPr":
            waiting.extend(reversed(element))
    return "".join(parts)


def _style(paragraph: Any, names: dict[str, str]) -> str:
    style = paragraph.find("{*}pPr/{*}pStyle")
    if style is None:
        return ""
    identity = _attribute(style, "val")
    return names.get(identity, identity.lower())


def _attribute(element: Any, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")
