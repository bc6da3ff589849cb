"""What is left of a question without some of its words."""

from __future__ import annotations

import pytest

from qa.text.cutting import flat, tidied, without


@pytest.mark.parametrize(
    ("text", "cut", "rest"),
    [
        ("Who met in May?", "in May", "Who met?"),
        ("In May, who met?", "In May", "who met?"),
        ("Who met (in May) here?", "in May", "Who met here?"),
        ("Whose was May's flood?", "May", "Whose was flood?"),
        ("五月的洪水", "五月", "洪水"),
        ("他五月見了誰", "五月", "他見了誰"),
        ("C919五月首飛", "五月", "C919首飛"),
        ("May", "May", ""),
    ],
)
def test_nothing_is_left_dangling(text: str, cut: str, rest: str) -> None:
    start = text.index(cut)
    assert without(text, [(start, start + len(cut))]) == rest


def test_places_in_the_flat_question_are_places_in_the_tidied_one() -> None:
    question = "  What’s \u3000ＮＥＷ in\n臺北 ? "
    assert tidied(question) == "What’s ＮＥＷ in 臺北 ?"
    assert flat(question) == "what's new in 台北 ?"
