"""Names in English text as they sound in Chinese, so that a Chinese question finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.embedding.load import shipped_model
from qa.text.sounds import sounds

# Bump when the same text would give other bigrams: lexical indexes are then rebuilt.
SOUNDS_VERSION = 2

# Acronyms are written in Chinese text as they are.
_NAME = re.compile(r"\b[^\W\d_]{3,}")
_BIGRAMS = 8


def names_by_sound(text: str) -> Iterator[str]:
    """Bigrams of Chinese characters that the rare names in a text may be written with.

    Each name counts once. Names that the shipped model knows as one token are left out: their
    translations are found by meaning.
    """
    for name in dict.fromkeys(_NAME.findall(text)):
        if name[0].isupper() and not name.isupper() and not _is_known(name):
            yield from (bigram for bigram, _ in sounds(name, _BIGRAMS))


@lru_cache(maxsize=65_536)
def _is_known(word: str) -> bool:
    return len(shipped_model().token_ids([word])[0]) == 1
