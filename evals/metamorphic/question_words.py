"""What is asked for, in the words of another region: 什麼, 甚麼, 啥."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

_WHAT = {"zh-Hant": ("什麼", "甚麼", "啥"), "zh-Hans": ("什么", "甚么", "啥")}
# What people say for the same, longest first.
_ALIKE = (
    ("什麼時候", "幾時", "何時", "甚麼時候"),
    ("什么时候", "几时", "何时", "啥时候"),
    ("哪裏", "哪裡", "哪兒", "何處"),
    ("哪里", "哪儿", "何处", "什么地方"),
    ("為什麼", "為何", "為甚麼", "幹嘛"),
)


def other_question_words(question: PlainQuestion) -> Iterator[str]:
    """The question with each other way to say its question word."""
    text = question.question
    for group in (*_ALIKE, _WHAT.get(question.language, ())):
        held = next((word for word in group if word in text), None)
        if held:
            yield from (text.replace(held, word) for word in group if word != held)
            return
