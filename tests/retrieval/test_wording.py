"""How a question may be written in articles of its language and of the other one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.embedding.load import shipped_model
from qa.index.lexical import Term, Word
from qa.retrieval.coverage import Wording
from qa.retrieval.translation import Rendering
from qa.retrieval.wording import Part, other_parts, own_parts, search_terms
from qa.text.language import Language
from qa.text.sounds import sounds

NAME = "Brandolini"


def texts(parts: tuple[Part, ...]) -> list[str]:
    return [part.text for part in parts]


def spelled(part: Part) -> set[str]:
    """The ways of writing a word, the terms of each joined."""
    return {" ".join(term.text for term in way) for way in part.word.ways}


def by_sound(part: Part, name: str) -> bool:
    """Whether one of the ways is the sound of a name."""
    pairs = [pair for pair, _ in sounds(name)]
    return any([term.text for term in way] == pairs for way in part.word.ways)


def known(word: str) -> bool:
    return len(shipped_model().token_ids([word])[0]) == 1


# -- in its own language ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("How high are the ferry fares?", "en", ["high", "ferri", "fare"]),
        ("渡輪票價", "zh-Hant", ["渡", "轮", "票", "价", "渡轮", "轮票", "票价"]),
        ("這是什麼", "zh-Hant", ["这", "是", "什", "么", "这是", "是什", "什么"]),
    ],
)
def test_searched_are_the_terms_of_a_question(
    question: str, language: Language, expected: list[str]
) -> None:
    assert search_terms(question, language) == tuple(map(Word.of, expected))


def test_a_passage_should_have_the_words_of_a_question() -> None:
    parts = own_parts("How high are the ferry fares in 2019?")
    assert texts(parts) == ["high", "ferry", "fares", "2019"]
    assert [part.word for part in parts[1:]] == [Word.of(t) for t in ("ferri", "fare", "2019")]
    assert all(part.sure == 1 for part in parts)


def test_a_long_chinese_word_is_its_bigrams() -> None:
    (part,) = own_parts("奧孔賈")
    assert part.word == Word(((Term("奥孔", 0.5), Term("孔贾", 0.5)),))


@pytest.fixture
def written_otherwise_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """One name that has another form."""

    def variants(word: str) -> tuple[Rendering, ...]:
        return (Rendering("雪梨", 0.8),) if word in ("悉尼", "雪梨") else ()

    monkeypatch.setattr("qa.retrieval.wording.variants", variants)


@pytest.mark.usefixtures("written_otherwise_elsewhere")
def test_a_name_that_is_written_otherwise_elsewhere_may_be_either() -> None:
    either = Word(((Term("悉尼"),), (Term("雪梨", 0.8),)))
    assert known("悉尼")
    (part,) = own_parts("悉尼")
    assert part.word == either
    assert search_terms("悉尼", "zh-Hans") == (either,)
    searched = search_terms("渡輪去悉尼", "zh-Hant")
    assert either in searched
    assert Word.of("渡轮") in searched
    assert not {Word.of("悉"), Word.of("悉尼")} & set(searched), "it counts once"


@pytest.mark.parametrize(
    ("word", "sentence", "other"),
    [
        ("5G", "Farmers get 5G networks.", "The work took 5 people."),
        ("3rd", "The 3rd round begins.", "It took 3 people."),
        ("12:30", "The train leaves at 12:30.", "The 12 left."),
        ("2023-03-21", "It was published on 2023-03-21.", "The 21 left."),
        ("3.5", "Prices rose 3.5 per cent.", "It took 3 people."),
    ],
)
def test_a_word_with_digits_stands_where_it_stands_as_it_is(
    word: str, sentence: str, other: str
) -> None:
    made = Wording.of([], 0.0, own_parts(word))
    matches = made.matches([sentence, other])
    whole, part = (matches @ made.weights).tolist()
    assert whole == pytest.approx(1.0)
    assert part < 0.7


# -- in the other language --------------------------------------------------------------------


def test_an_english_word_is_written_as_its_translations_or_as_it_is() -> None:
    bridge, ferry = other_parts("bridge ferry", "en")
    assert {"bridg", "大桥"} <= spelled(bridge)
    assert {"ferri", "渡轮"} <= spelled(ferry)
    for part in (bridge, ferry):
        assert part.sure == 1
        for way in part.word.ways:
            assert 0 < sum(term.boost for term in way) <= 1 + 1e-6
            assert all(term.field == "text" for term in way)


def test_a_chinese_word_is_written_as_its_translations() -> None:
    (ferry,) = other_parts("渡輪", "zh-Hant")
    assert "ferri" in spelled(ferry)
    assert ferry.sure == 1
    assert "fare" in spelled(other_parts("票价", "zh-Hans")[0])


def test_both_scripts_are_worded_alike() -> None:
    assert [part.word for part in other_parts("大橋耗資", "zh-Hant")] == [
        part.word for part in other_parts("大桥耗资", "zh-Hans")
    ]


def test_a_long_translation_is_the_mean_of_its_bigrams() -> None:
    (part,) = other_parts("COVID", "en")
    way = next(way for way in part.word.ways if [t.text for t in way] == ["新冠", "冠肺", "肺炎"])
    assert len({term.boost for term in way}) == 1
    assert sum(term.boost for term in way) <= 1 + 1e-6
    assert (Term("covid"),) in part.word.ways


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("in 2019?", "en", "2019"),
        ("12,000 or 3.5%", "en", "12000"),
        ("2019年", "zh-Hant", "2019"),
        ("Ｋａｌｂｏｒｉｎｏ說了什麼", "zh-Hant", "kalborino"),
    ],
)
def test_numbers_and_latin_words_of_chinese_questions_stay(
    question: str, language: Language, expected: str
) -> None:
    found = {part.word: part.sure for part in other_parts(question, language)}
    assert found[Word.of(expected)] == 1


def test_words_joined_by_hyphens_are_looked_up_one_by_one() -> None:
    assert other_parts("bridge-ferry", "en") == other_parts("bridge ferry", "en")


def test_a_word_that_comes_twice_is_one_word() -> None:
    assert len(other_parts("ferry or ferry", "en")) == len(own_parts("ferry or ferry")) == 1


@pytest.mark.parametrize(("question", "language"), [("這是什麼", "zh-Hant"), ("?!", "en")])
def test_a_question_without_a_word_that_can_be_written(question: str, language: Language) -> None:
    assert other_parts(question, language) == ()


# -- names by sound ---------------------------------------------------------------------------


@pytest.mark.parametrize("question", [NAME, f"Where is {NAME}?", "the brandolini plan"])
def test_a_word_that_the_model_does_not_know_may_be_a_name(question: str) -> None:
    assert not known(NAME)
    assert any(by_sound(part, NAME) for part in other_parts(question, "en"))


def test_a_name_by_sound_is_worth_less_than_a_translation() -> None:
    (part,) = other_parts(NAME, "en")
    weights = dict(sounds(NAME))
    (way,) = [way for way in part.word.ways if [t.text for t in way] == list(weights)]
    assert [term.boost for term in way] == pytest.approx([w / 2 for w in weights.values()])
    assert (Term("brandolini"),) in part.word.ways, "it may also stand as it is"


def test_a_known_word_may_be_a_name_where_it_is_capitalised_inside_the_question() -> None:
    assert known("Paris")
    first, *_ = other_parts("Paris talks", "en")
    assert not by_sound(first, "Paris"), "every first word is capitalised"
    *_, last = other_parts("talks in Paris", "en")
    assert by_sound(last, "Paris")
    assert "巴黎" in spelled(last)
    *_, lower = other_parts("talks in paris", "en")
    assert not by_sound(lower, "paris")


def test_an_acronym_has_no_sound() -> None:
    *_, part = other_parts("talks at NATO", "en")
    assert not by_sound(part, "NATO")
    assert "北约" in spelled(part)


def test_a_chinese_name_is_looked_for_by_the_sounds_of_english_names() -> None:
    assert not known("奥孔贾")
    (part,) = other_parts("奧孔賈", "zh-Hant")
    assert (Term("奥孔", 0.5, "sounds"), Term("孔贾", 0.5, "sounds")) in part.word.ways


def test_a_name_that_is_only_heard_is_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing_known(words: Sequence[str]) -> list[tuple[Rendering, ...]]:
        return [() for _ in words]

    monkeypatch.setattr("qa.retrieval.wording.to_english", nothing_known)
    monkeypatch.setattr("qa.retrieval.wording.to_chinese", nothing_known)
    (heard,) = other_parts("奥孔贾", "zh-Hans")
    (sounding, year) = other_parts(f"{NAME} 2019", "en")
    assert 0 < heard.sure == sounding.sure < year.sure == 1


def test_a_chinese_word_that_the_model_knows_has_no_sound() -> None:
    assert known("大桥")
    (part,) = other_parts("大桥", "zh-Hans")
    assert not any(term.field == "sounds" for way in part.word.ways for term in way)


def test_a_name_is_heard_as_a_whole_though_its_parts_are_words() -> None:
    parts = other_parts("澤爾馬科夫贏了什麼", "zh-Hant")
    assert texts(parts)[:3] == ["泽尔", "马", "科夫"]
    whole = tuple(Term(pair, 0.5, "sounds") for pair in ("泽尔", "尔马", "马科", "科夫"))
    for part in parts[:3]:
        assert whole in part.word.ways
    assert whole not in parts[3].word.ways


def test_a_name_is_found_by_its_sound_in_an_english_sentence() -> None:
    made = Wording.of([], 0.0, other_parts("澤爾馬科夫", "zh-Hant"))
    matches = made.matches(["Zelmarkov won the chess final.", "The bank raised its rate."])
    heard, other = (matches @ made.weights).tolist()
    assert heard == pytest.approx(1.0)
    assert other == 0.0


@pytest.mark.parametrize("question", ["WHAT DID BRANDOLINI VISIT", "Who is BRANDOLINI?"])
def test_a_name_in_capitals_has_a_sound(question: str) -> None:
    assert any(by_sound(part, NAME) for part in other_parts(question, "en"))


def test_a_chinese_name_in_latin_letters_is_the_characters_that_are_read_so() -> None:
    parts = other_parts("Where did Qin Gang meet Gao Zhidan?", "en")
    gang, zhidan = (next(one for one in parts if one.text == name) for name in ("Gang", "Zhidan"))
    assert {"qin gang", "gao zhi dan"} <= spelled(gang) | spelled(zhidan)
    assert gang.sure < 1, "a gang is something else"
    made = Wording.of([], 0.0, [gang, zhidan])
    matches = made.matches(
        ["外長秦剛到訪。", "高志丹在場。", "一個犯罪團伙。", "秦朝剛剛建立。", "高指導。"]
    )
    assert matches[0, 0] == matches[1, 1] == 1.0
    assert matches[[1, 3, 4], 0].max() < 0.6
    assert matches[[0, 2, 3, 4], 1].max() < 0.6


def test_the_index_is_searched_for_the_likeliest_characters_of_such_a_name() -> None:
    (gang,) = (one for one in other_parts("Who is Qin Gang?", "en") if one.text == "Gang")
    terms = {term.text for way in gang.searched.ways for term in way}
    assert "秦刚" in terms
    assert "qin gang" not in terms


def test_a_chinese_name_may_stand_in_latin_letters() -> None:
    (part,) = other_parts("潘功勝", "zh-Hant")
    assert "pan gongsheng" in spelled(part)
    assert 0 < part.sure < 1
