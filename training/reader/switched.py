"""Passages put into the other language word by word, under questions as people asked them.

Code-switching (Qin et al. 2020, https://arxiv.org/abs/2006.06402): where nobody has translated
questions and passages, a text whose words are those of another language teaches a multilingual
encoder to read across. Beside ``glossed``, in which the questions are put across: here they keep
their grammar.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from qa.retrieval.renderings import Found
from qa.retrieval.translation import to_chinese
from qa.text.language import HAN
from qa.text.terms import is_stop_word
from training.reader.glossed import Glossary
from training.reader.questions import Example

_FEWEST_PUT = 0.5  # of the content words of a passage
_STOP_WORDS_KEPT = 0.3
_RENDERINGS = 3  # of the likeliest, one is drawn
_TOKEN = re.compile(r"[A-Za-z][\w'’-]*|\d[\d.,]*\d|\S")
_CLAUSE = re.compile(r"[^，。；：！？、,;!?]+|[，。；：！？、,;!?]")
_MARKS = {",": "，", ".": "。", ";": "；", "?": "？", "!": "！", ":": "："}
_MARKS_BACK = {mark: mark for mark in _MARKS} | {mark: own for own, mark in _MARKS.items()}
_MARKS_BACK["、"] = ","


def switched(examples: Sequence[Example], data: Path, rng: random.Random) -> Iterator[Example]:
    """The questions over their own passages in words of the other language.

    Those without an answer stay without; where nothing is left of an answer, the example is left
    out.
    """
    glossary = Glossary(data)
    for each in examples:
        chinese = bool(HAN.search(each.passage))
        share = rng.uniform(_FEWEST_PUT, 1.0)

        def put(text: str, chinese: bool = chinese, share: float = share) -> str:
            return _in_english(text, glossary) if chinese else _in_chinese(text, share, rng)

        if (found := _switched(each, put)) is not None:
            kind = "zh-en-mixed" if chinese else "en-zh-mixed"
            yield replace(found, kind=kind, title="")


def _switched(each: Example, put: Callable[[str], str]) -> Example | None:
    if not each.answers:
        return replace(each, passage=put(each.passage))
    answer = each.answers[0]
    at = each.passage.find(answer)
    parts = (each.passage[:at], answer, each.passage[at + len(answer) :])
    before, own, behind = (put(part) for part in parts)
    if not own:
        return None
    passage = _joined([before, own, behind])
    return replace(each, passage=passage, answers=(own,))


def _in_chinese(text: str, share: float, rng: random.Random) -> str:
    found = []
    for token in _TOKEN.findall(text):
        if token[0].isalpha() and is_stop_word(token):
            found += [token] if rng.random() < _STOP_WORDS_KEPT * (1 - share) * 2 else []
        elif token[0].isalpha() and rng.random() < share:
            renderings = _renderings(token)[:_RENDERINGS]
            weights = [each.weight for each in renderings]
            found.append(
                rng.choices([each.text for each in renderings], weights)[0] if weights else token
            )
        else:
            found.append(_MARKS.get(token, token))
    return _joined(found)


def _in_english(text: str, glossary: Glossary) -> str:
    found = [
        _MARKS_BACK.get(clause) or " ".join(glossary.english(clause))
        for clause in _CLAUSE.findall(text)
    ]
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(filter(None, found)))


@cache
def _renderings(word: str) -> Found:
    return to_chinese([word])[0]


def _joined(parts: Sequence[str]) -> str:
    """Side by side: with a space where two words of Latin letters would touch."""
    found = ""
    for part in filter(None, parts):
        touching = found and found[-1].isascii() and part[0].isascii()
        words = touching and part[0].isalnum() and (found[-1].isalnum() or found[-1] in ",.;:!?")
        found += (" " if words else "") + part
    return found
