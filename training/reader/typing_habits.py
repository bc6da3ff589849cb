"""Questions as people type them: with and without courtesy, marks and capitals, and with slips."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from qa.text.language import HAN
from training.reader.questions import Example

_BARE, _SMALL, _POLITE, _SLIP, _WORDING = 0.25, 0.2, 0.12, 0.06, 0.3
_BEFORE_EN = (
    "Please tell me ",
    "Tell me, ",
    "Can you tell me ",
    "Do you know ",
    "I want to know ",
    "Hi, ",
    "could you say ",
    "I'd like to know: ",
)
_BEFORE_ZH = (
    "请问",
    "请问一下，",
    "我想知道",
    "告诉我",
    "你知道",
    "想问一下",
    "麻烦问一下，",
    "能说说",
)
_BEHIND_ZH = ("呢", "啊", "呀", "吗", "，谢谢", "")
_SAME_ZH = (
    (re.compile("什么时候"), ("何时", "啥时候", "哪天", "甚么时候", "几时")),
    (re.compile("什么"), ("啥", "甚么", "哪些", "何")),
    (re.compile("多少"), ("几多", "多少个")),
    (re.compile("哪里|哪儿"), ("何处", "什么地方", "哪")),
    (re.compile("为什么"), ("为何", "为啥", "因何", "怎么")),
    (re.compile("谁"), ("哪位", "什么人", "何人")),
    (re.compile("怎么|如何"), ("怎样", "如何", "怎么")),
)
_MARKS = " ?？。."


def typed(each: Example, rng: random.Random) -> Example:
    """The example with its question as somebody may have typed it; held-out ones stay."""
    if each.held_out:
        return each
    question = each.question
    chinese = bool(HAN.search(question))
    if chinese and rng.random() < _WORDING:
        question = _otherwise(question, rng)
    if rng.random() < _POLITE:
        question = _politely(question, chinese=chinese, rng=rng)
    if rng.random() < _BARE:
        question = question.rstrip(_MARKS)
    if rng.random() < _SMALL:
        question = question.lower()
    if rng.random() < _SLIP and not chinese:
        question = _slipped(question, rng)
    return replace(each, question=question)


def _otherwise(question: str, rng: random.Random) -> str:
    for pattern, others in rng.sample(_SAME_ZH, len(_SAME_ZH)):
        if pattern.search(question):
            return pattern.sub(rng.choice(others), question, count=1)
    return question


def _politely(question: str, *, chinese: bool, rng: random.Random) -> str:
    if not chinese:
        return rng.choice(_BEFORE_EN) + question[:1].lower() + question[1:]
    bare = question.rstrip(_MARKS)
    return rng.choice(_BEFORE_ZH) + bare + rng.choice(_BEHIND_ZH) + question[len(bare) :]


def _slipped(question: str, rng: random.Random) -> str:
    """Two neighbouring letters of a longer word exchanged, or one left out."""
    words = list(re.finditer(r"[a-z]{5,}", question))
    if not words:
        return question
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end() - 1)
    if rng.random() < 0.5:
        return question[:at] + question[at + 1] + question[at] + question[at + 2 :]
    return question[:at] + question[at + 1 :]
