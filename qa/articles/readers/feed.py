"""RSS, RDF and Atom feeds, one entry in memory at a time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from qa.articles.lines import unwrap, weight
from qa.articles.plain import read_plain
from qa.articles.readers.compression import open_bytes
from qa.articles.readers.encoding import detect_encoding
from qa.articles.readers.file_names import shown
from qa.articles.readers.limits import LIMITS, Limits
from qa.articles.readers.markup import paragraphs, text_of_html, text_of_line
from qa.articles.readers.outcomes import Reading, Skipped
from qa.articles.readers.rfc822 import moment_of
from qa.articles.readers.safe_xml import XML_SAFELY, check_entities, local_name
from qa.errors import ArticleFileError

_ROOTS = frozenset({"rss", "feed", "RDF"})
_ENTRIES = frozenset({"item", "entry"})
_TEXTS = ("encoded", "content", "description", "summary", "fulltext", "full-text")
_PUBLISHED = ("pubDate", "published", "issued", "date", "created", "PubDate", "pubdate")
_UPDATED = ("updated", "modified")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_SAMPLE = 1 << 16
# Python's names that libxml2 knows by others.
_XML_NAMES = {
    "big5hkscs": "big5-hkscs", "cp1252": "windows-1252", "cp1250": "windows-1250",
    "cp950": "big5", "utf-16-le": "utf-16le", "utf-16-be": "utf-16be",
}  # fmt: skip
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:&#8230;|…|\.\.\.)\]|\b(?:read more|continue reading)\W*"
    r"|(?:閱讀|阅读)(?:全文|更多)\W*)$",
    re.IGNORECASE,
)


def read_feed(path: Path, *, timezone: str, limits: Limits = LIMITS) -> Iterator[Reading]:
    """The articles of a feed's entries.

    Of an entry the fullest text is taken. One that holds a teaser only is an article with a
    note; one that holds no text at all is skipped.

    Raises:
        ArticleFileError: the file cannot be read, is no feed, or is damaged.
    """
    from lxml import etree

    with open_bytes(path, limits) as stream:
        sample = stream.peek(_SAMPLE)[:_SAMPLE]
        if not sample.strip():
            raise ArticleFileError(f"{shown(path)}: the file is empty", "remove it")
        check_entities(sample, shown(path))
        encoding = _encoding(sample, path)
        try:
            events = etree.iterparse(
                stream, events=("start", "end"), encoding=encoding, recover=True, **XML_SAFELY
            )
        except LookupError:
            raise ArticleFileError(
                f"{shown(path)}: in an encoding that is not read: {encoding}", "save it as UTF-8"
            ) from None
        feed = _Feed(path, timezone)
        try:
            for event, element in events:
                yield from feed.start(element) if event == "start" else feed.end(element)
        except etree.XMLSyntaxError as error:
            raise ArticleFileError(
                f"{shown(path)}: not a feed that can be read: {error.msg}", "download it again"
            ) from None
    if feed.count == 0:
        if feed.root is None:
            raise ArticleFileError(f"{shown(path)}: not a feed", "give it its own ending")
        yield Skipped("a feed without entries", shown(path))


class _Feed:
    """The entries of a feed while it is parsed, and the feed's own name and address."""

    def __init__(self, path: Path, timezone: str) -> None:
        self._path, self._timezone = path, timezone
        self.root: str | None = None
        self.count = 0
        self._name: str | None = None
        self._address = ""
        self._inside = False

    def start(self, element: Any) -> Iterator[Reading]:
        name = local_name(element)
        if self.root is None:
            self.root = name
            if name not in _ROOTS:
                what = "a site map" if name in ("urlset", "sitemapindex") else f"<{name}>"
                raise ArticleFileError(
                    f"{shown(self._path)}: not a feed but {what}", "RSS and Atom are read"
                )
        self._inside = self._inside or name in _ENTRIES
        return iter(())

    def end(self, element: Any) -> Iterator[Reading]:
        name = local_name(element)
        if name in _ENTRIES:
            self.count, self._inside = self.count + 1, False
            yield self._entry(element)
            # What is read is given back: the entry and what stood before it.
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        elif not self._inside and name == "title" and not self._name:
            self._name = text_of_line(_text(element)) or None
        elif not self._inside and name == "link" and not self._address:
            self._address = element.get("href") or (element.text or "").strip()

    def _entry(self, entry: Any) -> Reading:
        fields = _fields(entry)
        record = f"entry {self.count}"
        title = text_of_line(_first(fields, ("title",)))
        body = _body(fields)
        if not body:
            said = f": {title}" if title else ""
            return Skipped(f"an entry without text{said}", shown(self._path), record)
        notes = []
        if _is_teaser(fields, body):
            notes.append("only a teaser: the feed does not hold the whole text")
        draft = read_plain(unwrap(body), timezone=self._timezone, title=title or None)
        published, updated = self._moment(fields, _PUBLISHED), self._moment(fields, _UPDATED)
        for name in (*_PUBLISHED, *_UPDATED):
            if _first(fields, (name,)) and not self._moment(fields, (name,)):
                value = _first(fields, (name,))[:40]
                notes.append(f"{name} {value!r} not understood: kept without it")
        return draft.model_copy(
            update={
                "url": self._url(fields),
                "source": _source(fields) or self._name,
                "category": _category(fields) or draft.category,
                "published": published or updated or draft.published,
                "updated": updated if published else None,
                "external_id": _first(fields, ("guid", "id")) or None,
                "notes": tuple(notes),
                "record": record,
            }
        )

    def _moment(self, fields: dict[str, list[Any]], names: tuple[str, ...]) -> str | None:
        stated = (moment_of(_first(fields, (n,)), timezone=self._timezone) for n in names)
        return next((each for each in stated if each), None)

    def _url(self, fields: dict[str, list[Any]]) -> str | None:
        links = fields.get("link", [])
        pages = [e.get("href") for e in links if e.get("rel", "alternate") == "alternate"]
        guids = [
            _text(e) for e in fields.get("guid", []) if e.get("isPermaLink", "true") != "false"
        ]
        originals = [_text(e) for e in fields.get("origLink", [])]
        for found in (*originals, *pages, *(_text(e) for e in links), *guids):
            try:
                address = str(urljoin(self._address, (found or "").strip()))
            except ValueError:
                continue
            if found and address.startswith(("http://", "https://")):
                return address
        return None


def _fields(entry: Any) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {}
    for element in entry:
        if isinstance(element.tag, str):
            fields.setdefault(local_name(element), []).append(element)
    return fields


def _first(fields: dict[str, list[Any]], names: tuple[str, ...]) -> str:
    texts = (_text(element) for name in names for element in fields.get(name, []))
    return next((text for text in texts if text), "")


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _body(fields: dict[str, list[Any]]) -> str:
    """The fullest text of an entry, in paragraphs; of equal ones the first kind."""
    texts = [_content(element) for name in _TEXTS for element in fields.get(name, [])]
    return max(texts, key=weight, default="")


def _content(element: Any) -> str:
    if element.get("type") == "xhtml" or any(isinstance(c.tag, str) for c in element):
        for child in element.iter():
            child.tag = local_name(child)
        return "\n\n".join(paragraphs(element))
    text = _text(element)
    return text if element.get("type") == "text" else text_of_html(text)


def _is_teaser(fields: dict[str, list[Any]], body: str) -> bool:
    full = any(_text(e) for name in ("encoded", "content") for e in fields.get(name, []))
    return bool(_CUT_OFF.search(body)) or (not full and "\n\n" not in body and weight(body) < 60)


def _source(fields: dict[str, list[Any]]) -> str | None:
    for element in fields.get("source", []):
        titles = [_text(child) for child in element if local_name(child) == "title"]
        name = text_of_line(titles[0] if titles else (element.text or ""))
        if name:
            return name
    return None


def _category(fields: dict[str, list[Any]]) -> str | None:
    for element in (*fields.get("category", []), *fields.get("subject", [])):
        name = text_of_line(element.get("label") or element.get("term") or _text(element))
        if name:
            return name
    return None


def _encoding(sample: bytes, path: Path) -> str | None:
    """The name of the feed's encoding for libxml2, None where it finds it itself."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return None
    declared = _DECLARED.search(sample)
    name = detect_encoding(
        sample, path, declared=declared[1].decode() if declared else None, partial=True
    )
    return _XML_NAMES.get(name, name)
