"""Please and thank you; 請問 and 謝謝."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion
from qa.text.conversion import converter

_CHINESE = ("請問{}？", "請問一下，{}？", "{}？謝謝！", "你好，{}呢？")
_ENGLISH = ("Excuse me, {lower}?", "{}? Thanks!", "Hi, {lower} please?")


def politely(question: PlainQuestion) -> Iterator[str]:
    """The question with the words of courtesy that people put around it."""
    for template in _CHINESE if question.is_chinese else _ENGLISH:
        if question.language == "zh-Hans":
            template = converter("t2s").convert(template)
        bare = question.bare
        yield template.format(bare, lower=bare[:1].lower() + bare[1:])
