"""Which reader is for what a server sent: by its content type and the ending of its address."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from qa.articles.readers import SUFFIXES
from qa.articles.readers.compression import inner_suffix

_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "text/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
    "application/mbox": ".mbox",
    "multipart/related": ".mhtml",
    "application/x-mimearchive": ".mhtml",
    "application/warc": ".warc",
}
# What servers say of files whose kind they do not know, and what these are without a known ending.
_VAGUE = {
    "text/plain": ".txt",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/octet-stream": "",
    "binary/octet-stream": "",
    "application/x-download": "",
    "application/force-download": "",
    "application/gzip": "",
    "application/x-gzip": "",
    "application/x-xz": "",
    "application/vnd.ms-excel": "",  # of tables, on a machine with Excel
}
_NO_TEXT = ("image/", "video/", "audio/", "font/")
_PACKED = {b"\x1f\x8b": ".gz", b"\xfd7zXZ\x00": ".xz"}
_SINGLE = frozenset({".html", ".htm", ".txt", ".md", ".pdf", ".docx", ".eml", ".mhtml", ".mht"})
_CHARSETS = frozenset({".html", ".htm", ".txt", ".md", ".csv", ".tsv", ".json", ".jsonl"})


def ending_of(content_type: str, url: str, data: bytes) -> str:
    """The ending of a file with these bytes, such as ``.jsonl.gz``; "" where nobody reads it.

    Types that nobody has heard of are read as web pages, as browsers show them.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(_NO_TEXT):
        return ""
    named = inner_suffix(PurePosixPath(unquote(urlsplit(url).path)))
    named = named if named in SUFFIXES else ""
    if kind in _VAGUE:
        ending = named or _VAGUE[kind]
    elif kind.endswith("+json"):
        ending = ".json"
    else:
        ending = _BY_TYPE.get(kind) or (named if not kind else "") or ".html"
    packing = next((each for start, each in _PACKED.items() if data.startswith(start)), "")
    return ending + packing if ending else ""


def holds_one(ending: str) -> bool:
    """Whether a file of this format is one article, and not a list of them."""
    return ending in _SINGLE


def has_charset(ending: str) -> bool:
    """Whether the encoding that a server states can be that of such a file."""
    return ending in _CHARSETS
