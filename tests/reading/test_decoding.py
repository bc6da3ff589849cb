from __future__ import annotations

import math

import numpy as np

from qa.reading.decoding import ANSWERS, END, EVIDENCE, NEG_INF, START, ReadPassage, decode
from qa.reading.inputs import Encoded

PASSAGE = "It rained. Li came."
SPANS = [(0, 2), (3, 9), (9, 10), (11, 13), (14, 18), (18, 19)]
FIRST = 3


def read(scores: dict[tuple[int, int], float]) -> ReadPassage:
    """Scores by (piece of the passage, or -FIRST for the first of all; column)."""
    table = np.zeros((FIRST + len(SPANS), 4), np.float32)
    for (piece, column), score in scores.items():
        table[FIRST + piece, column] = score
    ids = np.zeros(len(table), np.int64)
    return decode(Encoded(ids, FIRST, np.array(SPANS)), table, PASSAGE)


def test_the_words_with_the_best_first_and_last_piece_answer() -> None:
    passage = read({(3, START): 5.0, (4, END): 5.0})

    best = max(passage.sentences, key=lambda one: one.span)
    assert PASSAGE[best.span_start : best.span_end] == "Li came"


def test_words_do_not_end_before_they_begin() -> None:
    passage = read({(4, START): 5.0, (3, END): 5.0})

    assert all(one.span_start <= one.span_end for one in passage.sentences)


def test_words_do_not_reach_into_the_next_sentence() -> None:
    passage = read({(1, START): 5.0, (4, END): 5.0})

    first, second = passage.sentences
    assert first.span_end <= 10
    assert second.span_start >= 11


def test_sentences_and_none_share_one_probability() -> None:
    passage = read({(0, EVIDENCE): 2.0, (5, EVIDENCE): 1.0, (-FIRST, EVIDENCE): 3.0})

    whole = sum(math.exp(one.evidence) for one in passage.sentences)
    assert math.isclose(whole + math.exp(passage.no_evidence), 1.0, rel_tol=1e-6)


def test_pieces_of_the_question_take_no_probability() -> None:
    plain = read({(0, START): 1.0})
    question = read({(0, START): 1.0, (-1, START): 9.0, (-2, EVIDENCE): 9.0})

    assert question == plain


def test_whether_a_passage_answers_is_the_first_pieces_score() -> None:
    assert read({(-FIRST, ANSWERS): 2.5}).answers == 2.5


def test_a_sentence_that_was_cut_off_has_no_probability() -> None:
    ids = np.zeros(FIRST + len(SPANS), np.int64)
    table = np.zeros((len(ids), 4), np.float32)

    passage = decode(Encoded(ids, FIRST, np.array(SPANS)), table, f"{PASSAGE} It snowed.")

    assert passage.sentences[2].evidence == NEG_INF
    assert (passage.sentences[2].span_start, passage.sentences[2].span_end) == (20, 30)
