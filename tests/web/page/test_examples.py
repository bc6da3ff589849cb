from __future__ import annotations

from qa.service import Service
from qa.web.page.examples import EXAMPLE_QUESTIONS


def test_the_sample_corpus_answers_the_examples_but_the_last(sample: Service) -> None:
    answered = [sample.ask(question).answered for question in EXAMPLE_QUESTIONS]
    assert answered == [True] * (len(EXAMPLE_QUESTIONS) - 1) + [False]
