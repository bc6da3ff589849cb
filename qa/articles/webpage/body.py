"""The body of a page's article: trafilatura's reading, held against the page's own blocks.

The article's part of the page is found as readability does: prose votes for the elements
around it, and the best is widened as long as what it gains is prose. trafilatura votes on
single blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from qa.articles.boilerplate import separator
from qa.articles.lines import is_statement, key
from qa.articles.phrases import phrase_keys
from qa.articles.webpage.blocks import Block
from qa.articles.webpage.page import Page, is_sites
from qa.text.language import HAN

# Captions belong to the picture; the length keeps a badly named container in.
_CAPTIONS = [
    "//figcaption",
    "//*[contains(@class, 'caption') and string-length(normalize-space(.)) < 300]",
]
# trafilatura looks for other parts of a page below this many characters; Chinese says as
# much in a third of them.
_ENOUGH_CHINESE, _ENOUGH = "80", "250"
_LEVELS, _DECAY = 6, 0.65
_GAIN_OF_PROSE = 0.5
_MISSED = 0.5
_LINKED = 0.6
_HEADED = 0.4
_HEAVIEST_COMMENTS = 12
_LIGHTEST_FLASH = 18


def article_blocks(page: Page, heading: int | None) -> list[int]:
    """The numbers of the blocks that are the article's body, in order; [] for none."""
    voted = _voted(page)
    prose = [i for i, block in enumerate(page.blocks) if page.is_prose(block)]
    after = [i for i in prose if heading is None or i > heading]
    total = sum(page.blocks[i].weight for i in prose)
    if sum(page.blocks[i].weight for i in after) >= _HEADED * total:
        prose = after
    prose = _before_end(page, prose, heading)
    if not prose:
        return [i for i in sorted(voted) if _is_flash(page, i, heading)]
    region = _region(page, prose)
    mine = [i for i in prose if page.blocks[i].element in region]
    theirs = [i for i in prose if i in voted]
    if _weight(page, mine) < _MISSED * _weight(page, theirs):
        mine = theirs
    return _with_lines_between(page, mine, voted)


def _is_flash(page: Page, i: int, heading: int | None) -> bool:
    """Whether a block says as much as a short report does, though without a full stop."""
    block = page.blocks[i]
    below = heading is None or i > heading
    told = block.weight >= _LIGHTEST_FLASH and block.linked < _LINKED
    return below and told and not is_sites(block) and not page.elsewhere(block)


def _region(page: Page, prose: Sequence[int]) -> set[Any]:
    """The elements of the part that most of the prose votes for."""
    votes: dict[Any, float] = defaultdict(float)
    for i in prose:
        element, share = page.blocks[i].element, 1.0
        for level in range(_LEVELS):
            if element is None or element.tag in ("html", "body"):
                break
            # Paragraphs of their own say nothing of what holds them together.
            votes[element] += page.blocks[i].weight * share * (0.5 if level == 0 else 1)
            element, share = element.getparent(), share * _DECAY
    body = next(page.tree.iter("body"), page.tree)
    best = max(votes, key=lambda e: votes[e], default=body)
    inside = set(best.iter())
    parent = best.getparent()
    while parent is not None and parent.tag != "html":
        wider = set(parent.iter())
        gained = [i for i, b in enumerate(page.blocks) if b.element in wider - inside]
        if not _is_prose_gained(page, gained, set(prose)):
            break
        best, inside, parent = parent, wider, parent.getparent()
    return inside


def _is_prose_gained(page: Page, gained: Sequence[int], prose: set[int]) -> bool:
    """Whether a wider part adds mostly prose; one that adds nothing but chrome does not."""
    told = [i for i in gained if not page.elsewhere(page.blocks[i])]
    total = sum(page.blocks[i].weight for i in told)
    words = sum(page.blocks[i].weight for i in told if i in prose)
    links = [i for i in told if page.blocks[i].linked > _LINKED and page.blocks[i].weight >= 6]
    return words >= _GAIN_OF_PROSE * total and len(links) < 3


def _before_end(page: Page, prose: Sequence[int], heading: int | None) -> list[int]:
    """Prose up to where comments or other articles are announced.

    Behind an announcement the article goes on only in the element in which it stood before.
    """
    kept: list[int] = []
    places: set[Any] = set()
    ended = False
    wanted = set(prose)
    for i, block in enumerate(page.blocks):
        if heading is not None and i <= heading and not wanted & {i}:
            continue
        if kept and _announces_others(block):
            ended = True
        elif i in wanted:
            parent = block.element.getparent() if block.tag == "p" else block.element
            if ended and parent not in places:
                continue
            ended = False
            places.add(parent)
            kept.append(i)
    return kept


def _announces_others(block: Block) -> bool:
    if separator(block.text):
        return True
    name = "".join(c for c in key(block.text) if not c.isdigit())
    return block.weight <= _HEAVIEST_COMMENTS and name in phrase_keys("comments")


def _with_lines_between(page: Page, mine: Sequence[int], voted: Collection[int]) -> list[int]:
    """The prose, and what stands between: subheadings, list items, rows, voted lines."""
    if not mine:
        return []
    chosen = set(mine)
    around = {_place(page.blocks[i]) for i in mine}
    for i in range(mine[0], mine[-1] + 1):
        block = page.blocks[i]
        if i in chosen or block.linked > _LINKED or page.elsewhere(block):
            continue
        if is_sites(block) or separator(block.text):
            continue
        if is_statement(block.text) and _place(block) not in around:
            continue
        if i in voted or block.is_heading or block.tag in ("li", "tr", "blockquote", "dd", "dt"):
            chosen.add(i)
    for i in range(mine[-1] + 1, min(mine[-1] + 4, len(page.blocks))):
        block = page.blocks[i]
        same = _place(block) in around and block.tag in ("p", "li", "tr") and i in voted
        if not same or block.linked > _LINKED or is_sites(block) or separator(block.text):
            break
        chosen.add(i)
    return sorted(chosen)


def _place(block: Block) -> Any:
    return block.element.getparent() if block.element.getparent() is not None else block.element


def _weight(page: Page, places: Sequence[int]) -> int:
    return sum(page.blocks[i].weight for i in places)


def _voted(page: Page) -> frozenset[int]:
    """The blocks whose text is in what trafilatura takes for the article."""
    from copy import deepcopy

    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    text = " ".join(block.text for block in page.blocks)
    chinese = len(HAN.findall(text)) > 0.3 * len(text)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _ENOUGH_CHINESE if chinese else _ENOUGH)
    # Its time limit is a signal handler, which only the main thread may set.
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    found: Any = bare_extraction(
        deepcopy(page.tree),
        include_comments=False,
        include_tables=True,
        prune_xpath=_CAPTIONS,
        config=config,
    )
    said = key(str(found.text or "")) if found else ""
    return frozenset(
        i for i, block in enumerate(page.blocks) if key(block.text) and key(block.text) in said
    )
