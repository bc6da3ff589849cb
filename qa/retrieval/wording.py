"""How the words of a question may be written in the articles, in its language and the other.

In its own language a question is its terms. In the other one each word is written as one of
its translations, or as its sound where it is a name; numbers and Latin words stay as they are.
Of the ways of writing a word, the one that matches best counts, as in structured queries
(Pirkola, "The effects of query structure and dictionary setups in dictionary-based
cross-language information retrieval", 1998), with weights by likelihood (Darwish and Oard,
"Probabilistic structured query methods", 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, product

from qa.embedding.load import shipped_model
from qa.index.lexical import Term, Word
from qa.retrieval.alignment import question_words
from qa.retrieval.keys import is_acronym
from qa.retrieval.translation import Rendering, to_chinese, to_english, variants
from qa.text.folding import fold
from qa.text.language import HAN, TextLanguage, is_chinese
from qa.text.pinyin import characters, in_pinyin, names_in_pinyin, surnames
from qa.text.sounds import sounds, spelling_characters
from qa.text.terms import query_terms, stem

# A spelling by sound is a guess at each pair of characters, and several are added up.
_SOUND_WEIGHT = 0.5
_UNSURE = 0.5
_LIKELIEST_PAIRS = 30
_SHORTEST_NAME = 2  # characters
_SHORTEST_SPELLED, _LONGEST_SPELLED = 3, 10
_WRITTEN = re.compile(r"\w")
_LATIN = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
# Words joined by hyphens are looked up one by one; U.S is one word.
_PART = re.compile(rf"{_DOTTED.pattern}(?!\w)|[^\W\d_]+(?!\w)|\w+(?:[.,:/-]\w+)*")

Ways = tuple[tuple[Term, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A word of the question and the ways it may be written.

    Attributes:
        sure: how sure it is that an article on the subject has it in one of these ways: 1 for
            a word that stands as it is or whose translation is known, less for a guess.
    """

    text: str
    word: Word
    sure: float = 1.0

    @property
    def searched(self) -> Word:
        """The ways that the index can be searched for."""
        return Word(tuple(way for way in self.word.ways if way[0].field != "read"))


def search_terms(question: str, language: TextLanguage) -> tuple[Word, ...]:
    """What to search for in articles of the question's language: its terms.

    A Chinese name that is written otherwise elsewhere may be written in any of these ways.
    """
    named = {fold(text): ways for text in _parts(question) if len(ways := _own(text).ways) > 1}
    rest = fold(question)
    for name in named if is_chinese(language) else ():
        rest = rest.replace(name, " ")
    terms = query_terms(rest) if _WRITTEN.search(rest) or not named else []
    return (*map(Word.of, terms), *map(Word, named.values()))


def own_parts(question: str) -> tuple[Part, ...]:
    """The words of a question as they stand in articles of its language."""
    found = (Part(text, _own(text)) for text in _parts(question))
    return tuple(part for part in found if part.word.ways)


def other_parts(question: str, language: TextLanguage) -> tuple[Part, ...]:
    """The words of a question as they may stand in articles of the other language.

    Args:
        language: of the question.
    """
    texts = _parts(question)
    if is_chinese(language):
        found = _into_english(texts, question)
    else:
        found = _into_chinese(texts, _by_reading(question))
    return tuple(part for part in found if part.word.ways)


def _parts(question: str) -> list[str]:
    words = question_words(question, shipped_model())
    return list(dict.fromkeys(part for word in words for part in _PART.findall(word)))


def _own(text: str) -> Word:
    if HAN.search(text):
        return Word((_spelled(fold(text), 1.0), *_renderings(variants(text))))
    # 5G is two terms, and neither alone is it.
    terms = query_terms(text)
    return Word((tuple(Term(term, 1 / len(terms)) for term in terms),))


def _into_chinese(texts: Sequence[str], read: Mapping[str, Ways]) -> Iterator[Part]:
    latin = [text for text in texts if _LATIN.fullmatch(text) or _DOTTED.fullmatch(text)]
    renderings = dict(zip(latin, to_chinese(latin), strict=True))
    for place, text in enumerate(texts):
        translated = tuple(_renderings(renderings.get(text, ())))
        ways = (*_own(text).ways, *translated, *_by_sound(text, first=place == 0))
        as_it_is = text not in renderings or is_acronym(text)
        sure = (translated or as_it_is) and text not in read
        yield Part(text, Word((*ways, *read.get(text, ()))), 1.0 if sure else _UNSURE)


def _into_english(texts: Sequence[str], question: str) -> Iterator[Part]:
    names = _spelled_names(fold(question))
    chinese = [text for text in texts if HAN.search(text)]
    renderings = dict(zip(chinese, to_english(chinese), strict=True))
    for text in texts:
        if text not in renderings:
            yield Part(text, _own(text))
            continue
        word = fold(text)
        # The words that a long name falls apart into may be known, each as something else.
        heard = _heard(next((name for name in names if word in name), word))
        translated = tuple(_renderings(renderings[text]))
        guessed = (*((heard,) if heard else ()), *_in_pinyin(word))
        ways = (*translated, *guessed)
        yield Part(text, Word(ways), 1.0 if translated else _UNSURE if guessed else 0.0)


def _renderings(found: Sequence[Rendering]) -> Iterator[tuple[Term, ...]]:
    for rendering in found:
        yield _spelled(rendering.text, rendering.weight)


def _spelled(text: str, weight: float) -> tuple[Term, ...]:
    """A word as terms of the index: a long Chinese one as the mean of its bigrams."""
    if not HAN.match(text) or len(text) <= 2:
        return (Term(text, weight),)
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    return tuple(Term(pair, weight / len(pairs)) for pair in pairs)


def _by_sound(word: str, *, first: bool) -> Iterator[tuple[Term, ...]]:
    """A name by its sound; any word may be one that is capitalised or not known."""
    known = len(shipped_model().token_ids([word])[0]) == 1
    if is_acronym(word) or (known and (first or not word[:1].isupper())):
        return
    if pairs := sounds(word):
        yield tuple(Term(pair, _SOUND_WEIGHT * weight) for pair, weight in pairs)


def _by_reading(question: str) -> dict[str, Ways]:
    """For the given name of each Chinese name in Latin letters, how the whole may be written."""
    found: dict[str, Ways] = {}
    for _, given, readings in names_in_pinyin(question):
        ways = (way for syllables in readings for way in _read(syllables))
        found[given] = (*found.get(given, ()), *ways)
    return found


def _read(syllables: Sequence[str]) -> Iterator[tuple[Term, ...]]:
    """A name by its syllables: in sentences as a whole, in the index by its likeliest pairs."""
    yield (Term(" ".join(syllables), 1.0, "read"),)
    likely = [surnames(syllables[0]), *map(characters, syllables[1:])]
    for firsts, seconds in pairwise(likely):
        pairs = product(enumerate(firsts, 1), enumerate(seconds, 1))
        best = sorted(pairs, key=lambda pair: pair[0][0] * pair[1][0])[:_LIKELIEST_PAIRS]
        yield tuple(Term(one + two, _SOUND_WEIGHT) for (_, one), (_, two) in best)


def _spelled_names(text: str) -> list[str]:
    """Where characters stand together that names are written with."""
    spelling = spelling_characters()
    runs = groupby(text, spelling.__contains__)
    names = ("".join(run) for spells, run in runs if spells)
    return [name for name in names if _SHORTEST_SPELLED <= len(name) <= _LONGEST_SPELLED]


def _in_pinyin(word: str) -> Iterator[tuple[Term, ...]]:
    """A Chinese name in Latin letters."""
    if len(shipped_model().token_ids([word])[0]) > 1:
        for names in in_pinyin(word):
            yield tuple(Term(stem(name), 1 / len(names)) for name in names)


def _heard(word: str) -> tuple[Term, ...]:
    """A Chinese name as English names may sound."""
    if len(word) < _SHORTEST_NAME or len(shipped_model().token_ids([word])[0]) == 1:
        return ()
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return tuple(Term(pair, _SOUND_WEIGHT, "sounds") for pair in pairs)
