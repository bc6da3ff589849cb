"""Which words of a question stand in which sentences."""

from __future__ import annotations

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from qa.index.lexical import Term, Word
from qa.retrieval.coverage import Wording
from qa.retrieval.wording import Part
from qa.text.terms import query_terms


def wording(*words: Word) -> Wording:
    """Some words that all count the same."""
    weights = np.full(len(words), 1 / max(len(words), 1), np.float32)
    return Wording(words, 1.0, words, weights)


def found(question: str, *sentences: str) -> list[list[float]]:
    """A row a sentence, a column a term of the question."""
    matches = wording(*map(Word.of, query_terms(question))).matches(sentences)
    table: list[list[float]] = matches.tolist()
    return table


def way(*texts: str, boost: float = 1.0) -> tuple[Term, ...]:
    return tuple(Term(text, boost) for text in texts)


def test_a_row_a_sentence_and_a_column_a_word() -> None:
    assert found("ferry fares", "Fares will rise.", "The ferry is late.", "No fog.") == [
        [0, 1],
        [1, 0],
        [0, 0],
    ]


def test_inflection_case_width_and_script_do_not_count() -> None:
    assert found("ferry", "FERRIES wait.", "Ｆｅｒｒｙ fares.") == [[1], [1]]
    assert found("大桥", "大橋通車", "小桥") == [[1, 1, 1], [0, 1, 0]]


def test_a_term_does_not_reach_from_one_sentence_into_the_next() -> None:
    assert found("大桥", "他很大", "桥很长")[0][-1] == 0


def test_of_the_ways_of_writing_a_word_the_best_counts() -> None:
    word = Word((way("fog", boost=0.5), way("mist", boost=0.8), way("haze", boost=0.2)))
    matches = wording(word).matches(["fog", "fog and mist", "fog and haze", "rain"])
    assert matches[:, 0].tolist() == pytest.approx([0.5, 0.8, 0.5, 0.0])


def test_the_terms_of_a_way_add_up_to_1_at_the_most() -> None:
    word = Word((way("天安", "安门", boost=0.5), way("广场", boost=3.0)))
    matches = wording(word).matches(["天安堂", "天安门", "廣場"])
    assert matches[:, 0].tolist() == pytest.approx([0.5, 1.0, 1.0])


def test_sounds_are_looked_for_in_the_index_not_in_text() -> None:
    heard = Word(((Term("奥孔", 0.5, "sounds"),),))
    matches = wording(heard, Word.of("奥孔")).matches(["奧孔賈維"])
    assert matches.tolist() == [[0, 1]]


def test_no_words_and_no_passages() -> None:
    matches = wording().matches(["a ferry", "fog"])
    assert matches.shape == (2, 0)
    assert wording(Word.of("ferri")).matches([]).shape == (0, 1)


def test_telling_words_weigh_more() -> None:
    parts = [Part(text, Word.of(text)) for text in ("thing", "cooperation", "Zanzibar")]
    made = Wording.of([], 0.0, parts)
    lengths = [np.linalg.norm(shipped_model().rows(ids).sum(axis=0)) for ids in
               shipped_model().token_ids([part.text for part in parts])]  # fmt: skip
    assert made.weights.tolist() == pytest.approx((np.array(lengths) / sum(lengths)).tolist())
    assert made.weights.argmax() == 2
    assert made.words == tuple(part.word for part in parts)


def test_a_guess_weighs_less() -> None:
    sure, unsure = Part("ferry", Word.of("ferri")), Part("ferry", Word.of("boat"), sure=0.25)
    assert Wording.of([], 0.0, [sure, unsure]).weights.tolist() == pytest.approx([0.8, 0.2])


def test_no_parts_no_weights() -> None:
    assert Wording.of([], 0.0, []).weights.shape == (0,)


# -- what a term is in one kind of sentence, it is in another ---------------------------------


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Sony", "Sony發布了新相機。"),
        ("energy", "特斯拉旗下的Tesla Energy周一宣布增產。"),
        ("12,000", "票價為12,000元。"),
        ("2019", "大橋於2019年通車。"),
    ],
)
def test_latin_words_and_numbers_are_found_in_chinese_sentences(
    question: str, sentence: str
) -> None:
    assert found(question, sentence) == [[1]]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [("12", "大桥2012年通车。"), ("9", "大橋於2019年通車。"), ("art", "Marty出席了仪式。")],
)
def test_a_part_of_a_number_or_of_a_latin_word_is_not_the_term(
    question: str, sentence: str
) -> None:
    assert found(question, sentence) == [[0]]


def test_one_chinese_character_does_not_change_an_english_passage() -> None:
    plain = found("ice companies", "The police met Mr Li.", "The company sells ferries.")
    assert plain == [[0, 0], [0, 1]]
    assert plain == found(
        "ice companies", "The police met Mr Li (李).", "The company sells ferries."
    )


def test_long_chinese_sentences_are_read_to_their_end() -> None:
    sentence = "港口的天气很好，" * 60 + "渡轮准时。"
    matches = np.array(found("渡轮", sentence, sentence[:-5]))
    assert matches[:, -1].tolist() == [1, 0]
