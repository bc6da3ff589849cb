from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from qa.service import Service
from qa.text.folding import simplified
from qa.text.language import Language
from qa.web.page.texts import EXAMPLE_QUESTIONS, TEXTS, page_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-CN,en", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("en-GB,zh-TW", "en"),
        ("fr-FR,zh-TW;q=0.5", "zh-Hant"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_page_speaks_the_browsers_language(accepted: str, language: Language) -> None:
    assert page_language(accepted) == language


def test_every_language_fills_in_the_same_names() -> None:
    for name, english in asdict(TEXTS["en"]).items():
        blanks = set(re.findall(r"{\w+}", english))
        for texts in TEXTS.values():
            assert set(re.findall(r"{\w+}", asdict(texts)[name])) == blanks, name


def test_simplified_words_are_in_simplified_characters() -> None:
    for text in asdict(TEXTS["zh-Hans"]).values():
        assert simplified(text) == text


def test_the_sample_corpus_answers_the_examples_but_the_last(sample: Service) -> None:
    answered = [sample.ask(question).answered for question in EXAMPLE_QUESTIONS]
    assert answered == [True] * (len(EXAMPLE_QUESTIONS) - 1) + [False]
