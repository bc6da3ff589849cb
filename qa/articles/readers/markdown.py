"""Markdown: front matter or a heading for the title, marks removed, paragraphs joined."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from qa.articles.lines import join_wrapped
from qa.articles.model import ArticleDraft
from qa.articles.plain import read_plain
from qa.articles.readers.columns import roles
from qa.articles.readers.compression import read_bytes
from qa.articles.readers.encoding import decode
from qa.articles.readers.file_names import shown
from qa.articles.readers.records import draft_of
from qa.errors import ArticleFileError

_KEY_VALUE = re.compile(r"^([^\W\d][\w -]*?)\s*[:：](?:\s+(.*)|)$")
_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|(\d{1,4}[.)]))\s+(?:\[[ xX]\]\s+)?(.*)$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+\S+.*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = (
    (re.compile(r"!\[[^\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])"), ""),
    (re.compile(r"\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"(\*\*\*|\*\*|\*)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(___|__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
)
_ASIDE = 0xE000
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(path: Path, *, timezone: str) -> Iterator[ArticleDraft]:
    """The article of a Markdown file.

    Raises:
        ArticleFileError: the file cannot be read or has no text.
    """
    text = decode(read_bytes(path), path).replace("\r\n", "\n").replace("\r", "\n")
    fields, odd, rest = front_matter(text)
    title, paragraphs = plain_paragraphs(rest)
    if not paragraphs:
        raise ArticleFileError(f"{shown(path)}: no text", "write the article below its title")
    if not fields:
        draft = read_plain(paragraphs, timezone=timezone, title=title or None)
        yield draft.model_copy(update={"notes": odd})
        return
    # Only its other fields are asked for; the text stands below.
    stated = draft_of({**fields, "text": "below"}, shown(path), "front matter", timezone=timezone)
    draft = read_plain(paragraphs, timezone=timezone, title=stated.title or title or None)
    named = {name: value for name, value in stated.model_dump().items() if value}
    yield draft.model_copy(
        update={**named, "body": draft.body, "record": "", "notes": (*odd, *stated.notes)}
    )


def front_matter(text: str) -> tuple[dict[str, object], tuple[str, ...], str]:
    """The fields between ``---`` lines, notes on lines there that are none, and the text below."""
    lines = text.lstrip("\ufeff").split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
    if lines[0].strip() != "---" or not end:
        return {}, (), text
    fields: dict[str, object] = {}
    odd: list[str] = []
    for number, line in enumerate(lines[1:end], 2):
        if not line.strip() or line.lstrip().startswith(("#", "- ")) or line[0].isspace():
            continue
        match = _KEY_VALUE.match(line.rstrip())
        if match is None:
            odd.append(f"line {number}: {line.strip()[:40]!r} is not key: value, left out")
            continue
        fields.setdefault(match[1].strip(), _scalar(match[2] or ""))
    named = roles(fields)
    texts = named.get("text", ())
    known = {name for names in named.values() for name in names}
    fields = {name: value for name, value in fields.items() if name in known - set(texts)}
    return fields, tuple(odd), "\n".join(lines[end + 1 :])


def _scalar(value: str) -> str | None:
    """A value without its quotes or its comment; null and ~ are None."""
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        quote = value[0]
        return value[1:-1].replace(quote * 2 if quote == "'" else '\\"', quote)
    value = re.sub(r"\s+#.*$", "", value)
    return None if value in ("", "~", "null", "Null", "NULL") else value


def plain_paragraphs(text: str) -> tuple[str | None, list[str]]:
    """The first top heading, if it comes before all text, and the paragraphs without marks."""
    title: str | None = None
    paragraphs: list[str] = []
    blocks = _Blocks()
    for line in _COMMENT.sub("", text).split("\n"):
        blocks.take(line)
    blocks.close()
    for level, block in blocks.done:
        plain = strip_marks(block)
        if not plain:
            continue
        if level and title is None and not paragraphs:
            title = plain
        else:
            paragraphs.append(plain)
    return title, paragraphs


class _Blocks:
    """Cuts Markdown into (heading level or 0, text): paragraphs, items, rows, lines of code."""

    def __init__(self) -> None:
        self.done: list[tuple[int, str]] = []
        self._open: list[str] = []
        self._fence = ""

    def take(self, line: str) -> None:
        """The next line of the file."""
        mark = _FENCE.match(line)
        if mark and (not self._fence or mark[1].startswith(self._fence)):
            self.close()
            self._fence = "" if self._fence else mark[1][:3]
        elif self._fence:
            self.done.append((0, line))
        elif (underline := _UNDERLINE.match(line)) and self._open:
            self.close(level=1 if underline[1][0] == "=" else 2)
        elif not line.strip() or _RULE.match(line) or _DEFINITION.match(line):
            self.close()
        elif heading := _HEADING.match(line):
            self.close()
            self.done.append((len(heading[1]), heading[2]))
        else:
            self._text(re.sub(r"^\s{0,3}(?:>\s?)+", "", line))

    def close(self, *, level: int = 0) -> None:
        """Ends the paragraph that is open."""
        text, kept = "", False
        for line in self._open:
            text = f"{text}\n{line.strip()}" if kept else join_wrapped(text, line.strip())
            # Two spaces or a backslash at the end of a line keep its break.
            kept = line.endswith(("  ", "\\"))
            text = text.removesuffix("\\") if kept else text
        if text:
            self.done.append((level, text))
        self._open = []

    def _text(self, line: str) -> None:
        if not line.strip() or _TABLE_RULE.match(line):
            self.close()
        elif item := _ITEM.match(line):
            self.close()
            self._open.append(f"{item[1]} {item[2]}" if item[1] else item[2])
        elif line.lstrip().startswith("|"):
            self.close()
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            self.done.append((0, " | ".join(cells)))
        else:
            self._open.append(line)


def strip_marks(text: str) -> str:
    """Text of one block without emphasis, links, images, code marks and HTML."""
    # Escaped marks stand aside in the private use area, where no pattern sees them.
    text = _ESCAPE.sub(lambda match: chr(_ASIDE + ord(match[1])), text)
    text = re.sub(r"<br\s*/?>", "\n", text)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    text = re.sub(r"[\ue021-\ue07e]", lambda match: chr(ord(match[0]) - _ASIDE), text)
    return html.unescape(text).strip()
