"""The question with less to go by: ``qa.retrieval.query.Query`` with fewer ways to word it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from qa.index.lexical import Term, Word
from qa.retrieval.coverage import Wording
from qa.retrieval.query import Query
from qa.retrieval.wording import Part, other_parts, own_parts
from qa.text.sounds import sounds
from qa.text.terms import query_terms, terms

# As in qa/retrieval/wording.py for a word of which only guesses are known.
_UNSURE = 0.5
Way = tuple[Term, ...]


class OneForm(Query):
    """Each word only as it stands in the question: no form of a name from another region."""

    @cached_property
    def own_wording(self) -> Wording:
        """The terms, and of each word the first way, which is its own."""
        parts = [replace(part, word=Word(part.word.ways[:1])) for part in own_parts(self.text)]
        return self._worded(tuple(map(Word.of, query_terms(self.text))), parts)


class Untranslated(Query):
    """Articles of the other language are searched for the words as they are."""

    @cached_property
    def translated(self) -> tuple[Part, ...]:
        """None."""
        return ()

    @cached_property
    def other_wording(self) -> Wording:
        """That of the question's own language."""
        return self.own_wording


class Unsounded(Query):
    """Words of the other language by their translations, none by its sound."""

    @cached_property
    def translated(self) -> tuple[Part, ...]:
        """Without the ways by sound."""
        return _with_ways(map(_unsounded, other_parts(self.text, self.language)))


class Unrendered(Query):
    """Names of the other language by their sound, no word by its translations."""

    @cached_property
    def translated(self) -> tuple[Part, ...]:
        """Only the ways by sound, and the words as they are."""
        return _with_ways(map(_unrendered, other_parts(self.text, self.language)))


def alike(one: Query, other: Query) -> bool:
    """Whether two questions are worded the same wherever they are searched for."""
    first, second = (
        {kind: (wording.search, wording.words) for kind, wording in query.wordings()}
        for query in (one, other)
    )
    return first == second


def _with_ways(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.word.ways)


def _unsounded(part: Part) -> Part:
    ways = tuple(way for way in part.word.ways if not _is_by_sound(part, way))
    return replace(part, word=Word(ways))


def _unrendered(part: Part) -> Part:
    as_it_is = set(terms(part.text))
    ways = tuple(
        way
        for way in part.word.ways
        if _is_by_sound(part, way) or {term.text for term in way} <= as_it_is
    )
    guessed = ways != part.word.ways and not part.text.isupper()
    return replace(part, word=Word(ways), sure=_UNSURE if guessed else part.sure)


def _is_by_sound(part: Part, way: Way) -> bool:
    spelled = tuple(pair for pair, _ in sounds(part.text))
    return tuple(term.text for term in way) == spelled or any(t.field != "text" for t in way)
