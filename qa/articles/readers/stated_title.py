"""Titles in the metadata of documents, where programs write what they like."""

from __future__ import annotations

import re

_NO_TITLE = re.compile(
    r"^(?:untitled|無標題|无标题|document\d*|microsoft word|word document|powerpoint)\b"
    r"|\.(?:docx?|pdf|indd|qxd|pages|tex|txt|rtf|odt)$|^\(?(?:anonymous|unspecified)\)?$",
    re.IGNORECASE,
)


def is_stated_title(title: str) -> bool:
    """Whether a title in a document's metadata can be one: no file name, no program's name."""
    return bool(title) and not _NO_TITLE.search(title)
