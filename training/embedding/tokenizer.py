"""The tokenizer of the static model: all folding inside, so that raw text can go in.

Normalisation is NFKC, lower case, then one character for one: Traditional to Simplified,
Latin letters without their accents; then a mark before each word that is not Chinese, since
"at" in "Beatrice" is not the word "at". Pieces come from two Unigram models, one learned on
Chinese and one on other text; they share no character, so one vocabulary holds both.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from qa.text.folding import simplified
from training.embedding.charsmap import precompiled_charsmap

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer
    from tokenizers.pre_tokenizers import PreTokenizer

UNKNOWN = "<unk>"
WORD_START = "▁"
# Han runs, marked words of other letters, runs of digits; everything else is dropped.
_LETTER = r"[\p{L}\p{M}&&[^\p{Han}]]"
_UNMARKED_START = rf"(?<!{_LETTER})(?=[\p{{L}}&&[^\p{{Han}}]])"
_WORD_PATTERN = rf"\p{{Han}}+|{WORD_START}{_LETTER}+|\p{{N}}+"
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF))
_RARE_HAN = ((0x3005, 0x3005), (0x3007, 0x3007), (0x2A6E0, 0x323AF))  # fold to nothing else
_LATIN = (0xC0, 0x24F)
# Characters that only phrase tables tell apart, and that writers use for one another.
_VARIANTS = dict(zip("瞭覆藉甦彷迳薹着", "了复借苏仿径苔著", strict=True))
# A run that begins or ends with one of these is two words, unless the dictionary has it.
_FUNCTION_HAN = frozenset(
    "的了在是和与及或于为被把将对从而也都就等着过们之个这那其有不又很更最以并可能会要到"
    "中上下里内后前时年月日说称让使给向由因但如所某每各该此"
)
# A longer Chinese piece swallows words that a question may use alone.
_LONGEST_HAN = 4
_LONGEST_OTHER = 16
_RAREST = 4  # occurrences below which a piece is not considered
_FIRST_PIECES = 900_000
_MOST_CHARACTERS = 7_000
_DIGITS = 2  # of a score in tokenizer.json: more only make the file larger
_SHRINKING = (8, 4, 2)
_WORDS_AT_ONCE = 50_000


@cache
def folding_rules() -> dict[str, str]:
    """Characters that change after NFKC and lower case, and what they become."""
    han = [chr(code) for first, last in _HAN for code in range(first, last + 1)]
    # A line each, so that no phrase rule can join two of them.
    folded = simplified("\n".join(han)).split("\n")
    rules = {a: b for a, b in zip(han, folded, strict=True) if a != b} | _VARIANTS
    for code in range(_LATIN[0], _LATIN[1] + 1):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.isascii() and base.islower():
            rules[chr(code)] = base
    return rules


def normalizer() -> Normalizer:
    """NFKC, lower case, ``folding_rules``, then the marks of words."""
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Precompiled(precompiled_charsmap(folding_rules())),
            normalizers.Replace(Regex(_UNMARKED_START), WORD_START),
        ]
    )


def pre_tokenizer() -> PreTokenizer:
    """Splits off words of one script and drops punctuation and space."""
    from tokenizers import Regex, pre_tokenizers

    return pre_tokenizers.Split(Regex(_WORD_PATTERN), "removed", invert=True)


def build_tokenizer(
    english: Iterable[str],
    chinese: Iterable[str],
    *,
    han: int,
    other: int,
    dictionary: Iterable[str] = (),
) -> Tokenizer:
    """A Unigram tokenizer with ``han`` Chinese and ``other`` further pieces.

    The unknown piece has id 0; its row is kept at zero, so that it changes no vector.

    Args:
        dictionary: Chinese words that may be pieces whatever they begin or end with.
    """
    fold = normalizer()
    words = {fold.normalize_str(word) for word in dictionary}

    def is_chinese_word(piece: str) -> bool:
        return piece in words or not (piece[0] in _FUNCTION_HAN or piece[-1] in _FUNCTION_HAN)

    counted = count_words(chinese, han=True)
    pieces = learn_pieces(counted, han, _LONGEST_HAN, is_chinese_word)
    counted = count_words(english, han=False)
    pieces += learn_pieces(counted, other, _LONGEST_OTHER)
    return _tokenizer([(UNKNOWN, 0.0), *pieces], folded=False)


def _tokenizer(vocabulary: list[tuple[str, float]], *, folded: bool) -> Tokenizer:
    from tokenizers import Tokenizer, models

    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    if not folded:
        tokenizer.normalizer = normalizer()
        tokenizer.pre_tokenizer = pre_tokenizer()
    return tokenizer


def count_words(texts: Iterable[str], *, han: bool) -> Counter[str]:
    """Folded runs of Han characters, or of anything else that is a letter or digit."""
    fold, split = normalizer(), pre_tokenizer()
    words: Counter[str] = Counter()
    for text in texts:
        words.update(w for w, _ in split.pre_tokenize_str(fold.normalize_str(text)))
    return Counter({w: n for w, n in words.items() if is_han(w[0]) == han})


def learn_pieces(
    words: Counter[str], size: int, longest: int, usable: Callable[[str], bool] = bool
) -> list[tuple[str, float]]:
    """The ``size`` pieces that spell the words best, with their log probabilities.

    Pieces of more than one character are only those that are ``usable``.

    Unigram by hard EM: segment all words with the pieces so far, keep those used most,
    count again. Single characters are never dropped for a longer piece. A tenth of the time
    of ``UnigramTrainer``, whose soft counts matter little to a bag of pieces.
    """
    characters: Counter[str] = Counter()
    longer: Counter[str] = Counter()
    for word, count in words.items():
        for character in word:
            characters[character] += count
        for length in range(2, min(longest, len(word)) + 1):
            for start in range(len(word) - length + 1):
                longer[word[start : start + length]] += count
    most = min(_MOST_CHARACTERS, size // 2)
    known = [c for c, n in characters.most_common(most) if n >= _RAREST]
    candidates = ((p, n) for p, n in longer.items() if n >= _RAREST and usable(p))
    best = nlargest(_FIRST_PIECES, candidates, key=lambda pair: pair[1])
    counts = {piece: float(n) for piece, n in best}
    counts |= {c: float(characters[c]) for c in known}
    for keep in (*(size * factor for factor in _SHRINKING), size):
        counts = _recount(words, counts)
        kept = sorted(counts, key=lambda p: (len(p) > 1, -counts[p], p))[:keep]
        counts = {piece: counts[piece] for piece in kept}
    total = sum(counts.values())
    return [(p, round(math.log(n / total), _DIGITS)) for p, n in counts.items()]


def _recount(words: Counter[str], counts: dict[str, float]) -> dict[str, float]:
    """How often each piece is used when these counts decide; never quite zero."""
    total = sum(counts.values())
    vocabulary = [(piece, math.log(count / total)) for piece, count in counts.items()]
    tokenizer = _tokenizer([(UNKNOWN, 0.0), *vocabulary], folded=True)
    used = np.full(len(vocabulary) + 1, 0.5)
    spelled = list(words)
    for start in range(0, len(spelled), _WORDS_AT_ONCE):
        part = spelled[start : start + _WORDS_AT_ONCE]
        ids = [encoding.ids for encoding in tokenizer.encode_batch_fast(part)]
        weights = np.repeat([words[word] for word in part], [len(i) for i in ids])
        used += np.bincount(list(chain.from_iterable(ids)), weights, minlength=len(used))
    return {piece: float(n) for (piece, _), n in zip(vocabulary, used[1:], strict=True)}


def is_han(character: str) -> bool:
    """Whether a character is Chinese."""
    return any(first <= ord(character) <= last for first, last in _HAN + _RARE_HAN)
