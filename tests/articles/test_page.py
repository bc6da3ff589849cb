from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.articles.model import ArticleDraft
from qa.articles.page import is_dump, read_page

HERE = Path(__file__).parent
PAGES = HERE / "pages"
SEED = HERE.parents[2] / "shared" / "seed" / "news-page.txt"
HONG_KONG = "Asia/Hong_Kong"


def read(text: str) -> list[ArticleDraft]:
    return read_page(text, timezone=HONG_KONG)


def page(name: str) -> list[ArticleDraft]:
    return read((PAGES / name).read_text(encoding="utf-8"))


def paragraphs(draft: ArticleDraft) -> list[str]:
    return draft.body.split("\n\n")


@pytest.mark.skipif(not SEED.exists(), reason="the seed page is not beside this checkout")
def test_the_seed_page() -> None:
    first, second = read(SEED.read_text(encoding="utf-8"))

    assert first.category == "兩岸"
    assert first.published == "2023-03-21T20:00:00+08:00"
    assert first.updated == "2023-03-21T23:33:00+08:00"
    assert second.category is None
    assert second.published == "2024-04-26T16:05:00+08:00"
    assert second.updated == "2024-04-26T17:12:00+08:00"
    digests = [hashlib.sha256(d.title.encode()).hexdigest()[:8] for d in (first, second)]
    assert digests == ["c1c66b74", "caaa3b20"]
    for draft in (first, second):
        assert len(paragraphs(draft)) == len(set(paragraphs(draft))) == 4
        assert all(paragraph.endswith("。") for paragraph in paragraphs(draft))
        assert draft.title not in draft.body
        for foreign in ("美聯社", "AP圖片", "往下看", "最後更新", "Skip", "興 趣"):
            assert foreign not in draft.body


def test_an_english_page_with_menus_notices_and_teasers() -> None:
    (draft,) = page("english-chrome.txt")
    assert draft.title == "Ferry operators agree to freeze fares until spring"
    assert draft.category == "World"
    assert draft.published == "2023-03-21T20:00:00+08:00"
    assert draft.updated == "2023-03-21T23:33:00+08:00"
    body = paragraphs(draft)
    assert len(body) == 5
    assert body[0].startswith("The three companies")
    assert body[2] == '"Not now, not this winter," he added.'
    assert body[3] == "What happens next"
    assert body[4].endswith("publish its results online.")


def test_three_articles_in_one_page() -> None:
    drafts = page("english-three.txt")
    assert [draft.published for draft in drafts] == [
        "2024-05-06T09:15:00+08:00",
        "2024-05-07T18:40:00+08:00",
        "2024-05-08T21:05:00+08:00",
    ]
    assert [len(paragraphs(draft)) for draft in drafts] == [2, 2, 2]
    assert "Visitors queue" not in drafts[1].body
    assert "recipes" not in drafts[2].body


def test_a_page_without_dates() -> None:
    (draft,) = page("hant-no-date.txt")
    assert draft.title == "海濱長廊第二期工程下月動工"
    assert (draft.category, draft.published) == ("本地", None)
    assert len(paragraphs(draft)) == 3
    assert "資料圖片" not in draft.body


def test_a_simplified_page_with_source_photographer_and_repeated_lede() -> None:
    (draft,) = page("hans-source.txt")
    assert draft.title == "城市图书馆推出夜间自助借阅服务"
    assert (draft.category, draft.source) == ("科技", "滨海晚报")
    assert draft.published == "2024-05-06T16:05:00+08:00"
    assert len(paragraphs(draft)) == 3
    assert "责任编辑" not in draft.body


def test_letter_spaced_separators_and_an_update_past_midnight() -> None:
    first, second = page("hant-two-spaced.txt")
    assert first.category == "社會"
    assert first.updated == "2023-11-03T00:20:00+08:00"
    assert len(paragraphs(first)) == len(paragraphs(second)) == 2
    assert second.title == "天文台料周末有驟雨"


def test_dated_teasers_are_no_articles() -> None:
    (draft,) = page("teasers-dated.txt")
    assert draft.title == "Bakery on Mill Street turns a hundred"
    assert len(paragraphs(draft)) == 2


def test_an_article_goes_on_after_a_link_in_its_middle() -> None:
    (draft,) = page("read-more-inside.txt")
    assert draft.published == "2024-07-03T06:30:00+01:00"
    assert len(paragraphs(draft)) == 3
    assert draft.body.endswith("the port authority said.")


def test_two_articles_without_a_separator() -> None:
    first, second = page("no-separator-two.txt")
    assert (first.title, second.title) == ("學校試行四天上課周", "漁民首次在外海放養牡蠣")
    assert second.published == "2024-03-05T08:10:00+08:00"


def test_a_site_name_a_ticker_and_a_subtitle() -> None:
    (draft,) = page("english-subtitle.txt")
    assert draft.title == "Harbour bridge closes for a week of repairs"
    assert draft.source == "Bay Times"
    body = paragraphs(draft)
    assert body[0] == "Drivers told to expect delays on both sides of the bay"
    assert len(body) == 4
    assert "heating" not in draft.body


def test_an_undated_article_after_a_separator() -> None:
    first, second = page("hant-undated-second.txt")
    assert first.updated == "2024-05-06T12:30:00+08:00"
    assert second.title == "老店結業街坊不捨"
    assert second.published is None
    assert len(paragraphs(second)) == 3


def test_a_plain_article_with_a_date_line() -> None:
    (draft,) = read(
        "Mayor opens the market hall\nMarch 3, 2024\n\nThe mayor opened the hall on Saturday.\n\n"
        'Q: Who pays?\n\nA: The city.\n\n"No."\n\n- stalls\n- a café\n\nHe left at noon'
    )
    assert draft.title == "Mayor opens the market hall"
    assert draft.published == "2024-03-03T00:00:00+08:00"
    assert paragraphs(draft) == [
        "The mayor opened the hall on Saturday.",
        "Q: Who pays?",
        "A: The city.",
        '"No."',
        "- stalls",
        "- a café",
        "He left at noon",
    ]


def test_a_text_without_a_title_has_none() -> None:
    (draft,) = read("The mayor opened the hall on Saturday.\n\nHe left at noon.")
    assert draft.title == ""
    assert len(paragraphs(draft)) == 2


def test_a_repeated_lede_is_kept_once_in_a_plain_article_too() -> None:
    lede = "The mayor opened the new market hall by the river on Saturday morning."
    (draft,) = read(f"Mayor opens the market hall\n\n{lede}\n\n{lede}\n\nHe left at noon.")
    assert paragraphs(draft) == [lede, "He left at noon."]


def test_a_page_without_any_sentence_is_taken_whole() -> None:
    text = "Menu\nSearch\nTimetable of the ferries\n08:00 north pier\n09:00 south pier"
    (draft,) = read(text)
    kept = f"{draft.title} {draft.body}"
    assert all(line in kept for line in text.split("\n"))


def test_no_text_is_no_article() -> None:
    assert read(" \n\n ") == []


# Sentences that speak of what pages are made of, and must not be taken for it.
SENTENCES = st.sampled_from(
    [
        "The council voted on Monday.",
        "Copyright law is a matter for the courts.",
        "Register to vote by Friday, officials said.",
        "Related cases were reported in two towns.",
        "She read more than forty books that year.",
        "He told Reuters that talks went on.",
        "The photo shows a crowd at the gate.",
        "Sign language was offered at the event.",
        "No.",
        "「我們會繼續努力。」他說。",
        "據新華社報道，會議在首都舉行。",
        "分享會吸引了二百名讀者。",
        "廣告收入去年上升一成。",
        "相關文章刊於上月的期刊。",
        "雙方在會場交換了照片。",
        "2023年3月21日，他抵達首都。",
        "法院裁定網站未經許可轉載新聞。",
    ]
)
PARAGRAPHS = st.lists(
    st.lists(SENTENCES, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=8
)
TITLES = st.sampled_from(
    ["Council votes on the new bridge", "市政府公布新橋工程時間表", "Who pays for the bridge?"]
)


@given(TITLES, PARAGRAPHS)
def test_nothing_of_a_plain_article_is_lost(title: str, body: list[str]) -> None:
    text = "\n\n".join([title, *body])
    assert not is_dump([title, *body], timezone=HONG_KONG)
    (draft,) = read(text)
    whole = [draft.title, *paragraphs(draft)]
    assert [line for line in [title, *body] if line not in whole] == []


@given(TITLES, PARAGRAPHS)
def test_sentences_survive_in_a_page_with_chrome(title: str, body: list[str]) -> None:
    unique = [f"{paragraph} It was item {i} on the list." for i, paragraph in enumerate(body)]
    text = "\n\n".join(["Menu", "Subscribe", title, "21 March 2023 8:00 PM", *unique, "Share"])
    (draft,) = read(text)
    assert draft.title == title
    assert paragraphs(draft) == unique


@given(st.lists(st.text(max_size=40), max_size=12).map("\n".join))
def test_any_text_gives_at_least_one_article(text: str) -> None:
    drafts = read(text)
    assert bool(drafts) == bool(text.split())
    assert all(draft.body.strip() or draft.title.strip() for draft in drafts)
