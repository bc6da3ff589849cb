"""Questions put into the other language word by word, so that they cross it to their passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qa.text.language import detect_language, is_chinese
from training.reader.glossed import Glossary, in_chinese, in_english
from training.static_reader.asked import Asked


def glossed(asked: Sequence[Asked], data: Path) -> Iterator[Asked]:
    """The questions in the other language, over their own passages."""
    glossary = Glossary(data)
    for each in asked:
        chinese = is_chinese(detect_language(each.question))
        question = in_english(each.question, glossary) if chinese else in_chinese(each.question)
        kind = "en-zh" if chinese else "zh-en"
        yield replace(each, kind=kind, question=question, beside=None)
