"""Questions with the passage that answers, for fitting; none that the embedding model knows."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.embedding.load import shipped_model
from qa.retrieval.alignment import question_words
from qa.text.sentences import sentence_spans
from qa.text.terms import is_stop_word
from training.embedding.data import IN_ORDER, parallel_lines
from training.embedding.holdout import line_held_out, passage_held_out

_SENTENCES_A_PASSAGE = 5
# In a passage of one sentence, measures of the sentence and of its surroundings are the same.
_FEWEST_SENTENCES = 3
# What is read of the data folder.
FILES = tuple(f"train/{n}.xz" for n in ("parallel.en-zh.tsv", "qa_en.jsonl", "qa_zh.jsonl"))
_DISTRACTORS = 4_000  # of each language
_QUESTION_WORDS = {
    "en": ("What", "Which", "Who", "When", "Where", "How many", "Why did", "How does"),
    "zh": ("什么", "哪些", "谁", "何时", "哪里", "多少", "为什么", "如何"),
}
Spoken = Literal["en", "zh"]


@dataclass(frozen=True)
class Example:
    """A question and the article that holds its answer.

    Attributes:
        language: of the article.
    """

    question: str
    gold: Article
    language: Spoken


def examples(data: Path) -> list[Example]:
    """Questions in the language of their passage."""
    return [
        Example(question, _article(passage), language)
        for language in _LANGUAGES
        for question, passage in _questions(data, language)
        if passage_held_out(passage) and len(sentence_spans(passage)) >= _FEWEST_SENTENCES
    ]


def distractors(data: Path) -> Iterator[Article]:
    """Passages that hold no answer to any of the examples: those the embedding model knows."""
    for language in _LANGUAGES:
        passages = (passage for _, passage in _questions(data, language))
        known = (p for p in dict.fromkeys(passages) if not passage_held_out(p))
        yield from map(_article, islice(known, _DISTRACTORS))


def crossing_examples(data: Path, rng: random.Random) -> list[Example]:
    """Words of sentences behind a question word, and a passage that holds their translations."""
    held_out = (
        {"en": english, "zh": chinese}
        for line, (source, english, chinese) in parallel_lines(data / "parallel.en-zh.tsv.xz")
        if source.startswith(IN_ORDER) and line_held_out(source, line)
    )
    found: list[Example] = []
    while rows := list(islice(held_out, _SENTENCES_A_PASSAGE)):
        for asked, answered in (("en", "zh"), ("zh", "en")):
            joint = " " if answered == "en" else ""
            article = _article(joint.join(row[answered] for row in rows))
            around = " ".join(row[asked] for row in rows)
            for row in rows:
                words = _some(row[asked], rng.randint(3, 6), rng)
                words += _some(around, rng.randint(0, 1), rng)
                question = " ".join([rng.choice(_QUESTION_WORDS[asked]), *words])
                found.append(Example(question, article, answered))  # type: ignore[arg-type]
    return found


_LANGUAGES: tuple[Spoken, ...] = ("zh", "en")


def _questions(data: Path, language: Spoken) -> Iterator[tuple[str, str]]:
    with lzma.open(data / f"qa_{language}.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["q"], row["p"]


def _article(passage: str) -> Article:
    return make_article(ArticleDraft(title="", body=passage))


def _some(text: str, count: int, rng: random.Random) -> list[str]:
    found = question_words(text, shipped_model())
    words = [word for word in found if len(word) > 1 and not is_stop_word(word)]
    return rng.sample(words, min(count, len(words)))
