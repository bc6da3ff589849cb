"""The question as the reader sees it: its words, what they may be called, what they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.retrieval.alignment import Words
from qa.retrieval.coverage import Wording
from qa.retrieval.guesses import Guesses
from qa.retrieval.name_forms import in_known_forms
from qa.retrieval.query import Query
from qa.retrieval.wording import other_parts, own_parts
from qa.text.folding import fold
from qa.text.language import HAN, TextLanguage, is_chinese
from qa.text.terms import is_stop_word

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# What a question asks for, by its wording (folded text, both languages).
_ASKED = {
    "number": re.compile(
        r"how (?:many|much|long|far|old|large|big|tall|high|often|fast|deep)"
        r"|what (?:percent|number|age)|多少|几(?![乎何])|多(?:长|大|高|久|远|深|重|宽|快)|比例|人数"
    ),
    "date": re.compile(
        r"\bwhen\b|what (?:year|date|day|month|time)|which (?:year|day|month)"
        r"|何时|什么时候|几时|哪(?:一)?[年天日月]|何年|年份|时间"
    ),
    "list": re.compile(
        r"\blist\b|what are|what (?:\w+ )?(?:areas|fields|kinds|types|things|countries|cities"
        r"|principles|measures|reasons|topics|issues|names)\b"
        # "Which areas", "which two areas were", but not "which team was" or "which nation has".
        r"|which (?!was|has|does)\w+[^isu\W]s\b"
        r"|which (?:\w+ ){1,2}(?!was|has|does)\w+[^isu\W]s (?:are|were|do|did|have|had|will|can)\b"
        r"|哪些|哪[两二三四五六七八九十几]|列出|有什么|包括什么"
    ),
    "reason": re.compile(r"\bwhy\b|what (?:caused?|reason)|为什么|为何|何以|原因|怎么会"),
    "name": re.compile(
        r"\bwho(?:m|se)?\b|what (?:is|was) the name|谁|何人|哪(?:一)?[位人个]|名字|叫什么"
    ),
    "place": re.compile(
        r"\bwhere\b|(?:which|what) (?:city|country|place|town|province|state|region)"
        r"|哪里|哪儿|何处|何地|哪(?:一)?[国省市州座]|什么地方"
    ),
}
ASKED = tuple(_ASKED)


def asked(question: str) -> frozenset[str]:
    """What kinds of answer the question asks for; none where its wording does not tell."""
    folded = fold(question)
    return frozenset(kind for kind, pattern in _ASKED.items() if pattern.search(folded))


@dataclass(frozen=True)
class Question:
    """A question to be held against passages.

    Attributes:
        words: its content words.
        vector: its embedding, of length 1, (d,).
        ids: its tokens in the shipped model's vocabulary, (q,).
        content: those of them that are no function words.
        characters: its Han characters that are no function words, folded.
        own, other: its wording in its own language and in the other one.
        guesses: those of its words that texts in the other one write by a guess.
    """

    text: str
    language: TextLanguage
    words: Words
    vector: Floats
    ids: Ints
    content: frozenset[int]
    characters: frozenset[str]
    own: Wording
    other: Wording
    guesses: Guesses

    @classmethod
    def of(cls, text: str, language: TextLanguage) -> Question:
        """Take a question apart, without an index (for training)."""
        model = shipped_model()
        text = in_known_forms(text)
        words, translated = Words.of(text, model), other_parts(text, language)
        return cls._made(
            text,
            language,
            words=words,
            vector=model.encode([text])[0],
            own=Wording.of((), 0.0, own_parts(text)),
            other=Wording.of((), 0.0, translated),
            guesses=Guesses.of(words, translated),
        )

    @classmethod
    def of_query(cls, query: Query) -> Question:
        """The same of a question that has been searched for, whose parts are known."""
        return cls._made(
            query.known_text,
            query.language,
            words=query.words,
            vector=query.matching_vector,
            own=query.own_wording,
            other=query.other_wording,
            guesses=query.guesses,
        )

    @classmethod
    def _made(
        cls,
        text: str,
        language: TextLanguage,
        *,
        words: Words,
        vector: Floats,
        own: Wording,
        other: Wording,
        guesses: Guesses,
    ) -> Question:
        model = shipped_model()
        (ids,) = model.token_ids([text])
        content = (n for n in ids.tolist() if not is_stop_word(model.token_text(n).strip("▁")))
        characters = (c for c in HAN.findall(fold(text)) if not is_stop_word(c))
        return cls(
            text=text,
            language=language,
            words=words,
            vector=vector,
            ids=ids.astype(np.int64),
            content=frozenset(content),
            characters=frozenset(characters),
            own=own,
            other=other,
            guesses=guesses,
        )

    def wording(self, *, chinese: bool) -> Wording:
        """How a text in Chinese, or in another language, may word the question."""
        return self.other if self.crosses(chinese=chinese) else self.own

    def crosses(self, *, chinese: bool) -> bool:
        """Whether a text in Chinese, or in another language, is in another one than it."""
        return chinese != is_chinese(self.language)

    def asked(self) -> Floats:
        """1 for each kind of answer that is asked for, in the order of ``ASKED``."""
        kinds = asked(self.text)
        return np.array([kind in kinds for kind in ASKED], np.float32)
