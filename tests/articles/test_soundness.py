from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.articles.model import ArticleDraft
from qa.articles.soundness import sound
from qa.text.mojibake import mended

SIMPLIFIED = "新的区图书馆在两年施工之后于星期一开放，藏书九万册，设有可容三百人的礼堂。"
TRADITIONAL = "新橋將於明年動工，預計三年後完成，政府表示會諮詢居民。"
ENGLISH = "The café owner said “it’s naïve” — twice."
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meant", "written", "shown"),
    [
        ("The café owner said it’s naïve — twice.", "utf-8", "cp1252"),
        (SIMPLIFIED, "gb18030", "latin-1"),
        (TRADITIONAL, "utf-8", "latin-1"),
        (TRADITIONAL, "big5", "latin-1"),
    ],
)
def test_wrongly_decoded_text_is_mended_and_noted(meant: str, written: str, shown: str) -> None:
    wrong = meant.encode(written).decode(shown, errors="ignore")
    draft = sound(ArticleDraft(title="A", body=f"First.\n\n{wrong}"), now=NOW)
    assert draft.body == f"First.\n\n{meant}"
    assert "mended" in draft.notes[0]


@pytest.mark.parametrize(
    "text",
    [ENGLISH, SIMPLIFIED, TRADITIONAL, "Les élèves de l’été à Noël…", "Ærø, Ångström, Übergröße"],
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    draft = ArticleDraft(title=text, body=text)
    assert sound(draft, now=NOW) == draft


def test_damaged_characters_are_counted() -> None:
    (note,) = sound(ArticleDraft(title="A", body="兩年\ufffd施工\ufffd"), now=NOW).notes
    assert note == "body: 2 damaged characters"


@pytest.mark.parametrize("day", ["1970-01-01T00:00:00+00:00", "2093-05-01", "1066-10-14"])
def test_a_date_that_cannot_be_is_left_out_with_a_note(day: str) -> None:
    draft = sound(ArticleDraft(title="A", body="B.", published=day), now=NOW)
    assert draft.published is None
    assert draft.notes[0].startswith(f"published {day[:10]}")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_mending_never_fails(text: str) -> None:
    mended(text)
