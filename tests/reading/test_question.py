"""What questions ask for."""

from __future__ import annotations

import pytest

from qa.reading.question import asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many passengers did it carry?", "number"),
        ("橋長多少公里", "number"),
        ("When did it open?", "date"),
        ("大桥什么时候通车", "date"),
        ("Which countries took part?", "list"),
        ("列出合作領域", "list"),
        ("三大原則是哪三個", "list"),
        ("Why was it closed?", "reason"),
        ("為什麼停航", "reason"),
        ("Who opened it?", "name"),
        ("誰主持儀式", "name"),
        ("Where was it held?", "place"),
        ("在哪裡舉行", "place"),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert kind in asked(question)
