"""Questions that cross languages: put across word by word, or made from translated news."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import question_words
from qa.text.terms import is_stop_word
from training.embedding.data import IN_ORDER, parallel_lines
from training.embedding.holdout import line_held_out
from training.reader.questions import Example

_BLOCK = 5  # sentences of a passage
_NUMBER = re.compile(r"(?<![\d.,])\d+(?:[.,]\d+)*(?![\d])")
_CHINESE_NUMBER = r"{}\s?[%％万亿千百]*[\u4e00-\u9fff]?"
_ASKED = {
    "en": ("What", "Which", "Who", "When", "Where", "How many", "Why did", "How does", "What did"),
    "zh": ("什么", "哪些", "谁", "何时", "哪里", "多少", "为什么", "如何", "说了什么"),
}
_ASKED_NUMBER = {
    "en": ("How many", "How much", "What percentage", "In what year", "When"),
    "zh": ("多少", "有多少", "几", "百分之多少", "哪一年"),
}


@dataclass(frozen=True)
class _Row:
    """A sentence and its translation."""

    text: dict[str, str]
    held_out: bool


def translated_news(data: Path, rng: random.Random) -> Iterator[Example]:
    """Some words of a sentence behind a question word, over the translation of its news.

    The sentence answers; where a number stands on both sides, the number does. The passage before
    it in the same news does not.
    """
    lines = parallel_lines(data / "parallel.en-zh.tsv.xz")
    rows = (
        _Row({"en": english, "zh": chinese}, line_held_out(source, number))
        for number, (source, english, chinese) in lines
        if source.startswith(IN_ORDER)
    )
    before: list[_Row] = []
    while block := list(islice(rows, _BLOCK)):
        for spoken, written in (("en", "zh"), ("zh", "en")):
            yield from _asked(block, before, spoken, written, rng)
        before = block


def _asked(
    block: list[_Row], before: list[_Row], spoken: str, written: str, rng: random.Random
) -> Iterator[Example]:
    for row in rng.sample(block, min(2, len(block))):
        number = _shared_number(row, spoken, written)
        words = _words(row.text[spoken], rng.randint(3, 8), rng)
        if number:
            words = [word for word in words if not _NUMBER.search(word)]
        if len(words) < 3:
            continue
        asked = rng.choice((_ASKED_NUMBER if number else _ASKED)[spoken])
        question = " ".join([asked, *words] if spoken == "en" else [*words, asked])
        kind = f"{spoken}-{written}"
        answer = number or row.text[written]
        joint = " " if written == "en" else ""
        passage = joint.join(each.text[written] for each in block)
        yield Example(kind, question, passage, (answer,), not number, held_out=row.held_out)
        beside = joint.join(each.text[written] for each in before)
        if beside and answer not in beside:
            yield Example(f"{kind}-near", question, beside, held_out=row.held_out)


def _shared_number(row: _Row, spoken: str, written: str) -> str:
    """The one number that both sides hold, with its unit in Chinese; else nothing."""
    there = set(_NUMBER.findall(row.text[written]))
    shared = [each for each in _NUMBER.findall(row.text[spoken]) if each in there]
    if len(shared) != 1:
        return ""
    form = _CHINESE_NUMBER.format(re.escape(shared[0])) if written == "zh" else None
    match = re.search(form, row.text[written]) if form else None
    return match.group() if match else shared[0]


def _words(text: str, count: int, rng: random.Random) -> list[str]:
    """So many of the content words of a text, in their order."""
    found = question_words(text, shipped_model())
    words = [word for word in found if len(word) > 1 and not is_stop_word(word)]
    kept = sorted(rng.sample(range(len(words)), min(count, len(words))))
    return [words[place] for place in kept]
