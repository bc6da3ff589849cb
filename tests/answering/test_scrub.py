from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.scrub import Scrubber
from qa.retrieval.passage import Passage

HELD = "https://news.example/fares"
PASSAGES = [
    Passage(article_id="a", title="A", text=f"See {HELD}.", start=0, end=9, score=1.0),
    Passage(article_id="b", title="B", text="b", start=0, end=1, url="http://b.example/", score=1),
]


def through(pieces: list[str]) -> str:
    scrubber = Scrubber(PASSAGES)
    return "".join([scrubber.feed(piece) for piece in pieces] + [scrubber.finish()])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("A ![x](https://evil.example/?q=secret) b [1].", "A  b [1]."),
        ("A ![x][ref] b", "A  b"),
        ("[ref]: https://evil.example/x\nb", "\nb"),
        (f"![x]({HELD}) [1].", " [1]."),
        ("Click [here](https://evil.example) now", "Click here now"),
        (f"See [the list]({HELD}) [1].", f"See [the list]({HELD}) [1]."),
        (f"See [the list]({HELD}) [2].", "See the list [2]."),
        (f"See {HELD}. [1] Good.", f"See {HELD}. [1] Good."),
        (f"See {HELD} today.", "See  today."),
        ("Costs 5 [2], at http://b.example/ only.", "Costs 5 [2], at http://b.example/ only."),
        ("請看https://evil.example/路，謝謝", "請看路，謝謝"),
        ("a www.evil.example b evil.example/steal?x=1 c", "a  b  c"),
        ("[x](javascript:alert(1)) javascript:alert(1)", "x (1)"),
        ("<b>bold</b> <img src=x onerror=y> <script>z</script>", "bold  z"),
        ("<<b>script>x", "script>x"),
        ("<https://evil.example>", ""),
        ("5 < 6 and 7 <= 8 > 2", "5 < 6 and 7 <= 8 > 2"),
        ("[1](https://evil.example) so", "[1] so"),
        ("a\u202eb\x07c\u200b", "abc"),
        ("U.S./China talks, 1.5 km/h", "U.S./China talks, 1.5 km/h"),
        ("Great![1] Really!", "Great![1] Really!"),
        ("![x](\nb", "(\nb"),
        ("open [", "open ["),
    ],
)
def test_what_goes_and_what_stays(text: str, clean: str) -> None:
    assert through([text]) == clean
    assert through(list(text)) == clean, "letter by letter"


PIECES = [
    "![x](", "http", "s://", "evil.example", HELD, "/p", ")", "[", "1", "]", "(", "<", "img ",
    ">", "!", " ", "a", "甲。", ". ", "\n", "www.", "[x]:", "javascript:", "b.example/",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_piece_that_was_shown_is_scrubbed_later(pieces: list[str]) -> None:
    scrubber = Scrubber(PASSAGES)
    shown = ""
    for piece in pieces:
        shown += scrubber.feed(piece)
        assert "<img" not in shown
        assert "![x](" not in shown
        assert "evil.example/" not in shown
        assert "s://evil" not in shown
    assert (shown + scrubber.finish()).startswith(shown)


@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_how_the_text_is_cut_into_pieces_does_not_matter(pieces: list[str]) -> None:
    assert through(pieces) == through(["".join(pieces)])
