"""EPUB: the chapters of a book, or the articles of a periodical, each as an article."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from qa.articles.body import clean_lines
from qa.articles.lines import key, weight
from qa.articles.plain import read_plain
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits
from qa.articles.readers.markup import page_tree, paragraphs
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.readers.rfc822 import moment_of
from qa.articles.readers.safe_xml import parse_xml
from qa.articles.readers.zip_archive import opened_zip, read_part
from qa.errors import ArticleFileError

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
# Title pages, imprints and covers weigh less; see qa.articles.lines.weight.
_LEAST_WEIGHT = 30
_CONTENTS_SHARE = 0.6


@dataclass(frozen=True)
class _Book:
    """What an EPUB says of itself; ``chapters`` are names in its archive, in reading order."""

    title: str
    publisher: str | None
    date: str | None
    chapters: tuple[str, ...]
    contents: frozenset[str]


def read_epub(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The chapters of a book; covers and lists of contents are skipped.

    Raises:
        ArticleFileError: the file cannot be read, is no EPUB, or is locked.
    """
    with opened_zip(path, limits) as archive:
        book = _book(archive, path, limits)
        locked = _locked(archive, path, limits)
        if book.chapters and locked.issuperset(book.chapters):
            raise ArticleFileError(f"{shown(path)}: locked by DRM", "export it without")
        for name in book.chapters:
            if name in locked:
                yield ArticleFileError(f"{shown(path)}, {shown(name)}: locked by DRM", "")
                continue
            try:
                yield _chapter(archive, name, book, path, timezone, limits)
            except ArticleFileError as error:
                yield error


def _book(archive: zipfile.ZipFile, path: Path, limits: Limits) -> _Book:
    container = read_part(archive, _CONTAINER, path, limits)
    if not container:
        raise ArticleFileError(f"{shown(path)}: no EPUB: {_CONTAINER} is missing", "export again")
    rootfile = parse_xml(container, path, _CONTAINER).find(".//{*}rootfile")
    name = unquote(rootfile.get("full-path", "")) if rootfile is not None else ""
    package = read_part(archive, name, path, limits)
    if not package:
        raise ArticleFileError(f"{shown(path)}: no EPUB: it names no content", "export again")
    root = parse_xml(package, path, name)
    items = {
        item.get("id"): item
        for item in root.iterfind(".//{*}manifest/{*}item")
        if item.get("media-type") in _PAGES
    }
    order = [ref.get("idref") for ref in root.iterfind(".//{*}spine/{*}itemref")]
    spine = [items[ref] for ref in dict.fromkeys(order) if ref in items]

    def named(item: Any) -> str:
        folder = posixpath.dirname(name)
        return posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))

    return _Book(
        title=_said(root, "title") or "",
        publisher=_said(root, "publisher"),
        date=_said(root, "date"),
        chapters=tuple(named(item) for item in spine),
        contents=frozenset(
            named(item) for item in spine if "nav" in (item.get("properties") or "").split()
        ),
    )


def _said(package: Any, name: str) -> str | None:
    text = package.findtext(f".//{{*}}metadata//{{http://purl.org/dc/elements/1.1/}}{name}")
    return " ".join((text or "").split()) or None


def _locked(archive: zipfile.ZipFile, path: Path, limits: Limits) -> set[str]:
    """Names of what is encrypted in a book; fonts often are, to no harm."""
    locks = read_part(archive, _LOCKS, path, limits)
    if not locks:
        return set()
    references = parse_xml(locks, path, _LOCKS).iterfind(".//{*}CipherReference")
    return {unquote(each.get("URI") or "") for each in references}


def _chapter(
    archive: zipfile.ZipFile, name: str, book: _Book, path: Path, timezone: str, limits: Limits
) -> Reading:
    data = read_part(archive, name, path, limits)
    tree = page_tree(decode(data, path)) if data.strip() else None
    if tree is None:
        return Skipped("an empty chapter", shown(path), shown(name))
    if name in book.contents or _is_contents(tree):
        return Skipped("a list of contents", shown(path), shown(name))
    title = _heading(tree, book)
    lines = clean_lines(paragraphs(tree), drop={key(title)} - {""})
    if sum(weight(line) for line in lines) < _LEAST_WEIGHT:
        return Skipped("a cover or title page", shown(path), shown(name))
    draft = read_plain(lines, timezone=timezone, title=title or None)
    return draft.model_copy(
        update={
            "source": draft.source or book.publisher or book.title or None,
            "category": draft.category,
            "published": draft.published or moment_of(book.date, timezone=timezone),
            "record": shown(name),
        }
    )


def _heading(tree: Any, book: _Book) -> str:
    """The chapter's own title; pages of a book often bear the book's."""
    for path in ("//h1", "//h2", "//h3", "//title"):
        for element in tree.xpath(path):
            text = " ".join("".join(element.itertext()).split())
            if text and key(text) != key(book.title):
                return text
    return ""


def _is_contents(tree: Any) -> bool:
    links = ["".join(link.itertext()) for body in tree.iter("body") for link in body.iter("a")]
    total = sum(weight("".join(body.itertext())) for body in tree.iter("body"))
    return len(links) >= 3 and sum(weight(link) for link in links) > _CONTENTS_SHARE * total
