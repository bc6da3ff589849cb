"""The tokenizer of the static model: all folding inside, so that raw text can go in.

Normalisation is NFKC, lower case, then one character for one: Traditional to Simplified,
Latin letters without their accents. Pieces come from two Unigram models, one learned on
Chinese and one on other text; they share no character, so one vocabulary holds both.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.training.charsmap import precompiled_charsmap
from qa.text.folding import simplified

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer
    from tokenizers.pre_tokenizers import PreTokenizer

UNKNOWN = "<unk>"
# Han runs, runs of other letters, runs of digits; everything else is dropped.
WORD_PATTERN = r"\p{Han}+|[\p{L}\p{M}&&[^\p{Han}]]+|\p{N}+"
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF))
_LATIN = (0xC0, 0x24F)
# Characters that only phrase tables tell apart, and that writers use for one another.
_VARIANTS = dict(zip("瞭覆藉甦彷迳薹着", "了复借苏仿径苔著", strict=True))
# A longer Chinese piece swallows words that a question may use alone.
_LONGEST_HAN = 4
_LONGEST_OTHER = 14
_RAREST = 4  # occurrences below which a piece is not considered
_FIRST_PIECES = 400_000
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
    """NFKC, lower case, then ``folding_rules``."""
    from tokenizers import normalizers

    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Precompiled(precompiled_charsmap(folding_rules())),
        ]
    )


def pre_tokenizer() -> PreTokenizer:
    """Splits off words of one script and drops punctuation and space."""
    from tokenizers import Regex, pre_tokenizers

    return pre_tokenizers.Split(Regex(WORD_PATTERN), "removed", invert=True)


def build_tokenizer(english: Iterable[str], chinese: Iterable[str], size: int) -> Tokenizer:
    """A Unigram tokenizer with half of ``size`` pieces for each language.

    The unknown piece has id 0; its row is kept at zero, so that it changes no vector.
    """
    half = size // 2
    pieces = dict(learn_pieces(count_words(chinese, han=True), half, _LONGEST_HAN))
    others = learn_pieces(count_words(english, han=False), size - half - 1, _LONGEST_OTHER)
    pieces.update(others)
    return _tokenizer([(UNKNOWN, 0.0), *pieces.items()], folded=False)


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
    return Counter({w: n for w, n in words.items() if _is_han(w[0]) == han})


def learn_pieces(words: Counter[str], size: int, longest: int) -> list[tuple[str, float]]:
    """The ``size`` pieces that spell the words best, with their log probabilities.

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
    known = [c for c, n in characters.most_common(size // 2) if n >= _RAREST]
    counts = {p: float(n) for p, n in longer.most_common(_FIRST_PIECES) if n >= _RAREST}
    counts |= {c: float(characters[c]) for c in known}
    for keep in (*(size * factor for factor in _SHRINKING), size):
        counts = _recount(words, counts)
        best = sorted(counts, key=lambda p: (len(p) > 1, -counts[p], p))[:keep]
        counts = {piece: counts[piece] for piece in best}
    total = sum(counts.values())
    return [(piece, math.log(count / total)) for piece, count in counts.items()]


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


def _is_han(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _HAN)
