from __future__ import annotations

import pytest

from qa.articles.captions import caption_indexes, credit


@pytest.mark.parametrize(
    "line",
    [
        "Two ministers talk in Geneva. (AP Photo/Dana Okoro)",
        "Photo: Reuters",
        "Photo by Dana Okoro",
        "A crowd waits at the gate. Getty Images",
        "Minister arrives in Lima, May 3, 2024. REUTERS/Dana Okoro",
        "Image source, Getty Images",
        "FILE - A ferry leaves the pier.",
        "雙方在會場握手。AP圖片",
        "市民在街上排隊。資料圖片",
        "市民在街上排隊（網上圖片）",
        "新华社记者 林晓 摄",
        "（新华社记者林晓摄）",
        "圖／記者陳小文攝",
        "图为会议现场。",
        "▲ 市民排隊領取物資。",
    ],
)
def test_photo_credits(line: str) -> None:
    assert credit(line) == "photo"


@pytest.mark.parametrize(
    "line", ["雙方在會場握手。 美聯社", "市民在街上排隊。（路透社）", "They met. Reuters"]
)
def test_agency_credits(line: str) -> None:
    assert credit(line) == "agency"


@pytest.mark.parametrize(
    "line",
    [
        "The committee published photos of the event.",
        "The images show the damage, according to Reuters.",
        "The video was checked by Reuters against satellite images.",
        "Pictures at an exhibition open on Monday.",
        "據新華社報道，會議在首都舉行。",
        "他向記者展示了一張照片。",
        "救援人員在現場提供協助。",
    ],
)
def test_sentences_about_pictures_are_no_credits(line: str) -> None:
    assert credit(line) is None


LEDE = "The ferry operator said on Tuesday it would not raise its fares before April."
BODY = "Talks with the transport office had gone on for two months, both sides said."


def captions(*lines: str) -> list[str]:
    return [lines[i] for i in sorted(caption_indexes(lines))]


def test_a_doubled_fragment_is_a_caption() -> None:
    assert (
        captions(LEDE, "Boats at the pier", "Boats at the pier", BODY) == ["Boats at the pier"] * 2
    )


def test_a_doubled_short_sentence_below_the_lede_is_a_caption() -> None:
    assert (
        captions(LEDE, "Boats wait at the pier.", "Boats wait at the pier.", BODY)
        == ["Boats wait at the pier."] * 2
    )


def test_a_doubled_lede_is_no_caption() -> None:
    assert captions(LEDE, LEDE, BODY) == []


def test_a_caption_may_stand_once_with_and_once_without_its_credit() -> None:
    pair = ("兩人在門前握手。", "兩人在門前握手。 美聯社")
    assert captions(LEDE, *pair, BODY) == list(pair)


def test_an_agency_named_below_the_last_sentence_is_the_source_not_a_credit() -> None:
    assert captions(LEDE, "他說未來會繼續努力。（路透社）") == []
    assert captions(LEDE, "市民在街上排隊。（路透社）", BODY) == ["市民在街上排隊。（路透社）"]
