"""Whether a page lists other articles: titles that link, each with a sentence or two."""

from __future__ import annotations

from collections.abc import Sequence

from qa.articles.lines import is_statement
from qa.articles.webpage.blocks import Block
from qa.articles.webpage.page import Page

_FEWEST = 3
_SHARE = 0.6
_LONGEST_RUN = 2
_LINKED = 0.8
_LIGHTEST_TITLE = 4


def lists_teasers(page: Page) -> bool:
    """Whether most prose of a page stands below titles that link to other pages."""
    below, others, titles, run = 0, 0, 0, 0
    linked, places = False, set()
    for block in page.blocks:
        kind = _kind(page, block)
        if kind == "title":
            linked, run = True, 0
        elif kind == "prose":
            run += 1
            if run > _LONGEST_RUN + 1:
                return False  # so much prose in a row is an article
            places.add(block.element.getparent())
            if linked and run <= _LONGEST_RUN:
                titles += run == 1
                below += block.weight
            else:
                others += block.weight
    apart = len(places) >= _FEWEST
    return apart and titles >= _FEWEST and below >= _SHARE * (below + others)


def _kind(page: Page, block: Block) -> str:
    if page.elsewhere(block):
        return ""
    if is_statement(block.text):
        return "prose"
    titled = block.linked > _LINKED and block.weight >= _LIGHTEST_TITLE
    return "title" if titled else ""


def only_links(blocks: Sequence[Block]) -> bool:
    """Whether a page has hardly anything but links."""
    total = sum(block.weight for block in blocks)
    return total > 0 and sum(b.weight * b.linked for b in blocks) > 0.7 * total
