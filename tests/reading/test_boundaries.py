"""Words that answer are whole words, numbers and brackets."""

from __future__ import annotations

import pytest

from qa.reading.boundaries import whole_list, whole_words


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Mayor O'Hara spoke.", "Hara", "O'Hara"),
        ("Mayor O’Hara spoke.", "O", "O’Hara"),
        ("Prime Minister Mishustin came.", "Minister Mish", "Minister Mishustin"),
        ("A Franco-German plan.", "Franco", "Franco-German"),
        ("It cost 12,000 dollars.", "12", "12,000"),
        ("It cost $5.6 in all.", "5", "$5.6"),
        ("It rose by 6%, he said.", "6", "6%"),
        ("全長55公里。", "55", "55"),
        ("造價約90億元。", "90", "90億"),
        ("会见了《人民日报》记者。", "《人民日报", "《人民日报》"),
        ("他說「好」，然後走了。", "好」", "「好」"),
        ("It opened (in May) again.", "(in May", "(in May)"),
        ("在上海，他說。", "上海，", "上海"),
        ("In Bali, on Monday.", "Bali, ", "Bali"),
        ("At 14:07 it landed.", "07", "14:07"),
        ("Prices rose, 5 of them.", "5", "5"),
    ],
)
def test_nothing_is_cut(text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    begin, end = whole_words(text, start, start + len(cut), 0, len(text))
    assert text[begin:end] == whole


def test_words_stay_in_their_sentence() -> None:
    text = "Come.Go now."
    assert whole_words(text, 5, 7, 5, 12) == (5, 7)


def test_marks_alone_are_no_words() -> None:
    begin, end = whole_words("Yes, so.", 3, 5, 0, 8)
    assert begin == end


@pytest.mark.parametrize(
    ("sentence", "answer", "listed"),
    [
        (
            "市長表示願意加強港口、漁業、旅遊、教育等領域的合作。",
            "願意加強港口、漁業、旅遊、教育等領域",
            "港口、漁業、旅遊、教育",
        ),
        (
            "市長表示願意加強港口、漁業、旅遊、教育等領域的合作。",
            "漁業、旅遊、教育",
            "港口、漁業、旅遊、教育",
        ),
        ("市長表示願意加強港口、漁業、旅遊、教育等領域的合作。", "市長", "市長"),
        ("市長表示願意加強港口、漁業、旅遊、教育等領域的合作。", "漁業", "漁業"),
        ("港口和漁業都受影響。", "港口和漁業", "港口和漁業"),
    ],
)
def test_what_is_mostly_a_list_is_that_list_whole(sentence: str, answer: str, listed: str) -> None:
    at = sentence.index(answer)
    start, end = whole_list(sentence, at, at + len(answer))
    assert sentence[start:end] == listed
