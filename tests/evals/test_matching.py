"""Comparing answers with gold strings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.matching import contains, exact, token_f1, tokens, without_markers


def test_normal_form_of_english() -> None:
    assert tokens("The Prime-Minister, a man!") == ["primeminister", "man"]


def test_normal_form_of_chinese_is_characters_in_simplified() -> None:
    assert tokens("航空航天、ＡＢＣ１２") == ["航", "空", "航", "天", "abc12"]
    assert tokens("會談") == tokens("会谈")


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("The treaty.", "treaty"),
        ("１３年", "13年"),
        ("兩國關係", "两国关系"),
        ("「相互尊重」", "相互尊重"),
        ("1,234", "1234"),
        ("24 次", "24次"),
    ],
)
def test_equal_in_normal_form(text: str, gold: str) -> None:
    assert exact(text, [gold]) == 1


@pytest.mark.parametrize(("text", "gold"), [("308", "30"), ("莫斯科市", "莫斯科"), ("", "a b")])
def test_not_equal(text: str, gold: str) -> None:
    assert exact(text, [gold]) == 0


def test_f1_of_english_words_by_hand() -> None:
    # Shared: prime, minister. Precision 2/3, recall 2/4, so F1 = 2 * 2 / (3 + 4).
    assert token_f1("prime minister Li", ["the prime minister of Russia"]) == pytest.approx(4 / 7)


def test_f1_of_chinese_characters_by_hand() -> None:
    # Shared: 莫斯科, three of three and of five characters.
    assert token_f1("莫斯科", ["莫斯科會談"]) == pytest.approx(6 / 8)


def test_f1_counts_a_repeated_token_once_for_each_time_in_the_gold() -> None:
    assert token_f1("七 七 七", ["七"]) == pytest.approx(2 / 4)


def test_f1_takes_the_nearest_gold_string() -> None:
    assert token_f1("in 2019", ["no such thing", "2019"]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("He listed 「投資貿易、能源」 [1].", "投資貿易、能源"),
        ("他提到投资贸易、能源等。", "投資貿易、能源"),
        ("It rose to 1,234 tonnes", "1234"),
        ("the U.S. side", "US"),
        ("Newton's second law", "Newton"),
        ("a 22-year-old goalkeeper", "22"),
        ("共13年之久", "13年"),
        ("It opened **on 5** May.", "5 May"),
    ],
)
def test_gold_string_stands_in_the_text(text: str, gold: str) -> None:
    assert contains(text, [gold]) == 1


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("308 points", "30"),
        ("the fourteenth", "four"),
        ("3.5 per cent", "5"),
        ("能源貿易", "貿易能源"),
        ("anything", "…"),
        ("", "x"),
    ],
)
def test_gold_string_does_not_stand_in_the_text(text: str, gold: str) -> None:
    assert contains(text, [gold]) == 0


def test_no_gold_string_is_never_found() -> None:
    assert contains("anything", []) == 0


@given(before=st.text("ab 會。,1", max_size=8), gold=st.text("xy莫斯9", min_size=1, max_size=6))
def test_what_stands_between_spaces_is_found(before: str, gold: str) -> None:
    assert contains(f"{before} {gold} {before}", [gold]) == 1


@given(st.text("the a an of 習近平晤 12,.", min_size=1, max_size=20))
def test_a_text_equals_and_shares_everything_with_itself(text: str) -> None:
    assert exact(text, [text]) == 1
    assert token_f1(text, [text]) == 1


def test_markers_are_taken_off() -> None:
    assert without_markers("**13年** — 他說共13年。[1][12] **更多**") == (
        "**13年** — 他說共13年。 **更多**"
    )
