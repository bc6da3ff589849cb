"""Questions put into the other language word by word, so that they cross it to their passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import question_words
from qa.retrieval.translation import to_chinese
from qa.text.folding import fold
from qa.text.language import HAN
from qa.text.terms import is_stop_word
from training.embedding.data import dictionary, names
from training.reader.questions import Example

# What a question asks for, in both languages.
_ASKED = (
    ("What are", "哪些", re.compile(r"what are|\blist\b|哪些")),
    ("How many", "多少", re.compile(r"how (?:many|much)|多少|几")),
    ("When", "什么时候", re.compile(r"\bwhen\b|何时|什么时候|哪[一年天日月]")),
    ("Where", "哪里", re.compile(r"\bwhere\b|哪里|何处|何地|什么地方")),
    ("Who", "谁", re.compile(r"\bwho(?:m|se)?\b|谁|何人|哪位")),
    ("Why", "为什么", re.compile(r"\bwhy\b|为什么|为何|何以")),
    ("Which", "哪", re.compile(r"\bwhich\b|哪")),
    ("How", "怎么", re.compile(r"\bhow\b|如何|怎么|怎样")),
    ("What", "什么", re.compile(r"")),
)
_QUESTION_CHARACTERS = re.compile(
    r"什么时候|什么|多少|为什么|为何|何时|何处|何人|哪|谁|几|怎么|如何|吗|呢"
)
_ARTICLE = re.compile(r"^(?:to |the |an? )|\s*[,].*$")
_NO_SENSE = re.compile(r"surname |used in |old |one of |\(|classifier")
_LONGEST_SENSE = 3  # words
_LONGEST_ENTRY = 12  # characters


class Glossary:
    """English for Chinese words: names first, then the first sense of a dictionary."""

    def __init__(self, data: Path) -> None:
        self._known: dict[str, str] = {}
        for gloss, word in dictionary(data / "cedict.u8.xz"):
            senses = (_ARTICLE.sub("", sense) for sense in gloss.split("; ") if sense)
            short = (one for one in senses if one and len(one.split()) <= _LONGEST_SENSE)
            if sense := next((one for one in short if not _NO_SENSE.match(one)), None):
                self._known.setdefault(fold(word), sense)
        for english, chinese in names(data / "names.en-zh.tsv.xz"):
            self._known.setdefault(fold(chinese), english)

    def english(self, text: str) -> list[str]:
        """The words of a Chinese text in English, in their order; unknown ones are left out."""
        text = fold(text)
        found: list[str] = []
        place = 0
        while place < len(text):
            for end in range(min(len(text), place + _LONGEST_ENTRY), place, -1):
                word = text[place:end]
                if is_stop_word(word) or word in self._known:
                    found += [self._known[word]] if not is_stop_word(word) else []
                    break
            else:
                end = place + 1
                if not HAN.match(text[place]) and text[place].isalnum():
                    while end < len(text) and text[end].isalnum() and not HAN.match(text[end]):
                        end += 1
                    found.append(text[place:end])
            place = end
        return found


def glossed(examples: Sequence[Example], data: Path) -> Iterator[Example]:
    """The questions in the other language, over their own passages."""
    glossary = Glossary(data)
    for each in examples:
        chinese = bool(HAN.search(each.question))
        question = _in_english(each.question, glossary) if chinese else _in_chinese(each.question)
        yield replace(each, kind="en-zh-gloss" if chinese else "zh-en-gloss", question=question)


def _in_english(question: str, glossary: Glossary) -> str:
    folded = fold(question)
    words = glossary.english(_QUESTION_CHARACTERS.sub("，", folded))
    return " ".join([_kind(folded)[0], *words]) + "?"


def _in_chinese(question: str) -> str:
    words = question_words(question, shipped_model())
    rendered = [
        found[0].text if found else word
        for word, found in zip(words, to_chinese(words), strict=True)
    ]
    return "".join(rendered) + _kind(fold(question))[1] + "？"


def _kind(question: str) -> tuple[str, str]:
    return next((english, chinese) for english, chinese, held in _ASKED if held.search(question))
