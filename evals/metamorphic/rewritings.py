"""All the ways in which a question is worded otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from evals.metamorphic.articles import without_articles
from evals.metamorphic.cases import other_cases
from evals.metamorphic.characters import other_characters
from evals.metamorphic.names import full_names, titled_names
from evals.metamorphic.politeness import politely
from evals.metamorphic.punctuation import other_marks
from evals.metamorphic.question_words import other_question_words
from evals.metamorphic.questions import PlainQuestion
from evals.metamorphic.scripts import other_scripts
from evals.metamorphic.telling import told
from evals.metamorphic.typos import with_a_typo
from evals.metamorphic.widths import other_widths
from evals.metamorphic.word_order import other_orders

Rule = Callable[[PlainQuestion], Iterator[str]]
RULES: Mapping[str, Rule] = {
    "characters": other_characters,
    "question word": other_question_words,
    "script": other_scripts,
    "width": other_widths,
    "case": other_cases,
    "politeness": politely,
    "tell me": told,
    "word order": other_orders,
    "typo": with_a_typo,
    "punctuation": other_marks,
    "article": without_articles,
    "full name": full_names,
    "title": titled_names,
}


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question in other words; ``kind`` is the name of the rule."""

    kind: str
    text: str


def rewritings(question: PlainQuestion) -> list[Rewriting]:
    """The rewritings of a question; one that leaves it as it is, or that is there, is none."""
    seen = {question.question}
    found = []
    for kind, rule in RULES.items():
        for text in rule(question):
            if text not in seen:
                seen.add(text)
                found.append(Rewriting(kind, text))
    return found
