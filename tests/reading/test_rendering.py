from __future__ import annotations

from qa.reading.rendering import Rendering


def test_an_english_question_is_written_out_in_the_words_of_a_chinese_passage() -> None:
    rendering = Rendering.into_chinese("what cooperation areas did the minister list")

    assert "合作" in rendering.for_passage("雙方在能源、農業領域加強合作。")


def test_of_several_renderings_the_one_that_the_passage_holds_is_taken() -> None:
    rendering = Rendering.into_chinese("How many students?")

    assert rendering.for_passage("三百名大學的學子到場。") == "学子"
    assert rendering.for_passage("到場的有三百名學生。") == "学生"


def test_a_name_is_written_as_the_passage_spells_its_sound() -> None:
    rendering = Rendering.into_chinese("Who is Mishustin?")

    assert "米舒斯" in rendering.for_passage("俄羅斯總理米舒斯京抵達上海。")


def test_a_chinese_name_is_found_in_english_text_by_its_sound() -> None:
    rendering = Rendering.into_english("米舒斯京是誰")

    assert "Mishustin" in rendering.for_passage("Prime Minister Mikhail Mishustin arrived.")


def test_a_word_in_the_language_of_the_passage_stays() -> None:
    rendering = Rendering.into_chinese("What is the price of 茅台?")

    assert "茅台" in rendering.for_passage("白酒價格上漲。")
