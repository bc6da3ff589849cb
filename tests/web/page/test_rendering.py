"""What reaches the browser, and that nothing an article says becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.answer import Answer, Citation
from qa.answering.markdown import escape
from qa.retrieval.passage import Copy, Passage
from qa.web.page.rendering import answer_markdown, note, partial_markdown, plain_markdown

HOSTILE = "<script>x()</script><img src=x onerror=x()> ![i](http://e.example/a.png) [a](b) `c` @d"


def citation(number: int = 1, *, title: str = "Fares", verified: bool | None = True) -> Citation:
    return Citation(
        number=number,
        article_id="ab12",
        title=title,
        source="Daily",
        published="2024-03-02T09:30:00+08:00",
        quote="q",
        start=10,
        end=20,
        verified=verified,
    )


def answer(text: str, *citations: Citation, **fields: object) -> Answer:
    base = {"answered": True, "language": "en", "mode": "extractive"}
    return Answer.model_validate({**base, "text": text, "citations": citations, **fields})


def test_a_marker_becomes_a_link_to_its_place() -> None:
    shown = answer_markdown(answer("> It will cost 5.6. [1]", citation()))
    link = '<a class="qa-cite" href="#src-ab12-10-20" title="Fares">1</a>'
    assert shown.startswith(f"> It will cost 5.6. {link}")


def test_a_marker_of_the_article_itself_is_text() -> None:
    shown = answer_markdown(answer(f"> {escape('see note [1]')} [1]", citation()))
    assert shown.count('class="qa-cite"') == 1
    assert r"note \[1\]" in shown


def test_a_marker_without_a_citation_is_no_link() -> None:
    assert partial_markdown("so [2]") == 'so <span class="qa-cite">2</span>'


def test_sources_have_number_title_date_source_and_check() -> None:
    cited = answer("a [1] b [2]", citation(1), citation(2, verified=False))
    shown = answer_markdown(cited)
    rows = re.findall(r'<a class="qa-source".*?</a>', shown)
    assert len(rows) == 2
    for part in (">1<", "Fares", "2 March 2024", "Daily", "✓ verified", "#src-ab12-10-20"):
        assert part in rows[0]
    assert "not verified" in rows[1]


def test_a_quote_that_stands_for_itself_has_no_check() -> None:
    shown = answer_markdown(answer("> q [1]", citation(verified=None)))
    assert "verified" not in shown


def test_a_sentence_that_could_not_be_verified_is_marked_with_the_reason() -> None:
    sentences = [
        {"start": 0, "end": 6, "text": "a", "numbers": [1], "verified": True},
        {"start": 7, "end": 8, "text": "b", "verified": False, "doubt": "uncited"},
    ]
    shown = answer_markdown(answer("a [1]. b", citation(), sentences=sentences))
    assert shown.count('class="qa-doubt"') == 1
    assert (
        '. b <span class="qa-doubt" title="This sentence cites no article">not verified</span>'
        in shown
    )


def test_words_and_dates_are_in_the_language_of_the_answer() -> None:
    shown = answer_markdown(answer("甲 [1]", citation(), language="zh-Hant"))
    assert "出處" in shown
    assert "2024年3月2日" in shown


def test_a_refusal_lists_the_nearest_articles_once_each() -> None:
    passages = [
        Passage(article_id=i, title=f"T{i}", text="word " * 90, start=s, end=s + 9, score=0.1)
        for i, s in (("a", 0), ("a", 50), ("b", 5))
    ]
    shown = answer_markdown(answer("No.", answered=False, kind="refusal", passages=passages))
    assert re.findall(r'href="(.*?)"', shown) == ["#src-a-0-9", "#src-b-5-14"]
    assert "…" in shown


def passage(article_id: str, *copies: Copy) -> Passage:
    return Passage(
        article_id=article_id, title="T", text="t", start=3, end=4, score=0.9, copies=copies
    )


COURIER = Copy(
    article_id="cd34", title="Fares to rise", source="Courier", published="2024-03-03T07:00:00Z"
)
ECHO = Copy(article_id="ef56", title="Dearer ferries")


def test_copies_of_a_cited_article_are_listed_under_it_once() -> None:
    other = citation(3).model_copy(update={"article_id": "99"})
    passages = [passage("ab12", COURIER, ECHO), passage("ab12", COURIER, ECHO), passage("99")]
    shown = answer_markdown(
        answer("a [1] b [2] c [3]", citation(1), citation(2), other, passages=passages)
    )
    first, _ = re.split(r'<span class="qa-number">2', shown)
    (copies,) = re.findall(r'<details class="qa-copies">.*?</details>', shown)
    assert copies in first
    assert ">Nearly the same text in 2 other articles</summary>" in copies
    assert re.findall(r'href="(.*?)"', copies) == ["#src-cd34-0-0", "#src-ef56-0-0"]
    assert "Fares to rise</span>" in copies
    assert "3 March 2024 · Courier</span>" in copies
    assert "Dearer ferries</span>" in copies


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", "in 1 other article<", "in 2 other articles<"),
        ("zh-Hant", ">另有 1 篇報道內容大致相同<", ">另有 2 篇報道內容大致相同<"),
        ("zh-Hans", ">另有 1 篇报道内容大致相同<", ">另有 2 篇报道内容大致相同<"),
    ],
)
def test_copies_are_counted_in_the_language_of_the_answer(
    language: str, one: str, two: str
) -> None:
    for said, copies in ((one, (COURIER,)), (two, (COURIER, ECHO))):
        passages = [passage("ab12", *copies)]
        cited = answer("a [1]", citation(), passages=passages, language=language)
        said_no = {"answered": False, "kind": "refusal"}
        refused = answer("No.", **said_no, passages=passages, language=language)
        assert said in answer_markdown(cited)
        assert said in answer_markdown(refused)


def test_without_copies_nothing_is_said_of_them() -> None:
    shown = answer_markdown(answer("a [1]", citation(), passages=[passage("ab12")]))
    assert "<details" not in shown


def test_the_notice_of_an_answer_is_shown() -> None:
    shown = answer_markdown(answer("a", notice="The chat model <b>failed</b>."))
    assert "The chat model &lt;b&gt;failed&lt;/b&gt;." in shown


OURS = re.compile(r'</?(a|span|div|details|summary)( (class|href|title)="[^"<>]*")*>')


def markup(shown: str) -> str:
    """What is left that Markdown or a browser would interpret, without our own elements."""
    rest = OURS.sub("", shown)
    return re.sub(r"\\[!-/:-@\[-`{-~]", "", rest)


@pytest.mark.parametrize("written", [HOSTILE, escape(HOSTILE)])
def test_hostile_text_is_inert_everywhere(written: str) -> None:
    shown = answer_markdown(
        answer(f"{written} [1]", citation(title=HOSTILE), notice=HOSTILE)
    ) + note(HOSTILE, HOSTILE)
    head = markup(shown.partition("<div")[0])
    assert not re.search(r"[<\[\]`@]|://", head)
    assert "<" not in markup(shown)


@given(st.text())
def test_no_text_at_all_makes_an_element(text: str) -> None:
    assert "<" not in markup(partial_markdown(text))
    assert not re.search(r"[<\[\]`*_]", markup(plain_markdown(text)))


@given(st.text(alphabet="<>\"'&\n x[1]()"), st.text(alphabet="<>\"'&\n x[1]()"))
def test_titles_stay_in_their_attribute_and_on_their_line(title: str, source: str) -> None:
    cited = citation(title=title).model_copy(update={"source": source})
    found = passage("ab12", Copy(article_id="cd34", title=title, source=source))
    for fields in ({"citations": [cited]}, {"answered": False, "kind": "refusal"}):
        shown = answer_markdown(answer("a [1]", passages=[found], **fields))
        assert "<details" in shown
        assert "<" not in OURS.sub("", shown)
        assert shown.count("\n\n") == 1
