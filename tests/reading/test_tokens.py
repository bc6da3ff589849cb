"""Tokens know what the embedding model does not see: places, case and punctuation."""

from __future__ import annotations

import pytest

from qa.embedding.load import shipped_model
from qa.reading.tokens import GAPS, KINDS, Tokens


def tokens(text: str) -> Tokens:
    return Tokens.of(text, shipped_model())


def words(text: str) -> list[str]:
    found = tokens(text)
    places = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    return [text[start:end] for start, end in places]


def test_each_token_is_a_stretch_of_the_text_as_it_stands() -> None:
    assert words("(Taiwan's) 馬祖列島, １９９９年") == [
        "Taiwan",
        "s",
        "馬",
        "祖",
        "列",
        "島",
        "１９９９",
        "年",
    ]


def test_what_stands_before_a_token_and_what_kind_it_is() -> None:
    found = tokens("「合作」、WHO spent 30, (see Geneva). Next")
    kinds = [KINDS[kind] for kind in found.kinds]
    gaps = [GAPS[gap] for gap in found.gaps]
    by_word = dict(zip(words(found.text), zip(kinds, gaps, strict=True), strict=True))
    assert by_word["合作"] == ("han", "end")
    assert by_word["WHO"] == ("capitals", "closing")
    assert by_word["spent"] == ("lower", "space")
    assert by_word["30"] == ("digits", "space")
    assert by_word["see"] == ("lower", "opening")
    assert by_word["Geneva"] == ("capitalised", "space")
    assert by_word["Next"][1] == "closing"


@pytest.mark.parametrize("text", ["9.25", "12,000", "U.S", "Mishustin"])
def test_numbers_and_words_are_not_cut(text: str) -> None:
    found = tokens(f"he saw {text} again")
    inside = [n for n in range(len(found)) if 7 <= found.starts[n] < 7 + len(text)]
    assert len(inside) > 1, "more than one token"
    assert [bool(found.glued[n]) for n in inside] == [False] + [True] * (len(inside) - 1)
    assert [bool(found.can_end[n]) for n in inside] == [False] * (len(inside) - 1) + [True]


def test_sentences_of_tokens() -> None:
    found = tokens("The ferry left. Fog came. 大橋通車。")
    assert len(found.spans) == 3
    assert sorted(set(found.sentences.tolist())) == [0, 1, 2]


def test_no_text_no_tokens() -> None:
    for text in ("", "。…!", "½"):
        found = tokens(text)
        assert len(found) == len(found.glued) == len(found.can_end) <= 1
