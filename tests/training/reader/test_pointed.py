from __future__ import annotations

import math

from qa.reading.decoding import ReadPassage, ReadSentence
from training.reader.pointed import pointed
from training.reader.questions import Example

FIRST, SECOND = "The ferry sails at noon.", "Repairs of the pier cost 12 million crowns."
PASSAGE = f"{FIRST} {SECOND}"
START = len(FIRST) + 1


def asked(answer: str) -> Example:
    return Example("pairs", "What do the repairs cost?", PASSAGE, (answer,), by_sentence=True)


def read(first: float, second: float, none: float = 0.05) -> ReadPassage:
    """Probabilities of ``noon``, of ``12 million crowns``, and that there is no answer."""
    at, words = PASSAGE.index("noon"), PASSAGE.index("12 million crowns")
    return ReadPassage(
        (
            ReadSentence(0, len(FIRST), -1.0, at, at + 4, math.log(first)),
            ReadSentence(START, len(PASSAGE), -1.0, words, words + 17, math.log(second)),
        ),
        answers=2.0,
        no_span=math.log(none),
        no_evidence=-3.0,
    )


def test_words_are_taken_from_the_sentence_that_is_known_to_answer() -> None:
    [found] = pointed([asked(SECOND)], [read(first=0.6, second=0.3)])

    assert found.answers == ("12 million crowns",)
    assert not found.by_sentence


def test_words_that_the_reader_is_not_sure_of_are_left_out() -> None:
    assert list(pointed([asked(SECOND)], [read(first=0.6, second=0.01)])) == []


def test_how_sure_it_is_does_not_depend_on_whether_it_thought_there_was_an_answer() -> None:
    assert list(pointed([asked(SECOND)], [read(first=0.01, second=0.04, none=0.9)]))


def test_marked_questions_and_those_without_an_answer_are_left_out() -> None:
    marked = Example("en", "What do the repairs cost?", PASSAGE, ("12 million crowns",))
    without = Example("pairs", "Who was hurt?", PASSAGE)

    assert list(pointed([marked, without], [read(0.1, 0.8), read(0.1, 0.8)])) == []
