"""A story that three outlets printed: one is shown, the others can be opened from its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Visit
from tests.wire_story import LONGER, QUESTION, STORY

pytest.importorskip("playwright", reason="needs playwright: pip install playwright")

from playwright.sync_api import expect

from qa.messages.catalogue import messages
from qa.messages.wording import counted
from tests.e2e.site import PHONE, WIDE, ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

COPIES = "#qa-chat .qa-copies .qa-source"
HOW_FAR_RIGHT = "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"


def titles(page: Page, rows: str) -> list[str]:
    return page.locator(f"{rows} .qa-source-title").all_inner_texts()


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_row_names_its_copies_and_each_opens_at_its_top(
    visit: Visit, size: tuple[int, int]
) -> None:
    page = visit(size=size)
    ask(page, QUESTION)
    summary = page.locator(".qa-copies summary")
    expect(summary).to_have_text(counted(messages("en").page.copies, 2, "en"))
    expect(page.locator(COPIES).first).not_to_be_visible()
    summary.click()
    (shown,) = titles(page, ".qa-sources > .qa-source")
    copied = titles(page, COPIES)
    assert sorted([shown, *copied]) == sorted(article.title for article in STORY)
    everything = page.locator(".qa-sources, .qa-sources *")
    assert everything.evaluate_all(HOW_FAR_RIGHT) <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for number, title in enumerate(copied):
        page.locator(COPIES).nth(number).click()
        expect(page.locator("#qa-panel h2")).to_have_text(title)
        expect(page.locator("#qa-panel .qa-article")).to_contain_text("62 pieces")
        assert page.locator("#qa-panel mark").count() == 0
        assert page.eval_on_selector(".qa-panel-content", "e => e.scrollTop") == 0
        page.click("#qa-close")
    assert LONGER.title in [shown, *copied]
    assert page.locator("#qa-chat").locator("img, b, i").count() == 0
    assert page.evaluate("window.pwned") is None


def test_copies_are_opened_by_keyboard_where_they_stand(visit: Visit) -> None:
    page = visit(size=(1280, 420))
    ask(page, QUESTION)
    page.locator(".qa-copies summary").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    copy = page.locator(COPIES).nth(1)
    expect(copy).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#qa-panel h2")).to_have_text(titles(page, COPIES)[1])
    page.wait_for_timeout(300)
    expect(copy).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("Escape")
    expect(copy).to_be_focused()
