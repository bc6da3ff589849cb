"""The lexical side on its own: what a score is made of, and what finds what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qa.articles.model import Article
from qa.index.filters import Filters
from qa.index.lexical import LexicalIndex, Term, Word, moment_number
from qa.index.sounds import names_by_sound
from qa.index.store import StoredChunk
from qa.text.terms import query_terms
from tests.conftest import BRIDGE, HARBOUR, PANDA, article


@pytest.fixture
def side(tmp_path: Path) -> Iterator[LexicalIndex]:
    """An empty lexical side."""
    index = LexicalIndex(tmp_path / "lexical")
    yield index
    index.close()


def fill(side: LexicalIndex, *articles: Article) -> LexicalIndex:
    """Each article as one chunk; the first has the id 1."""
    for number, one in enumerate(articles, start=1):
        side.add(StoredChunk(number, one.id, 0, len(one.body)), one)
    side.commit()
    return side


def found(side: LexicalIndex, text: str, **arguments: object) -> list[int]:
    words = [Word.of(term) for term in query_terms(text)]
    return [chunk for chunk, _ in side.search(words, 10, **arguments)]  # type: ignore[arg-type]


def score(side: LexicalIndex, *words: Word) -> float:
    """Of chunk 1; 0 where it is not found."""
    return dict(side.search(words, 10)).get(1, 0.0)


def ways(*texts: Sequence[str], boost: float = 1.0) -> Word:
    return Word(tuple(tuple(Term(text, boost) for text in way) for way in texts))


# -- what a score is made of ------------------------------------------------------------------


def test_a_word_of_the_headline_counts_more_than_one_of_the_body(side: LexicalIndex) -> None:
    # Both texts have the same words, so only the place of "fog" differs.
    fill(
        side,
        article("Ferry", "Late because of fog over town"),
        article("Fog", "Late because of ferry over town"),
    )
    assert found(side, "fog") == [2, 1]
    assert found(side, "ferry") == [1, 2]


def test_the_best_way_of_writing_a_word_counts_not_their_sum(side: LexicalIndex) -> None:
    fill(side, article("", "Ferry and boat and ship"), article("", "A pool"))
    ferry, boat = score(side, Word.of("ferri")), score(side, Word.of("boat"))
    assert ferry == pytest.approx(boat)
    assert score(side, ways(["ferri"], ["boat"])) == pytest.approx(ferry)
    assert score(side, Word.of("ferri"), Word.of("boat")) == pytest.approx(ferry + boat)
    halved = Word(((Term("ferri", 0.5),), (Term("boat"),)))
    assert score(side, halved) == pytest.approx(boat)


def test_a_way_of_several_terms_adds_up(side: LexicalIndex) -> None:
    fill(side, BRIDGE, PANDA)
    parts = [score(side, Word.of(term)) for term in ("大桥", "跨海")]
    assert all(parts)
    assert score(side, ways(["大桥", "跨海"])) == pytest.approx(sum(parts))
    assert score(side, ways(["大桥", "游客"])) == pytest.approx(parts[0]), "the half that is there"
    assert score(side, ways(["跨海"], ["大桥", "跨海"])) == pytest.approx(sum(parts))


def test_a_boost_multiplies(side: LexicalIndex) -> None:
    fill(side, HARBOUR, PANDA)
    plain = score(side, ways(["ferri"]))
    assert score(side, ways(["ferri"], boost=0.25)) == pytest.approx(0.25 * plain)


def test_words_that_cannot_be_written_find_nothing(side: LexicalIndex) -> None:
    fill(side, HARBOUR)
    assert side.search([], 5) == side.search([Word(())], 5) == []
    assert side.search([Word(((),))], 5) == []
    assert side.scores([], [1]) == side.scores([Word.of("ferri")], []) == {}
    assert score(side, Word(()), Word.of("ferri")) == score(side, Word.of("ferri")) > 0


VARIED = [
    HARBOUR,
    BRIDGE,
    PANDA,
    article("Fog", "Fog held the ferry. The ferry waited; the ferry left when the fog had gone."),
    article("Ferry ferry ferry", "ferry " * 80),
    article("泳池", "泳池六月关闭。大桥下的泳池全长五十米。"),
]
MANY_WORDS = [
    Word.of("ferri"),
    Word.of("fare"),
    Word.of("nowhere"),
    ways(["大桥", "桥"], ["泳池"]),
    Word(((Term("fog", 0.5),), (Term("公里", 2.0), Term("12")))),
]


def test_scores_of_given_chunks_are_those_of_a_search(side: LexicalIndex) -> None:
    fill(side, *VARIED)
    searched = dict(side.search(MANY_WORDS, 10))
    assert len(searched) > 3
    assert side.scores(MANY_WORDS, [2, 4, 5, 99]) == pytest.approx(
        {chunk: searched[chunk] for chunk in (2, 4, 5)}
    )
    assert side.scores([Word.of("fog")], [2, 4]).keys() == {4}, "a score of 0 is left out"


def test_the_highest_scores_bound_every_score(side: LexicalIndex) -> None:
    fill(side, *VARIED)
    highest = side.highest_scores(MANY_WORDS)
    for word, bound in zip(MANY_WORDS, highest, strict=True):
        scores = side.search([word], 10)
        assert bool(scores) == (bound > 0)
        assert all(0 < value <= bound for _, value in scores)


def test_a_chunk_full_of_a_word_scores_all_but_the_highest(side: LexicalIndex) -> None:
    fill(side, article("", "ferry " * 3000), article("", "pool"))
    word = Word.of("ferri")
    assert score(side, word) == pytest.approx(side.highest_scores([word])[0], rel=0.01)


def test_the_highest_scores_bound_every_score_after_removals(side: LexicalIndex) -> None:
    # tantivy goes on counting removed chunks for a while, among all and among those with a term.
    fill(side, *(article("", f"The ferry {n} waits.") for n in range(6)), HARBOUR, PANDA)
    side.remove([2, 3, 4, 5, 6])
    side.commit()
    words = [Word.of("ferri"), Word.of("wait"), ways(["wait"], ["nowhere"])]
    for word, bound in zip(words, side.highest_scores(words), strict=True):
        values = [value for _, value in side.search([word], 10)]
        assert values
        assert 0 < max(values) <= bound


def test_a_term_weighs_the_more_the_fewer_chunks_have_it(side: LexicalIndex) -> None:
    fill(side, HARBOUR, BRIDGE, article("Ferry", "It is late."))
    twice, once, once_too = side.highest_scores(list(map(Word.of, ("ferri", "大桥", "late"))))
    assert 0 < twice < once == once_too < side.rarest_score()
    assert once / twice == pytest.approx(math.log1p(2.5 / 1.5) / math.log1p(1.5 / 2.5))


def test_no_term_scores_more_than_the_rarest_could(side: LexicalIndex) -> None:
    fill(side, article("", "ferry " * 3000), article("", "pool"), article("", "fog"))
    assert 0 < score(side, Word.of("ferri")) < side.rarest_score()
    assert max(side.highest_scores(MANY_WORDS[:2])) < side.rarest_score()


def test_no_term_weighs_less_than_nothing_after_removals(side: LexicalIndex) -> None:
    fill(side, *(article("", f"The ferry {n} waits.") for n in range(6)), HARBOUR, PANDA)
    side.remove([2, 3, 4, 5, 6])
    side.commit()
    common, rare = side.highest_scores([Word.of("ferri"), Word.of("大")])
    assert 0 < common < rare < side.rarest_score()


# -- what finds what --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Ｃ９１９ took off.", "c919"),
        ("The C919 took off.", "Ｃ９１９"),
        ("大橋通車了。", "大桥"),
        ("大桥通车了。", "大橋"),
        ("FERRIES ARE LATE.", "ferry"),
        ("Flights to İstanbul resume.", "istanbul"),
        ("Flights to istanbul resume.", "İSTANBUL"),
        ("It cost 12,000 dollars.", "12000"),
        ("體重１２．５公斤", "12.5"),
    ],
)
def test_width_script_and_case_do_not_count(side: LexicalIndex, written: str, asked: str) -> None:
    fill(side, article("", "Nothing of it. 全无。"), article("", written))
    assert found(side, asked) == [2]


def test_only_chinese_or_only_other_articles_among_those_that_the_filters_let_through(
    side: LexicalIndex,
) -> None:
    fill(
        side,
        article("Ferry", "A ferry in 2023.", category="City"),
        article("渡輪", "二零二三年渡輪停航，2023年復航。", category="City"),
        article("渡轮", "渡轮2023年复航。", category="Sport"),
    )
    assert set(found(side, "2023")) == {1, 2, 3}
    assert found(side, "2023", kind="en") == [1]
    assert set(found(side, "2023", kind="zh")) == {2, 3}
    assert found(side, "2023", filters=Filters(category="city"), kind="zh") == [2]
    assert found(side, "2023", filters=Filters(language="en"), kind="zh") == []


def test_filters_and_languages_do_not_change_scores(side: LexicalIndex) -> None:
    fill(side, HARBOUR, PANDA)
    words = [Word.of("ferri")]
    limited = side.search(words, 5, Filters(published_from="2024-01-01", source="harbour daily"))
    assert side.search(words, 5) == limited == side.search(words, 5, kind="en")


def test_no_more_than_k_the_best_first(side: LexicalIndex) -> None:
    fill(side, *VARIED)
    everything = side.search(MANY_WORDS, 10)
    assert [value for _, value in everything] == sorted((s for _, s in everything), reverse=True)
    assert side.search(MANY_WORDS, 2) == everything[:2]


def test_removed_chunks_are_not_found(side: LexicalIndex) -> None:
    fill(side, HARBOUR, BRIDGE)
    side.remove([1, 7])
    side.commit()
    assert (side.count(), side.ids()) == (1, {2})
    assert found(side, "ferry 大橋") == [2]


# -- names by sound ---------------------------------------------------------------------------

NAME = "Kalborino"


def sounded(bigram: str) -> Word:
    return Word(((Term(bigram, field="sounds"),),))


def test_a_rare_name_in_english_is_found_by_how_it_sounds_in_chinese(side: LexicalIndex) -> None:
    fill(side, article("Visit", f"Minister {NAME} opened the dam."), HARBOUR)
    bigrams = list(names_by_sound(NAME))
    assert bigrams
    for bigram in bigrams:
        assert [chunk for chunk, _ in side.search([sounded(bigram)], 5)] == [1]
        assert side.search([Word.of(bigram)], 5) == [], "it is no text of the article"
    assert side.highest_scores([sounded(bigrams[0])])[0] > 0


def test_a_name_in_the_headline_sounds_too(side: LexicalIndex) -> None:
    fill(side, article(f"{NAME} opens dam", "The dam was opened on Friday."))
    assert side.search([sounded(next(names_by_sound(NAME)))], 5)


def test_a_chinese_article_has_no_sounds(side: LexicalIndex) -> None:
    chinese = article("部長訪問", f"部長（{NAME}）星期五出席大壩落成儀式，感謝了所有工人。")
    assert chinese.language == "zh-Hant"
    fill(side, chinese)
    assert not any(side.search([sounded(bigram)], 5) for bigram in names_by_sound(NAME))
    assert found(side, NAME) == [1]


# -- moments ----------------------------------------------------------------------------------


def test_moments_as_numbers_keep_their_order() -> None:
    moments = ["2023-03-21", "2023-03-21T08:00:00+08:00", "2023-03-21T20:00:00+08:00"]
    numbers = [moment_number(moment) for moment in moments]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 20230321200000
    assert moment_number(None) == 0
