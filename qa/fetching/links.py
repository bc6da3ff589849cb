"""The pages that a feed or a site map names."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin

from qa.errors import FetchError

Kind = Literal["page", "feed", "site map", "site maps"]
_KINDS: dict[str, Kind] = {
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
    "urlset": "site map",
    "sitemapindex": "site maps",
}
_ITEMS = {"item", "entry", "url", "sitemap"}


@dataclass(frozen=True, slots=True)
class Listing:
    """What an address is, and where it leads: nowhere for a page."""

    kind: Kind
    links: tuple[str, ...] = ()


def listing(data: bytes, url: str, *, largest: int) -> Listing:
    """What was fetched from ``url``.

    Args:
        largest: bytes that a packed site map may unpack to.

    Raises:
        FetchError: a packed file that cannot be unpacked, or unpacks to more than that.
    """
    from lxml import etree

    data = _unpacked(data, url, largest)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<") or head[:64].lower().startswith((b"<!doctype html", b"<html")):
        return Listing("page")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Listing("page")
    if root is None or (kind := _KINDS.get(_name(root))) is None:
        return Listing("page")
    items = (element for element in root.iter() if _name(element) in _ITEMS)
    links = (_link(item) for item in items)
    return Listing(kind, tuple(dict.fromkeys(urljoin(url, link) for link in links if link)))


def _link(item: object) -> str:
    """Where one entry leads: Atom's alternate link, the text of RSS's link, a site map's loc."""
    for child in item:  # type: ignore[attr-defined]
        name = _name(child)
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href")).strip()
        if name in ("link", "loc") and (child.text or "").strip():
            return str(child.text).strip()
    return ""


def _name(element: object) -> str:
    tag = getattr(element, "tag", "")
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _unpacked(data: bytes, url: str, largest: int) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            unpacked = file.read(largest + 1)
    except (OSError, EOFError):
        raise FetchError(f"{url}: not a valid gzip file", "check the address") from None
    if len(unpacked) > largest:
        raise FetchError(f"{url}: unpacks to more than {largest >> 20} MiB", "save it as a file")
    return unpacked
