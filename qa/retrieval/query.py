"""The question as retrieval sees it, and how well a text matches it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.errors import QuestionError
from qa.index.index import Index
from qa.index.lexical import Word
from qa.retrieval.alignment import Words
from qa.retrieval.coverage import Wording
from qa.retrieval.guesses import Guesses
from qa.retrieval.interaction import Interaction
from qa.retrieval.name_forms import in_known_forms
from qa.retrieval.wording import Part, other_parts, own_parts, search_terms
from qa.text.folding import well_formed
from qa.text.language import Family, Language, TextLanguage, family, question_language

MAX_QUESTION_LENGTH = 2_000
_WORD = re.compile(r"\w")


def check_question(question: str) -> str:
    """The question without outer white space.

    Raises:
        QuestionError: it is empty, too long, or has neither a letter nor a digit.
    """
    if not isinstance(question, str):
        raise QuestionError(f"the question is no text but {type(question).__name__}")
    text = " ".join(well_formed(question).split())
    if not text:
        raise QuestionError("the question is empty", "write a question", key="question_empty")
    if len(text) > MAX_QUESTION_LENGTH:
        raise QuestionError(
            f"the question has {len(text):,} characters, at most {MAX_QUESTION_LENGTH:,} are read",
            "ask one thing at a time",
            key="question_too_long",
            length=len(text),
            limit=MAX_QUESTION_LENGTH,
        )
    if not _WORD.search(text):
        raise QuestionError(
            "the question has no word in it",
            "write it in English or Chinese words",
            key="question_no_word",
        )
    return text


@dataclass(frozen=True)
class Carried:
    """What a follow-up takes over from the conversation, in the language it was said in.

    Attributes:
        said: the whole earlier question, for the reader.
    """

    text: str
    language: TextLanguage
    said: str = ""


@dataclass(frozen=True)
class Query:
    """A checked question with its language and the index it is put to.

    Attributes:
        text: the question; for a follow-up, what is carried over stands before it.
        carried: what a follow-up takes over from the conversation; it stands in ``text``
            before the question as it was asked.
        wished: the language that the asker wants the answer in, where the question says so.
    """

    text: str
    language: TextLanguage
    index: Index
    today: date
    carried: tuple[Carried, ...] = ()
    wished: Language | None = None

    @classmethod
    def of(cls, question: str, index: Index, *, today: date | None = None) -> Query:
        """Analyse a question against an index.

        Args:
            today: the asker's day, which "last week" counts from; by default that of the
                index's time zone.

        Raises:
            QuestionError: the question cannot be searched for.
        """
        return cls.statement(check_question(question), index, today=today)

    @classmethod
    def statement(
        cls,
        text: str,
        index: Index,
        *,
        language: TextLanguage | None = None,
        today: date | None = None,
        carried: Sequence[Carried] = (),
        wished: Language | None = None,
    ) -> Query:
        """Analyse any text, such as a sentence whose support is looked for.

        ``language`` is that of the asker where it is known; otherwise that of the text.
        ``carried`` is put before the text; ``wished`` is the language that the answer should
        be in, where it is another.
        """
        language = language or question_language(text)
        text = " ".join((*(each.text for each in carried), text))
        day = today or datetime.now(ZoneInfo(index.timezone)).date()
        return cls(text, language, index, day, tuple(carried), wished)

    @property
    def answer_language(self) -> Language:
        """The language to answer in: English, where the question is in none of ours."""
        return self.wished or ("en" if self.language == "other" else self.language)

    @property
    def asked(self) -> str:
        """The question without what is carried over."""
        return self.text[sum(len(each.text) + 1 for each in self.carried) :]

    @cached_property
    def known_text(self) -> str:
        """The question with Chinese names in the forms that the shipped model knows."""
        return in_known_forms(self.text)

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """The embedding of the question, shape ``(d,)``, of length 1."""
        row: NDArray[np.float32] = self.index.model.encode_queries([self.known_text])[0]
        return row

    def crosses(self, language: TextLanguage) -> bool:
        """Whether a text in this language words the question in the other one of our languages.

        In languages that are none of ours, words are looked for as they stand.
        """
        return {family(language), family(self.language)} == {"en", "zh"}

    def wordings(self) -> list[tuple[Family, Wording]]:
        """How articles may word the question, where there are such: their languages, and how."""
        held = {family(language): language for language in self.index.languages()}
        return [(kind, self.wording(language)) for kind, language in held.items()]

    def wording(self, language: TextLanguage) -> Wording:
        """How articles of this language may word the question."""
        return self.other_wording if self.crosses(language) else self.own_wording

    @cached_property
    def own_wording(self) -> Wording:
        """How articles in the language of the question may word it."""
        own, foreign = self._by_language
        translated = other_parts(foreign.text, foreign.language) if foreign else ()
        search = (*search_terms(own, self.language), *(part.searched for part in translated))
        return self._worded(search, (*own_parts(own), *translated))

    @cached_property
    def other_wording(self) -> Wording:
        """How articles in the other language may word it."""
        _, foreign = self._by_language
        search = search_terms(foreign.text, foreign.language) if foreign else ()
        parts = own_parts(foreign.text) if foreign else ()
        translated = (part.searched for part in self.translated)
        return self._worded((*translated, *search), (*self.translated, *parts))

    @cached_property
    def translated(self) -> tuple[Part, ...]:
        """What is said in the asker's language as the other one may write it."""
        return other_parts(self._by_language[0], self.language)

    @cached_property
    def _by_language(self) -> tuple[str, Carried | None]:
        """What is said in the asker's language, and what is carried over from the other."""
        foreign = [each for each in self.carried if self.crosses(each.language)]
        if not foreign:
            return self.known_text, None
        kept = (each.text for each in self.carried if each not in foreign)
        there = in_known_forms(" ".join(each.text for each in foreign))
        own = in_known_forms(" ".join((*kept, self.asked)))
        return own, Carried(there, foreign[0].language)

    def _worded(self, search: Sequence[Word], parts: Sequence[Part]) -> Wording:
        highest = self.index.lexical(lambda side: side.highest_scores(search))
        return Wording.of(search, sum(highest), parts)

    @cached_property
    def words(self) -> Words:
        """The question's content words as the shipped model sees them."""
        return Words.of(self.known_text, shipped_model())

    @cached_property
    def guesses(self) -> Guesses:
        """Those of ``words`` that articles of the other language write by a guess."""
        return Guesses.of(self.words, self.translated)

    @cached_property
    def interaction(self) -> Interaction:
        """The question beside tokens of the shipped model."""
        return Interaction(self.matching_vector, self.words.vectors, shipped_model())

    @cached_property
    def matching_vector(self) -> NDArray[np.float32]:
        """The question's embedding by the shipped model, whichever the dense side uses."""
        row: NDArray[np.float32] = shipped_model().encode([self.known_text])[0]
        return row

    def similarities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Cosine of the question with each text by the shipped model, ``(len(texts),)``.

        Matching always goes by the shipped model, whatever model the dense side uses: the
        relevance weights are fitted to it, and it is fast enough for hundreds of sentences.
        """
        return np.asarray(shipped_model().encode(texts) @ self.matching_vector, np.float32)

    def alignments(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Best match of each of the question's words in each text, ``(len(texts), words)``."""
        return self.words.matches(texts, shipped_model())
