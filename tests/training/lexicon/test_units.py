from __future__ import annotations

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import question_words
from qa.retrieval.keys import Key
from training.lexicon.units import Units, chinese_units, english_units, whole_unit


def test_english_text_is_its_content_words() -> None:
    keys = [key.text for key in english_units("The U.S. President's visits, in 2020")]
    assert keys == ["US", "presid", "visit"]


def test_a_headline_in_capitals_has_no_acronyms() -> None:
    assert [key.text for key in english_units("WHO VISITS BEIJING")] == ["visit", "beij"]
    assert [key.text for key in english_units("WHO")] == ["WHO"]


def test_chinese_text_is_cut_as_a_question_is() -> None:
    model = shipped_model()
    text = "總統與米舒斯京討論能源合作"
    (keys,) = chinese_units([text], model)
    assert [key.form for key in keys] == list(question_words(text, model))
    assert "米舒斯京" in [key.text for key in keys]
    assert "总统" in [key.text for key in keys]


def test_a_word_is_kept_as_written_beside_the_form_that_the_model_gives_it() -> None:
    (keys,) = chinese_units(["覆盖"], shipped_model())
    assert keys == [Key("覆盖", "复盖")]


def test_texts_keep_their_order_and_number() -> None:
    found = list(chinese_units(["合作", "", "abc 1", "能源"], shipped_model()))
    assert [[key.text for key in keys] for keys in found] == [["合作"], [], [], ["能源"]]


def test_a_spelling_is_one_word() -> None:
    assert whole_unit("布林肯") == whole_unit("布林肯") == [Key("布林肯", "布林肯")]
    assert whole_unit("歐巴馬") == [Key("欧巴马", "欧巴马")]
    assert whole_unit("約翰 2") == []


def test_bags_hold_each_word_of_a_text_once() -> None:
    units = Units()
    bag = units.bag([english_units("ships and a ship"), [], english_units("harbour ship")])
    assert units.texts() == ["ship", "harbour"]
    assert len(units) == 2
    assert bag.lengths.tolist() == [1, 0, 2]
    assert bag.ids.tolist() == [0, 0, 1]


def test_a_words_form_is_the_one_that_stood_most_often() -> None:
    units = Units()
    units.bag([english_units(text) for text in ("visits", "visited", "visited", "harbours")])
    assert [units.form(number) for number in range(2)] == ["visited", "harbours"]
