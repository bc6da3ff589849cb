from __future__ import annotations

from qa.answering.answer import Answer, Citation
from qa.answering.markdown import escape
from qa.retrieval.passage import Passage
from qa.terminal import answer_text, passages_text


def answer(text: str, *citations: Citation) -> Answer:
    return Answer(text=text, answered=True, language="en", mode="extractive", citations=citations)


def citation(number: int, article_id: str = "a" * 20, **fields: str) -> Citation:
    return Citation(
        number=number, article_id=article_id, quote="", start=0, end=0, verified=True,
        **{"title": "Fares rise", **fields},
    )  # fmt: skip


def test_emphasis_becomes_bold_or_nothing() -> None:
    two = answer("**Energy** [1] and **space\nflight** [2]")
    assert answer_text(two, bold=True) == (
        "\x1b[1mEnergy\x1b[0m [1] and \x1b[1mspace\nflight\x1b[0m [2]"
    )
    assert answer_text(two, bold=False) == "Energy [1] and space\nflight [2]"


def test_stars_of_an_article_stay() -> None:
    stars = "a **b** 2**3 and \\*c\\*"
    assert answer_text(answer(escape(stars)), bold=True) == stars
    assert answer_text(answer("2 ** 3 is 8"), bold=True) == "2 ** 3 is 8"


def test_sources_are_listed_once_an_article() -> None:
    three = answer(
        "x [1] [2] [3]",
        citation(1, published="2024-03-02T09:30:00+08:00", source="Daily"),
        citation(2, "b" * 20, title="Bridge"),
        citation(3),
    )
    assert answer_text(three, bold=False).splitlines()[2:] == [
        "Sources",
        "[1] [3] Fares rise",
        f"      2 March 2024 · Daily · {'a' * 20}",
        "[2] Bridge",
        f"      no date · {'b' * 20}",
    ]


def test_an_article_commands_no_terminal() -> None:
    hostile = "\x1b]0;owned\x07\x1b[31mred\r\x9b2J"
    shown = answer_text(answer(hostile, citation(1, title=hostile)), bold=False)
    passage = Passage(
        article_id="a", title=hostile, text=hostile, start=0, end=1, score=0.5, published=None
    )
    for text in (shown, passages_text([passage])):
        assert "[31mred" in text
        assert not set(text) & set("\x1b\x07\r\x9b")


def test_no_passages_are_said_to_be_none() -> None:
    assert passages_text([]) == "nothing found"
