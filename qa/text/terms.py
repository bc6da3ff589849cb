"""Terms for lexical matching: what two texts share when they say the same thing.

Chinese is cut into character unigrams and bigrams (as good as or better than word
segmentation on DRCD, XQuAD and RGB), Latin words are stemmed (Snowball English), numbers
stay whole. Of other languages, kana, hangul and scripts without spaces give bigrams, and words
stay as they are. All of it on folded text: case, width and script do not count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import Protocol

from qa.text.folding import fold
from qa.text.scripts import HAN_RANGE, HANGUL_RANGE, KANA_RANGE, MARK_RANGE, UNSPACED_RANGE

# Bump when the same text would give other terms: lexical indexes are then rebuilt.
TERMS_VERSION = 3

_PAIRED_RANGE = f"{KANA_RANGE}{HANGUL_RANGE}{UNSPACED_RANGE}"
_CUT_RANGE = f"{HAN_RANGE}{_PAIRED_RANGE}"
_NUMBER = r"\d+(?:[.,:/-]\d+)*"
_WORD = rf"[^\W\d_{_CUT_RANGE}](?:[^\W\d_{_CUT_RANGE}]|[{MARK_RANGE}])*"
_TOKEN = re.compile(
    rf"(?P<han>[{HAN_RANGE}]+)|(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<paired>[{_PAIRED_RANGE}]+)"
)
_CUT = re.compile(f"[{_CUT_RANGE}]")
# The look ahead skips Chinese text three times as fast as the alternatives do.
_WORD_OR_NUMBER = re.compile(rf"(?=[^\W_{_CUT_RANGE}])(?:{_NUMBER}|{_WORD})")

_STOP_WORDS = frozenset(
    """a an the of to in on at by for from with about as into and or but if is are was were be
    been being am do does did has have had having will would shall should can could may might
    must i you he she it we they me him her us them my your his its our their this that these
    those there here what which who whom whose when where why how not no so than too very s t
    any some such also tell say said please list give name many much""".split()
)
_STOP_HAN = frozenset(
    "的了是在和与及或也都就而把被让吗呢吧啊么什哪些谁几多少何为怎样个有没不我你他她它们这那去说到给从"
)


# Function words of characters that make other words too.
_HOW = re.compile("如何|为何|怎么?样|是否")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 (the library's own name)


@cache
def _stemmer() -> _Stemmer:
    import Stemmer

    stemmer: _Stemmer = Stemmer.Stemmer("english")
    return stemmer


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The Snowball English stem of a folded word; other scripts come back as they are."""
    return _stemmer().stemWord(word) if word.isascii() else word


def terms(text: str) -> list[str]:
    """All terms of a text, repeated as often as they occur.

    A run of Chinese gives its characters first, then its bigrams; one of kana, hangul or Thai its
    bigrams alone, since a character of theirs means nothing.
    """
    return terms_of_folded(fold(text))


def terms_of_folded(text: str) -> list[str]:
    """``terms`` of a text that is folded already."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match.lastgroup == "han":
            found.extend(token)
            found.extend(token[i : i + 2] for i in range(len(token) - 1))
        elif match.lastgroup == "number":
            found.append(token.replace(",", ""))
        elif match.lastgroup == "paired":
            found.extend(token[i : i + 2] for i in range(max(1, len(token) - 1)))
        else:
            found.append(stem(token))
    return found


def placed_words(text: str, wanted: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where those of the wanted terms that are words stand in a text that is folded already."""
    # No stem begins otherwise than its word; most words need not be cut.
    firsts = {term[0] for term in wanted}
    for match in _WORD_OR_NUMBER.finditer(text) if firsts else ():
        token = match.group()
        if token[0] not in firsts:
            continue
        term = token.replace(",", "") if token[0].isdigit() else stem(token)
        if term in wanted:
            yield match.start(), term


def is_cut(term: str) -> bool:
    """Whether a term is one or two characters of a script that is cut into such."""
    return bool(_CUT.match(term))


def query_terms(text: str) -> list[str]:
    """The distinct terms of a question that carry content, in order.

    Stop words and Chinese function characters are left out, unless nothing else is left.
    """
    distinct = list(dict.fromkeys(terms(text)))
    content = [term for term in distinct if not _is_stop(term)]
    return content or distinct


def has_content(text: str) -> bool:
    """Whether a text says more than stop words, Chinese function characters, and 如何."""
    return not all(map(_is_stop, terms_of_folded(_HOW.sub(" ", fold(text)))))


@lru_cache(maxsize=65_536)
def is_stop_word(word: str) -> bool:
    """Whether a word of a question carries no content, in either language."""
    folded = fold(word)
    return folded in _STOP_WORDS or _is_stop(folded)


def _is_stop(term: str) -> bool:
    return term in _STOP_STEMS or all(character in _STOP_HAN for character in term)


# Both the words and what the stemmer makes of them, without loading it at import.
_STOP_STEMS = _STOP_WORDS | {
    "doe",
    "thi",
    "wa",
    "ha",
    "pleas",
    "mani",
    "ani",
    "onli",
    "veri",
    "whi",
}
