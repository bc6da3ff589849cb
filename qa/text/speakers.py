"""Who speaks: one sentence of the news names the speaker, those behind it go on reporting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.text.folding import fold

# In folded text: a verb of saying, and in Chinese what was said right behind it.
_SAYS = re.compile(
    r"(?:表示|指出|强调|认为|说|称|透露|介绍|宣布|坦言|重申|警告|呼吁|回应|补充|写道|提到|告诉\w{1,6})"
    r"(?:道)?[,，:：「“\"]"
    r"|\b(?:said|says|told|added|noted|stressed|warned|announced|explained|stated|argued|insisted"
    r"|according to)\b"
)
# Whoever spoke before goes on.
_GOES_ON = re.compile(
    r"\W*(?:他|她|he\b|she\b|they\b)|[^。]*\b(?:he|she|they) (?:said|added|noted|stressed)\b"
)


def naming_sentences(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """For each sentence the number of the one that names who says it; its own where none does.

    A speaker has the floor to the end of the paragraph, or until somebody else is named.

    Args:
        spans: of the sentences, in order.
    """
    folded = fold(text)
    found: list[int] = []
    speaking: int | None = None
    before = 0
    for number, (start, end) in enumerate(spans):
        sentence = folded[start:end]
        if "\n" in text[before:start]:
            speaking = None
        if _SAYS.search(sentence) and not (speaking is not None and _GOES_ON.match(sentence)):
            speaking = number
        found.append(number if speaking is None else speaking)
        before = end
    return found
