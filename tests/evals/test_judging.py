"""Judging an answer."""

from typing import Any

from evals.judging import (
    Expected,
    best_quote,
    count_quoted_sentences,
    judge,
    short_answer,
    worst,
)
from qa.answering.answer import Answer, Citation, ShortAnswer

QUOTE = "園主何月明說，雨水來得早。茶葉長得好。"
CITATION = Citation(number=1, article_id="tea", title="茶園", quote=QUOTE, start=0, end=len(QUOTE))
SHORT = ShortAnswer(text="何月明", language="zh-Hant", citation=1, start=3, end=6)
EXPECTED = Expected(answers=("何月明",), articles={"tea"}, language="zh-Hant")


def answer(**changes: Any) -> Answer:
    fields: dict[str, Any] = {
        "text": f"**何月明** [1]\n\n> {QUOTE} [1]",
        "short_answer": SHORT,
        "answered": True,
        "language": "zh-Hant",
        "mode": "extractive",
        "citations": (CITATION,),
    }
    return Answer(**(fields | changes))


def refusal() -> Answer:
    nothing: dict[str, Any] = {"short_answer": None, "citations": ()}
    return answer(text="文章沒有說何月明的事。", answered=False, kind="refusal", **nothing)


def test_a_right_answer() -> None:
    assert judge(answer(), EXPECTED) == {
        "answer_recall": 1.0,
        "best_quote_recall": 1.0,
        "exact_span": 1.0,
        "token_f1": 1.0,
        "citation_hit": 1.0,
        "refused_answerable": 0.0,
        "language_right": 1.0,
    }


def test_without_a_short_answer_the_first_quote_is_it() -> None:
    plain = answer(text=f"**茶** 「{QUOTE}」[1]", short_answer=None)  # no Markdown is read
    assert short_answer(plain) == QUOTE
    measures = judge(plain, EXPECTED)
    assert (measures["answer_recall"], measures["exact_span"]) == (1.0, 0.0)
    assert 0 < measures["token_f1"] < 0.5


def test_the_best_quote_is_the_one_that_the_short_answer_stands_in() -> None:
    other = CITATION.model_copy(update={"number": 2, "quote": "茶園在青嶺。"})
    two: dict[str, Any] = {"citations": (CITATION, other)}
    short = SHORT.model_copy(update={"citation": 2})
    marked = answer(text=f"{QUOTE} [1] 茶園在青嶺。 [2]", short_answer=short, **two)
    assert best_quote(marked) == "茶園在青嶺。"
    measures = judge(marked, EXPECTED)
    assert (measures["answer_recall"], measures["best_quote_recall"]) == (1.0, 0.0)


def test_without_a_short_answer_the_first_quote_is_the_best() -> None:
    other = CITATION.model_copy(update={"number": 2, "quote": "茶園在青嶺。"})
    two: dict[str, Any] = {"citations": (CITATION, other)}
    assert best_quote(answer(text="**何月明** [2]", short_answer=None, **two)) == QUOTE
    assert best_quote(refusal()) is None


def test_gold_sentences_count_by_the_annotator_who_is_quoted_best() -> None:
    chosen = (("園主何月明說，雨水來得早。", "茶葉貴了。"), ("茶葉長得好。",))
    assert judge(answer(), Expected(sentences=chosen[:1]))["sentence_recall"] == 0.5
    assert judge(answer(), Expected(sentences=chosen))["sentence_recall"] == 1
    assert judge(refusal(), Expected(sentences=chosen))["sentence_recall"] == 0


def test_a_gold_sentence_may_be_two_quotes() -> None:
    halves = [CITATION.model_copy(update={"quote": part}) for part in ("茶葉長，", "得好。")]
    whole = Expected(sentences=(("茶葉長，得好。",),))
    assert judge(answer(citations=tuple(halves)), whole)["sentence_recall"] == 1


def test_each_part_must_stand_in_the_text_in_one_of_its_ways() -> None:
    assert judge(answer(), Expected(parts=(("何月明",), ("早雨", "雨水"))))["all_parts"] == 1
    assert judge(answer(), Expected(parts=(("何月明",), ("早雨",))))["all_parts"] == 0
    assert judge(refusal(), Expected(parts=(("何月明",),)))["all_parts"] == 0


def test_a_planted_wrong_answer_counts_against_any_answer_but_a_refusal() -> None:
    planted = Expected(answerable=False, wrong=("何月明",))
    assert judge(answer(), planted) == {"refused_unanswerable": 0.0, "wrong_stated": 1.0}
    assert judge(refusal(), planted) == {"refused_unanswerable": 1.0, "wrong_stated": 0.0}


def test_a_refusal_recalls_nothing_even_if_it_names_the_answer() -> None:
    measures = judge(refusal(), EXPECTED)
    assert measures["refused_answerable"] == 1
    assert measures["answer_recall"] == measures["citation_hit"] == measures["token_f1"] == 0


def test_small_talk_is_no_refusal_and_no_answer() -> None:
    nothing: dict[str, Any] = {"short_answer": None, "citations": ()}
    talk = answer(text="不用客氣。", kind="small_talk", **nothing)
    measures = judge(talk, EXPECTED)
    assert (measures["refused_answerable"], measures["answer_recall"]) == (0, 0)
    assert judge(talk, Expected(answerable=False)) == {"refused_unanswerable": 0.0}


def test_the_citation_must_be_in_a_gold_article() -> None:
    assert judge(answer(), Expected(articles={"other"}))["citation_hit"] == 0


def test_a_marker_is_no_answer() -> None:
    assert judge(answer(text="見此。[1]"), Expected(answers=("1",)))["answer_recall"] == 0


def test_an_unanswerable_question_is_judged_by_its_refusal_alone() -> None:
    expected = Expected(answerable=False)
    assert judge(refusal(), expected) == {"refused_unanswerable": 1.0}
    assert judge(answer(), expected) == {"refused_unanswerable": 0.0}


def test_the_answer_must_be_in_the_askers_script() -> None:
    assert judge(answer(language="zh-Hans"), EXPECTED)["language_right"] == 0


def test_measures_without_gold_are_left_out() -> None:
    assert judge(answer(), Expected()) == {"refused_answerable": 0.0}


def test_a_quote_cited_twice_counts_once() -> None:
    again = CITATION.model_copy(update={"number": 2})
    assert count_quoted_sentences(answer(citations=(CITATION, again))) == 2


def test_a_query_that_failed_has_the_worst_of_all() -> None:
    assert worst(EXPECTED.measures()) == {
        "answer_recall": 0.0,
        "best_quote_recall": 0.0,
        "exact_span": 0.0,
        "token_f1": 0.0,
        "citation_hit": 0.0,
        "refused_answerable": 1.0,
        "language_right": 0.0,
    }
