"""What a follow-up takes over from the question before it: its names, dates and topic words.

Where the new question asks for something of its own ("when was that?"), the last one hands on
its words without what it asked for; where it does not ("and imports?", 那海底隧道呢), it asks
the same of something else, and the whole last question is handed on.
"""

from __future__ import annotations

import re
from datetime import date

from qa.retrieval.query import Carried
from qa.text.folding import fold
from qa.text.language import detect_language
from qa.text.period_tokens import marks
from qa.text.periods import period_of

# Folded text. What asks, and the words around it that say nothing without it.
_ASKS = re.compile(
    r"\b(?:who(?:m|se)?|what|which|when|where|why|how(?: (?:many|much|long|far|old|large|big|tall"
    r"|high|often|fast|deep))?)\b"
    r"|什么(?:时候|地方|原因|人|事)?|为(?:什么|何)|何[时处地人年月日]|哪(?:些|里|儿|一?[年月日天位个家国省市座])?"
    r"|几(?:时|[个位名次项座条天年面号])|谁|多[少久长大高远深重宽快]|怎[么样]+|如何|是否|是不是|有没有"
)
_YES_OR_NO = re.compile(
    r"^(?:and |but |so |then )?(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could"
    r"|should)\b|吗[?？]?$"
)
# What hangs in the air where the words beside it are gone.
_FILLER = (
    r"(?:\b(?:please|tell me|the|a|an|is|are|was|were|be|been|do|does|did|has|have|had|will|would"
    r"|can|could|should|there|and|but|so|then|about|to|of|in|on|at|by|for|from)\b"
    r"|[的了是在有呢吗吧]|请问|请|告诉我)"
)
_MARKS = re.compile(r"[?？!！。.,，;；:：]+(?=\s|$)|[?？!！。，；：]")
_END_MARKS = " ?？!！。."
# Stands in a text for each character that is taken out of it.
_GAP = "\0"
_GAPS = re.compile(rf" *{_GAP}[{_GAP} ]*")
_LOOSE = re.compile(rf"(?:^|(?<={_GAP})){_FILLER}|{_FILLER}(?=$|{_GAP})")


def asks_something(question: str) -> bool:
    """Whether a question says what it asks for: "when was that?", not "and imports?"."""
    folded = fold(question).strip()
    return bool(_ASKS.search(folded) or _YES_OR_NO.search(folded))


def carried_over(question: str, last: str, today: date) -> Carried:
    """What ``question`` takes over from the ``last`` one, in the words of the last one.

    A time in the new question takes the place of the one before.
    """
    text = " ".join(last.split())
    rest = _taken_out(_MARKS, fold(text))
    if period_of(question, today):
        rest = _without_times(rest, today)
    if asks_something(question):
        rest = _without_loose_ends(_taken_out(_ASKS, rest))
    kept = "".join(" " if left == _GAP else was for was, left in zip(text, rest, strict=True))
    said = text.rstrip(_END_MARKS)
    return Carried(" ".join(kept.split()) or text, detect_language(last), said)


def _taken_out(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _GAP * len(match.group()), text)


def _without_times(text: str, today: date) -> str:
    try:
        times = marks(text.replace("’", "'"), today)
    except (ValueError, OverflowError):  # one of them does not exist
        return text
    for time in times:
        text = text[: time.start] + _GAP * (time.end - time.start) + text[time.end :]
    return text


def _without_loose_ends(text: str) -> str:
    """The text without function words that stand at either end or beside a gap."""
    before = ""
    while before != text:
        before = text
        text = _taken_out(_LOOSE, _taken_out(_GAPS, text))
    return text
