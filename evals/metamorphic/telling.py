"""Asked to tell: "Tell me who ...", 告訴我."""

from __future__ import annotations

from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion
from qa.text.conversion import converter

_CHINESE = ("告訴我{}", "我想知道{}", "你知道{}嗎？")
_ENGLISH = ("Tell me {}", "Do you know {}?", "I would like to know {}.", "Can you tell me {}?")


def told(question: PlainQuestion) -> Iterator[str]:
    """The question as a request to tell."""
    if question.is_chinese:
        for template in _CHINESE:
            if question.language == "zh-Hans":
                template = converter("t2s").convert(template)
            yield template.format(question.bare)
    elif question.indirect:
        yield from (template.format(question.indirect) for template in _ENGLISH)
