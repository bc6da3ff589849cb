from __future__ import annotations

from pathlib import Path

import pytest

from qa.models.artefact import artefact
from qa.retrieval.renderings import Entries, Kind, Rendering, write_table
from qa.retrieval.translation import TABLE_FILE, to_chinese, to_english, variants
from qa.text.folding import fold
from qa.text.terms import is_stop_word, stem
from training.record import record

ENGLISH = ["cooperation", "visit", "Trump", "inflation", "earthquake", "semiconductors", "Zhejiang"]
CHINESE = ["总统", "合作", "特朗普", "通货膨胀", "地震", "台积电", "浙江"]


@pytest.mark.parametrize(
    ("word", "rendering"),
    [
        ("cooperation", "合作"),
        ("COOPERATION", "合作"),
        ("Trump", "特朗普"),
        ("Putin's", "普京"),
        ("visited", "访问"),
        ("inflation", "通胀"),
        ("U.S", "美国"),
        ("US", "美国"),
        ("nato", "北约"),
        ("NATO", "北约"),
    ],
)
def test_the_best_chinese_rendering(word: str, rendering: str) -> None:
    assert to_chinese([word])[0][0] == Rendering(rendering, 1.0)


@pytest.mark.parametrize(
    ("word", "rendering"),
    [
        ("总统", "presid"),
        ("總統", "presid"),
        ("特朗普", "trump"),
        ("地震", "earthquak"),
        ("复盖", "cover"),  # as the model's tokenizer folds it
        ("覆盖", "cover"),
    ],
)
def test_the_best_english_rendering(word: str, rendering: str) -> None:
    assert to_english([word])[0][0] == Rendering(rendering, 1.0)


def test_renderings_are_few_folded_content_words_best_first() -> None:
    for found in [*to_chinese(ENGLISH), *to_english(CHINESE)]:
        weights = [each.weight for each in found]
        assert 1 <= len(found) <= 8
        assert weights[0] == 1.0
        assert weights == sorted(weights, reverse=True)
        assert weights[-1] >= 0.2
        texts = [each.text for each in found]
        assert len(set(texts)) == len(texts)
        assert all(fold(text) == text and not is_stop_word(text) for text in texts)


def test_english_renderings_are_stems() -> None:
    texts = [each.text for found in to_english(CHINESE) for each in found]
    assert all(text.isascii() and text == text.lower() for text in texts)
    assert {stem("president"), stem("earthquake"), stem("inflation")} <= set(texts)


@pytest.mark.parametrize("word", ["the", "who", "2020", "特朗普", "", "x", "'", "3.5"])
def test_a_word_without_a_meaning_in_english_has_no_chinese_rendering(word: str) -> None:
    assert to_chinese([word]) == [()]


@pytest.mark.parametrize("word", ["的", "什么", "将", "Trump", "2020", ""])
def test_a_word_without_a_meaning_in_chinese_has_no_english_rendering(word: str) -> None:
    assert to_english([word]) == [()]


def test_an_acronym_is_no_pronoun() -> None:
    assert to_chinese(["WHO"])[0][0].text == "卫生组织"
    assert to_chinese(["WHO", "NATO"])[0] == to_chinese(["WHO"])[0], "two acronyms are no shout"
    assert to_chinese(["PUTIN"])[0][0].text == "普京"


def test_words_are_answered_in_order() -> None:
    one, two = to_chinese(["visit"]), to_chinese(["energy"])
    assert to_chinese(["visit", "the", "energy", "visit"]) == [*one, (), *two, *one]
    assert to_chinese([]) == to_english([]) == []


def test_a_compound_may_be_written_as_either_of_its_parts() -> None:
    texts = {each.text for each in to_chinese(["Chinese-Russian"])[0]}
    assert len(texts) <= 8
    assert texts & {"中国", "中文", "汉语"}
    assert texts & {"俄罗斯", "俄语"}


@pytest.fixture
def small_table(models: Path) -> None:
    entries: dict[Kind, Entries] = {
        "to_chinese": {"upon": (), "visit": (Rendering("做客", 1.0),)},
        "to_english": {"做客": (Rendering("visit", 1.0),)},
        "variants": {},
    }
    write_table(models / "lexicon" / TABLE_FILE, entries)
    record(models / "lexicon", "lexicon")


@pytest.mark.usefixtures("small_table")
def test_what_the_table_does_not_know_is_looked_up_in_the_embedding_model() -> None:
    visit, zhengzhou, upon = to_chinese(["visits", "Zhengzhou", "upon"])
    assert visit == (Rendering("做客", 1.0),)
    assert zhengzhou[0] == Rendering("郑州", 1.0)
    assert upon == ()
    assert to_english(["郑州"])[0][0].text == "zhengzhou"


@pytest.mark.usefixtures("small_table")
def test_nothing_is_made_up_for_two_letters_or_for_what_is_far_from_everything() -> None:
    assert to_chinese(["zq", "hgxwqv"]) == [(), ()]


@pytest.mark.usefixtures("small_table")
def test_what_the_model_has_in_pieces_is_not_looked_up_by_them() -> None:
    assert to_chinese(["Blinken"]) == [()], "blink is an eye's"
    assert to_english(["米舒斯京"]) == [()], "京 is Beijing's"


def test_a_name_has_its_forms_in_other_newsrooms() -> None:
    assert "卡梅伦" in {each.text for each in variants("卡梅隆")}
    assert "卡梅隆" in {each.text for each in variants("卡梅倫")}


@pytest.mark.parametrize("word", ["合作", "北京", "地震", "大學", "的", "", "Cameron", "2020"])
def test_a_word_that_is_no_name_has_no_other_forms(word: str) -> None:
    assert variants(word) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("川普", "特朗普"),
        ("普丁", "普京"),
        ("義大利", "意大利"),
        ("寮國", "老挝"),
        ("纽西兰", "新西兰"),
    ],
)
def test_names_are_others_in_taiwan(one: str, other: str) -> None:
    assert fold(other) in {each.text for each in variants(one)}
    assert fold(one) in {each.text for each in variants(other)}


def test_the_table_is_small() -> None:
    assert artefact("lexicon").path(TABLE_FILE).stat().st_size <= 1_500_000
