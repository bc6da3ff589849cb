"""A page read once: its blocks, and which of them stand in parts that hold no article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from qa.articles.boilerplate import is_chrome
from qa.articles.captions import credit
from qa.articles.lines import is_statement, key
from qa.articles.phrases import phrase_keys, phrases
from qa.articles.webpage.blocks import Block, page_blocks
from qa.articles.webpage.tree import take_off_layout

_WHOLE = ("html", "body", "main")
_OTHER_TAGS = frozenset("nav footer aside figcaption".split())
# Of an element so named that holds so much of the page, the name says nothing.
_MOST = 0.7
_LAYOUT_NAME = re.compile(r"\b(?:has|with|no|without|hide|show)[-_]\S+")
_LONGEST_NAMES = 200
_LINKED = 0.5
_HEAVIEST_OFFER = 40


class Page:
    """A page's tree with its layout taken off, and its blocks.

    Attributes:
        tree: the root element, of lxml; scripts are still in it.
        blocks: in the page's order.
    """

    def __init__(self, tree: Any) -> None:
        take_off_layout(tree)
        self.tree = tree
        # lxml makes its elements anew unless they are held.
        self._held = list(tree.iter())
        self.blocks: Sequence[Block] = page_blocks(tree)

    def elsewhere(self, block: Block) -> bool:
        """Whether a block stands in a part that its tag or its name says holds no article."""
        element = block.element
        while element is not None:
            if element in self._others:
                return True
            element = element.getparent()
        return False

    def is_prose(self, block: Block) -> bool:
        """Whether a block is a sentence or more, and of an article as far as one can tell."""
        return id(block) in self._prose

    @cached_property
    def _prose(self) -> frozenset[int]:
        return frozenset(
            id(block)
            for block in self.blocks
            if block.linked < _LINKED
            and is_statement(block.text)
            and not is_sites(block)
            and not self.elsewhere(block)
        )

    @cached_property
    def _others(self) -> frozenset[Any]:
        inside: dict[Any, int] = defaultdict(int)
        for block in self.blocks:
            element = block.element
            while element is not None:
                inside[element] += block.weight
                element = element.getparent()
        whole = max(1, sum(block.weight for block in self.blocks))
        headed = {above for h1 in self.tree.iter("h1") for above in h1.iterancestors()}
        return frozenset(
            element
            for element in self._held
            if element.tag in _OTHER_TAGS
            or (
                _is_other(element)
                and element.tag not in _WHOLE
                and element not in headed
                and inside[element] <= _MOST * whole
            )
        )


def is_sites(block: Block) -> bool:
    """Whether a block is the site's words, not the article's: chrome, offers, photo credits."""
    if is_chrome(block.text) or credit(block.text) == "photo":
        return True
    asked = block.anchor and is_chrome(block.anchor) and block.weight <= _HEAVIEST_OFFER
    return bool(asked) or key(block.text).startswith(tuple(phrase_keys("offer")))


def _is_other(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:_LONGEST_NAMES]
    if not names.strip():
        return False
    names = _LAYOUT_NAME.sub(" ", names)
    return any(part in names for part in phrases("part_other"))
