"""The page as people use it: a real server, a real browser, the sample corpus."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from tests.chat_server import chat_server
from tests.e2e.conftest import Visit

pytest.importorskip("playwright", reason="needs playwright: pip install playwright")

from playwright.sync_api import expect

from qa.messages.catalogue import messages
from qa.web.page.examples import EXAMPLE_QUESTIONS
from tests.e2e.site import PHONE, ask, open_source, serving, wait_for_answer

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from qa.text.language import Language

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PRINCIPLES = "习近平提出哪三大原则"
ZEBRA = "What was the name of the zebra that walked out of the circus camp?"
BOX = "#qa-question textarea"


def first_citation(site: str, question: str) -> dict[str, str]:
    request = Request(
        f"{site}api/ask",
        data=json.dumps({"question": question}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request) as response:
        citation: dict[str, str] = json.load(response)["citations"][0]
        return citation


def in_view(page: Page, selector: str) -> bool:
    return bool(
        page.eval_on_selector(
            selector,
            "e => { const r = e.getBoundingClientRect();"
            " return r.top >= 0 && r.left >= 0 &&"
            " r.bottom <= innerHeight && r.right <= innerWidth }",
        )
    )


def test_from_a_question_to_the_marked_quote(visit: Visit, site: str) -> None:
    page = visit()
    ask(page, PRINCIPLES)
    citation = first_citation(site, PRINCIPLES)
    expect(page.locator(".qa-source").first).to_contain_text(citation["title"])
    open_source(page)
    expect(page.locator("#qa-panel mark")).to_have_text(citation["quote"])
    expect(page.locator("#qa-panel h2")).to_have_text(citation["title"])
    expect(page.locator("#qa-panel .qa-facts")).to_contain_text("26 April 2024")
    assert in_view(page, "#qa-panel mark")


def test_the_panel_closes_with_escape_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit()
    ask(page, PRINCIPLES)
    page.locator("a.qa-cite").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#qa-panel mark")
    page.keyboard.press("Escape")
    expect(page.locator("#qa-panel")).not_to_be_visible()
    assert page.evaluate("document.activeElement.className") == "qa-cite"


def test_on_a_phone_the_source_is_a_sheet_that_closes(visit: Visit) -> None:
    page = visit(size=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    ask(page, PRINCIPLES)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    open_source(page)
    sheet = page.locator("#qa-panel").bounding_box()
    assert sheet
    assert (sheet["x"], sheet["width"]) == (0, PHONE[0])
    assert sheet["y"] > 0
    assert in_view(page, "#qa-panel mark")
    page.click("#qa-close")
    expect(page.locator("#qa-panel")).not_to_be_visible()
    assert in_view(page, BOX)


def test_an_article_that_means_harm_does_none(visit: Visit) -> None:
    page = visit()
    ask(page, ZEBRA)
    answer = page.locator("#qa-chat .bot-row")
    expect(answer).to_contain_text("A zebra named Ondine <img src=x onerror=window.pwned=3>")
    assert answer.locator("img, script, svg").count() == 0
    targets = answer.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert targets
    assert all(re.fullmatch(r"#src-[0-9a-f]{20}-\d+-\d+", target) for target in targets)
    open_source(page)
    panel = page.locator("#qa-panel")
    expect(panel.locator("h2")).to_contain_text("<script>window.pwned=1</script>")
    expect(panel.locator(".qa-article")).to_contain_text("<svg onload=window.pwned=5></svg>")
    assert panel.locator("img, script, svg, a, b, i").count() == 0
    page.click("#qa-filters > button")
    page.wait_for_timeout(300)
    assert page.evaluate("window.pwned") is None


def test_a_question_that_means_harm_does_none(visit: Visit) -> None:
    page = visit()
    written = "<img src=x onerror=window.pwned=8> **who** [x](javascript:alert(1)) zebra?"
    ask(page, written)
    expect(page.locator("#qa-chat .user-row")).to_have_text(written)
    assert page.evaluate("window.pwned") is None


def test_enter_while_composing_does_not_send(visit: Visit) -> None:
    page = visit()
    page.focus(BOX)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "习近平", "selectionStart": 3, "selectionEnd": 3}
    )
    page.keyboard.press("Enter")
    # Safari ends the composition first and tells of it by the key code alone.
    page.eval_on_selector(
        BOX,
        "e => ['keydown', 'keypress'].forEach((type, i) => e.dispatchEvent(new KeyboardEvent("
        "type, {key: 'Enter', keyCode: i ? 13 : 229, bubbles: true, cancelable: true})))",
    )
    page.wait_for_timeout(500)
    assert page.locator("#qa-chat .user-row").count() == 0
    page.fill(BOX, PRINCIPLES)
    page.keyboard.press("Enter")
    wait_for_answer(page, 1)
    expect(page.locator("#qa-chat .user-row")).to_have_text(PRINCIPLES)


def test_shift_enter_makes_a_new_line(visit: Visit) -> None:
    page = visit()
    page.fill(BOX, "one")
    page.press(BOX, "Shift+Enter")
    page.keyboard.type("two")
    expect(page.locator(BOX)).to_have_value("one\ntwo")
    assert page.locator("#qa-chat .user-row").count() == 0


def test_an_example_is_asked_by_a_click(visit: Visit) -> None:
    page = visit()
    examples = page.locator("#qa-chat .example")
    assert examples.all_inner_texts() == list(EXAMPLE_QUESTIONS)
    examples.nth(2).click()
    wait_for_answer(page, 1)
    expect(page.locator("#qa-chat .user-row")).to_have_text(EXAMPLE_QUESTIONS[2])


def test_a_refusal_is_calm_and_offers_the_nearest_passages(visit: Visit) -> None:
    page = visit()
    ask(page, "Which xylophone do llamas prefer?")
    expect(page.locator("#qa-chat .bot-row")).to_contain_text("The articles do not say")
    nearest = page.locator(".qa-nearest .qa-source")
    assert nearest.count() > 0
    nearest.first.click()
    expect(page.locator("#qa-panel mark").first).to_be_visible()


def test_a_follow_up_and_a_new_conversation(visit: Visit) -> None:
    page = visit()
    ask(page, PRINCIPLES)
    ask(page, ZEBRA)
    assert page.locator("#qa-chat .user-row").count() == 2
    page.click("#qa-new")
    expect(page.locator("#qa-chat .user-row")).to_have_count(0)
    expect(page.locator("#qa-chat .example").first).to_be_visible()


def test_a_written_answer_streams_and_can_be_stopped(visit: Visit, index: Path) -> None:
    with chat_server() as chat:
        chat.say(*["word "] * 100, pause=0.1)
        settings = {"QA_CHAT_MODEL": "openai:scripted", "QA_CHAT_BASE_URL": chat.url}
        with serving(index, OPENAI_API_KEY="none", **settings) as url:
            page = visit(url)
            expect(page.locator(".qa-status")).to_contain_text("openai:scripted")
            page.fill(BOX, PRINCIPLES)
            page.press(BOX, "Enter")
            answer = page.locator("#qa-chat .bot-row")
            expect(answer).to_contain_text("word word")
            page.fill(BOX, ZEBRA)
            page.click("#qa-question .stop-button")
            expect(answer).to_contain_text(messages("en").page.stopped)
            assert not answer.get_by_text("Error").count()
            expect(page.locator(BOX)).to_have_value(ZEBRA)
            page.wait_for_timeout(500)
            page.press(BOX, "Enter")
            expect(page.locator("#qa-chat .bot-row").nth(1)).to_contain_text("word word")
            page.click("#qa-new")
            expect(page.locator("#qa-chat .example").first).to_be_visible()
            page.wait_for_timeout(500)
            expect(page.locator("#qa-chat .user-row")).to_have_count(0)
            page.context.close()


def test_a_long_answer_is_read_from_its_question(visit: Visit) -> None:
    page = visit(size=(1280, 420))
    ask(page, PRINCIPLES)
    ask(page, ZEBRA)
    top = page.locator("#qa-chat .user-row").last.bounding_box()
    assert top
    assert 0 <= top["y"] < 420


def test_nothing_asked_is_said_in_place(visit: Visit) -> None:
    page = visit()
    page.fill(BOX, "   ")
    page.press(BOX, "Enter")
    notice = page.locator("#qa-notice[role='status']")
    expect(notice).to_contain_text(messages("en").errors["question_empty"].message)
    assert page.locator(".toast-body").count() == 0


@pytest.mark.parametrize(("locale", "language"), [("zh-HK", "zh-Hant"), ("zh-CN", "zh-Hans")])
def test_a_chinese_page_says_in_chinese_what_is_wrong(
    visit: Visit, locale: str, language: Language
) -> None:
    page = visit(locale=locale)
    page.fill(BOX, "長" * 100_000)
    page.press(BOX, "Enter")
    wait_for_answer(page, 1)
    answers = page.locator("#qa-chat .bot-row")
    expect(answers.nth(0)).to_contain_text("100,000")
    expect(answers.nth(0)).to_contain_text(messages(language).errors["question_too_long"].hint)
    page.click("#qa-filters > button")
    for field, day in enumerate(("2024-06-01", "2024-05-01")):
        page.locator(".qa-date input").nth(field).fill(day)
    ask(page, PRINCIPLES)
    expect(answers.nth(1)).to_contain_text(messages(language).errors["filter_reversed"].hint)


def test_filters_are_counted_and_used(visit: Visit) -> None:
    page = visit()
    page.click("#qa-filters > button")
    first_day = page.locator(".qa-date input").first
    expect(first_day).to_have_attribute("type", "date")
    first_day.fill("2024-06-01")
    expect(page.locator("#qa-filters > button")).to_contain_text("Filters (1 set)")
    ask(page, PRINCIPLES)
    dates = page.locator(".qa-source-meta").all_inner_texts()
    assert dates
    assert all("2024年6月" in date for date in dates)


def test_the_page_speaks_the_browsers_language_until_told_otherwise(visit: Visit) -> None:
    page = visit(locale="zh-TW")
    expect(page.locator("#qa-header")).to_contain_text(messages("zh-Hant").page.tagline)
    expect(page.locator(BOX)).to_have_attribute(
        "placeholder", messages("zh-Hant").page.ask_placeholder
    )
    page.click("#qa-language label:last-of-type")
    expect(page.locator("#qa-header")).to_contain_text(messages("zh-Hans").page.tagline)
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#qa-header")).to_contain_text(messages("zh-Hans").page.tagline)
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_everything_that_can_be_pressed_has_a_name(visit: Visit) -> None:
    page = visit()
    ask(page, PRINCIPLES)
    open_source(page)
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, input, textarea, a')]"
        ".filter(e => e.offsetParent && !(e.innerText.trim() || e.ariaLabel || e.title"
        " || e.labels?.[0]?.innerText.trim())).map(e => e.outerHTML)"
    )
    assert nameless == []


def test_dark_mode_is_dark(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    ask(page, PRINCIPLES)
    open_source(page)
    for selector in ("body", "#qa-panel"):
        color = page.eval_on_selector(selector, "e => getComputedStyle(e).backgroundColor")
        assert max(map(int, re.findall(r"\d+", color)[:3])) < 64


def test_behind_a_login_the_whole_page_works_without_a_key(
    visit: Visit, browser: object, index: Path
) -> None:
    settings = {"QA_AUTH": "reader:secret", "QA_API_KEYS": "key"}
    with serving(index, **settings) as url:
        login = {"username": "reader", "password": "secret"}
        page = visit(url, http_credentials=login)
        ask(page, PRINCIPLES)
        open_source(page)
        expect(page.locator("#qa-panel mark")).to_be_visible()
        page.context.close()
