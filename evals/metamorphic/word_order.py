"""The same words in another order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.metamorphic.questions import PlainQuestion

# "Who did Yellen meet in Guangzhou?"
_ENDS_WITH_A_PLACE = re.compile(r"(.+?) ((?:in|at|under|during|since|as) [^?]+)\?")
_ECHOED = re.compile(r"(when|where) (.+)")
# 港珠澳大橋 + 什麼時候通車
_SUBJECT_FIRST = re.compile(
    r"(\w{2,}?)((?:[什甚][麼么][時时]候|哪一[天年]|[在從从]哪[裏裡里]|用[什甚]|是誰|是谁|有多).*)[?？]"
)
_IS_WHO = re.compile(r"(\w+)是([誰谁])[?？]")


def other_orders(question: PlainQuestion) -> Iterator[str]:
    """The question in the orders that speakers give it too."""
    text = question.question
    if question.is_chinese:
        if match := _SUBJECT_FIRST.fullmatch(text):
            subject, asked = match.groups()
            yield f"{asked}，{subject}？"
        if match := _IS_WHO.fullmatch(text):
            yield f"{match[2]}是{match[1]}？"
        return
    if match := _ENDS_WITH_A_PLACE.fullmatch(text):
        asked, place = match.groups()
        yield f"{place[0].upper()}{place[1:]}, {asked[0].lower()}{asked[1:]}?"
    if match := _ECHOED.fullmatch(question.indirect or ""):
        word, clause = match.groups()
        yield f"{clause[0].upper()}{clause[1:]} {word}?"
