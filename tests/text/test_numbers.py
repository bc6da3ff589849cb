from __future__ import annotations

import pytest

from qa.text.numbers import Number, numbers


def only(text: str) -> Number:
    (number,) = numbers(text)
    return number


@pytest.mark.parametrize(
    "same",
    [
        ("1.2万", "12,000", "twelve thousand", "一万二千", "１２０００"),
        ("12%", "12 per cent", "百分之十二", "十二个百分点", "12 percentage points"),
        ("三百億元", "$30 billion", "300亿美元", "30bn dollars"),
        ("十二公里", "12 km", "12-kilometre", "twelve kilometers"),
        ("三分之一", "a third", "one-third"),
        ("两成三", "23%"),
        ("一半", "50 per cent"),
        ("1亿5000万人", "150 million", "一億五千萬"),
        ("三點二萬", "32,000"),
        ("两周", "two weeks"),
        ("10:30", "上午10时30分"),
        ("21人", "twenty-one people"),
    ],
)
def test_one_number_in_many_ways(same: tuple[str, ...]) -> None:
    first, *others = [number for text in same for number in numbers(text) if number.sure]
    assert len(others) == len(same) - 1
    assert all(first.agrees(other) and other.agrees(first) for other in others)


@pytest.mark.parametrize(
    ("one", "other"),
    [("12%", "12"), ("12 km", "12 m"), ("5 euros", "5 dollars"), ("15", "150"), ("三成", "三")],
)
def test_different_numbers(one: str, other: str) -> None:
    assert not only(one).agrees(only(other))


def test_a_rounded_number_agrees_with_what_it_was_rounded_from() -> None:
    assert only("1.4 million").agrees(only("1,403,221"))
    assert not only("1,403,221").agrees(only("1.4 million"))
    assert not only("1.5 million").agrees(only("1,403,221"))


@pytest.mark.parametrize(
    "text", ["四川", "万一", "one of them", "数百人", "两国元首", "the two countries"]
)
def test_what_counts_nothing_is_not_sure(text: str) -> None:
    assert not any(number.sure for number in numbers(text))


@pytest.mark.parametrize("text", ["C919", "COVID-19"])
def test_codes_are_no_numbers(text: str) -> None:
    assert numbers(text) == []


def test_a_number_stands_where_it_says() -> None:
    text = "收費５.6元，全長 twelve km"
    assert [text[n.start : n.end] for n in numbers(text)] == ["５.6元", "twelve km"]
