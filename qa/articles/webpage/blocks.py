"""A page as blocks: what stands on a line of its own, in order, with its place in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qa.articles.lines import unwrap, weight

_LINES = frozenset(
    "html body p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 br hr tr table tbody thead tfoot section "
    "article header footer main nav aside blockquote figure figcaption pre form fieldset address "
    "center details summary caption td th time".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_EMPTY = ("br", "hr")
_MANY_LINES = 4


@dataclass(frozen=True)
class Block:
    """Text on lines of its own.

    Attributes:
        text: with single spaces.
        pieces: the same with a space between inline elements, as dates are set in pieces.
        element: the nearest element that makes lines, of lxml.
        linked: the share of the text that stands in links, 0 to 1.
        anchor: the text of its links.
        home: whether it links to the site's front page.
    """

    text: str
    pieces: str
    element: Any = field(compare=False)
    linked: float = 0.0
    anchor: str = ""
    home: bool = False

    @property
    def tag(self) -> str:
        """The tag of the element, ``""`` for none."""
        return self.element.tag if isinstance(self.element.tag, str) else ""

    @property
    def is_heading(self) -> bool:
        """Whether it stands in a heading, at any depth of three."""
        return any(tag in _HEADINGS for tag in (self.tag, *self._above(2)))

    @cached_property
    def weight(self) -> int:
        """See ``qa.articles.lines.weight``."""
        return weight(self.text)

    def _above(self, levels: int) -> Iterator[str]:
        element = self.element.getparent()
        while element is not None and levels:
            yield str(element.tag)
            element, levels = element.getparent(), levels - 1


class _Lines:
    """Collects text between breaks while the tree is walked."""

    def __init__(self, root: Any) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[tuple[str, bool]] = []
        self._home = False
        self._places: list[Any] = [root]
        self._links, self._homes, self._skipped = 0, 0, 0

    def start(self, element: Any) -> None:
        """An element begins."""
        tag = _tag(element)
        if _is_hidden(element):
            if tag == "tr" and not self._skipped:
                self.flush()
                self._add(_row(element))
                self.flush(element)
            self._skipped += 1
        if self._skipped:
            return
        self._links += tag == "a"
        self._homes += tag == "a" and _is_home(element)
        if tag in _LINES:
            self.flush()
            if tag not in _EMPTY:
                self._places.append(element)
        self._add(element.text)

    def end(self, element: Any) -> None:
        """An element ends; the text behind it belongs to the one around it."""
        tag = _tag(element)
        if _is_hidden(element):
            self._skipped -= 1
        elif not self._skipped:
            self._links -= tag == "a"
            self._homes -= tag == "a" and _is_home(element)
            if tag in _LINES:
                self.flush()
                if tag not in _EMPTY:
                    self._places.pop()
        if not self._skipped:
            self._add(element.tail)

    def flush(self, element: Any = None) -> None:
        """The line ends; what it holds is a block of the innermost element, or of this one."""
        text = " ".join("".join(piece for piece, _ in self._pieces).split())
        if text:
            anchor = " ".join("".join(p for p, linked in self._pieces if linked).split())
            spaced = " ".join(" ".join(piece for piece, _ in self._pieces).split())
            share = min(1.0, len("".join(anchor.split())) / len("".join(text.split())))
            place = self._places[-1] if element is None else element
            self.blocks.append(Block(text, spaced, place, share, anchor, self._home))
        self._pieces, self._home = [], False

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append((text, self._links > 0))
            self._home |= self._homes > 0 and bool(text.strip())


def page_blocks(tree: Any) -> list[Block]:
    """The blocks of a page in its own order; lines that ``<br>`` wraps are put together.

    Args:
        tree: its root element, without layout tables: those left are read row by row.
    """
    from lxml import etree

    lines = _Lines(tree)
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        (lines.start if event == "start" else lines.end)(element)
    lines.flush()
    return list(_unwrapped(lines.blocks))


def _unwrapped(blocks: list[Block]) -> Iterator[Block]:
    """Lines of one element, where they are wrapped as by a typewriter, as paragraphs."""
    start = 0
    while start < len(blocks):
        end = start + 1
        while end < len(blocks) and blocks[end].element is blocks[start].element:
            end += 1
        group = blocks[start:end]
        joined = unwrap("\n".join(b.text for b in group)) if len(group) >= _MANY_LINES else []
        if joined and len(joined) < len(group):
            share = sum(b.linked * len(b.text) for b in group) / sum(len(b.text) for b in group)
            yield from (Block(text, text, group[0].element, share) for text in joined)
        else:
            yield from group
        start = end


def _row(row: Any) -> str:
    cells = (" ".join("".join(cell.itertext()).split()) for cell in row.xpath("./td | ./th"))
    return " | ".join(cell for cell in cells if cell)


def _tag(element: Any) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _is_hidden(element: Any) -> bool:
    """Whether an element shows no text, or (a row of a table) is read as a whole."""
    if element.tag == "tr":
        return next(element.iterancestors("table"), None) is not None
    return element.tag in ("script", "head", "title")


def _is_home(link: Any) -> bool:
    address = (link.get("href") or "#").strip()
    bare = address.rstrip("/")
    is_host = "://" in bare and bare.count("/") == 2
    return is_host or address == "/" or bare in (".", "index.html")
