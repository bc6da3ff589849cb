"""A question in its conversation: read as it stands, or with what it takes over from before.

Both readings are searched for, and the better supported one is kept. So a change of subject is
read alone, whatever was talked about before it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from qa.index.index import Index
from qa.retrieval.carrying import carried_over
from qa.retrieval.follow_up import signs
from qa.retrieval.passage import Passage
from qa.retrieval.query import Carried, Query, check_question
from qa.text.folding import well_formed
from qa.text.language import (
    HAN,
    Language,
    TextLanguage,
    detect_language,
    is_chinese,
    question_language,
)
from qa.text.language_wishes import LanguageWish, language_wish
from qa.text.terms import is_stop_word

Search = Callable[[Query], list[Passage]]
# How far back a chain of follow-ups is followed.
_TURNS_BACK = 3
_LONGEST_TURN = 300  # characters of an earlier question
# A follow-up stays with its subject: what lies this far behind the best passage, in log-odds, is
# on another. Chosen on the dev half of evals/suites/follow_ups.jsonl.
_SAME_SUBJECT = 1.5
_SMALLEST = 0.003
_WORD = re.compile(r"\w")
_LATIN = re.compile(r"[A-Za-z]+")


class Exchange(Protocol):
    """An earlier turn of the conversation."""

    @property
    def question(self) -> str:
        """As it was asked."""


@dataclass(frozen=True)
class Asked:
    """A question taken apart, before anything is searched for.

    Attributes:
        text: the question without a wish for the language of the answer. A wish alone asks
            the last question again.
        history: the turns before that question.
        language: of the question.
        wished: what the answer should be in, where the question says so.
        again: whether it is the last question.
    """

    text: str
    history: Sequence[Exchange]
    language: TextLanguage
    wished: Language | None = None
    again: bool = False

    @classmethod
    def of(cls, question: str, history: Sequence[Exchange]) -> Asked:
        """Take a question apart.

        Raises:
            QuestionError: the question cannot be searched for.
        """
        text = check_question(question)
        wish = language_wish(text)
        places = [n for n, turn in enumerate(history) if _WORD.search(turn.question)]
        again = False
        if wish and _WORD.search(wish.rest):
            text = wish.rest
        elif wish and places:
            text, history, again = _said(history[places[-1]]), history[: places[-1]], True
        else:
            wish = None
        language = asker_language(text, history)
        return cls(text, history, language, _wished(wish, language) if wish else None, again)


def _wished(wish: LanguageWish, language: TextLanguage) -> Language:
    """The language that is wished for; the script by the question where it is not said."""
    if wish.language != "zh":
        return wish.language
    return "zh-Hans" if language == "zh-Hans" else "zh-Hant"


@dataclass(frozen=True)
class Understood:
    """A question as it was understood, and what was found for it.

    Attributes:
        query: what the passages are read by. Of a follow-up that is the question as it was
            asked: what it takes over has found the passages, and would find the last answer
            in them again.
        understood: the question as it reads with the conversation; None where it stands alone.
        whole: the same to read passages by.
    """

    query: Query
    passages: list[Passage]
    understood: str | None = None
    whole: Query | None = None


def read_in_context(
    question: str, history: Sequence[Exchange], index: Index, search: Search
) -> Understood:
    """The reading of a question, and its passages, that its wording and the articles support.

    Args:
        history: earlier turns, oldest first.

    Raises:
        QuestionError: the question cannot be searched for.
    """
    asked = Asked.of(question, history)
    word = partial(Query.statement, asked.text, index, language=asked.language, wished=asked.wished)
    query = word()
    alone = Understood(query, search(query), asked.text if asked.again else None)
    found = signs(asked.text)
    carried = _carried(query, asked.history) if asked.history and found.may_lean else ()
    if not carried:
        return alone
    wider = word(carried=carried)
    together = Understood(query, _on_the_subject(search(wider)), _restated(wider), wider)
    return together if found.leans(_share(alone), _share(together)) else alone


def asker_language(question: str, history: Sequence[Exchange]) -> TextLanguage:
    """The language of a question, where it does not show by itself that of the one before.

    王毅呢 is the same in both scripts, and C919呢 has more words that are Latin than Chinese.
    """
    script: Language = "zh-Hant"
    last: TextLanguage = "en"
    for turn in history[-_TURNS_BACK:]:
        last = detect_language(turn.question, undecided=script)
        if last in ("zh-Hant", "zh-Hans"):
            script = last
    found = question_language(question, undecided=script)
    chinese = "".join(HAN.findall(question))
    if is_chinese(last) and found == "en" and chinese:
        english = any(map(is_stop_word, _LATIN.findall(question)))
        return found if english else detect_language(chinese, undecided=script)
    return found


def _carried(query: Query, history: Sequence[Exchange]) -> tuple[Carried, ...]:
    """What the question takes over, oldest first.

    An earlier question that says little by itself hands on what it had taken over, too.
    """
    pieces: list[Carried] = []
    for turn in reversed(history[-_TURNS_BACK:]):
        last = _said(turn)
        if not _WORD.search(last):
            continue
        pieces.insert(0, carried_over(query.text, last, query.today))
        if not signs(last).says_little:
            break
    return tuple(pieces)


def _said(turn: Exchange) -> str:
    return " ".join(well_formed(turn.question).split())[:_LONGEST_TURN]


def _restated(query: Query) -> str:
    """The question with what it takes over, for the reader."""
    chinese = is_chinese(query.language)
    before = ("，" if chinese else ", ").join(each.said for each in query.carried)
    return f"{before}{'：' if chinese else ': '}{query.asked}"


def _share(reading: Understood) -> float:
    """Which share of the question's own words the best passage has, 0 to 1."""
    if not reading.passages:
        return 0.0
    best, query = reading.passages[0], reading.query
    return float(query.words.coverage(query.alignments([f"{best.title}\n{best.text}"]))[0])


def _on_the_subject(passages: list[Passage]) -> list[Passage]:
    """The passages that are not far worse than the best one."""
    if not passages:
        return []
    least = _log_odds(passages[0].score) - _SAME_SUBJECT
    return [passage for passage in passages if _log_odds(passage.score) >= least]


def _log_odds(score: float) -> float:
    kept = min(max(score, _SMALLEST), 1 - _SMALLEST)
    return math.log(kept / (1 - kept))
