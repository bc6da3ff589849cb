"""Chinese names of a question that other newsrooms write otherwise: 普丁 and 普京.

The embedding model knows the forms that its texts have often; its tokenizer cuts the others into
pieces that mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.embedding.load import shipped_model
from qa.retrieval.translation import has_variants, variants
from qa.text.language import HAN
from qa.text.sounds import spelling_characters
from qa.text.terms import is_stop_word

_HAN_RUN = re.compile(rf"(?:{HAN.pattern})+")
_LONGEST_NAME = 8  # tokens


def in_known_forms(text: str) -> str:
    """A text with each Chinese name in that of its forms which the shipped model knows best.

    That is the form that its tokenizer cuts into the fewest pieces. All else stays as it is.

    Raises:
        ModelError: the table of forms that ships is missing or damaged.
    """
    return _HAN_RUN.sub(lambda run: _rewritten(run.group()), text)


def with_names(tokens: Sequence[str]) -> list[str]:
    """Tokens of Chinese, those joined that together are a name with other forms.

    Of names that overlap the first counts, and of those that begin together the longest.

    Args:
        tokens: one after the other in a run of Han characters, folded.

    Raises:
        ModelError: the table of forms that ships is missing or damaged.
    """
    joined: list[str] = []
    start = 0
    while start < len(tokens):
        longest = min(len(tokens), start + _LONGEST_NAME)
        ends = (end for end in range(longest, start + 1, -1) if _is_name(tokens, start, end))
        end = next(ends, start + 1)
        joined.append("".join(tokens[start:end]))
        start = end
    return joined


def tokens_of(run: str) -> list[str]:
    """The tokens of a run of Han characters in the shipped model, folded as it folds them."""
    model = shipped_model()
    texts = (model.token_text(int(token)).strip("▁") for token in model.token_ids([run])[0])
    return [text for text in texts if text]


def _rewritten(run: str) -> str:
    tokens = tokens_of(run)
    words = with_names(tokens)
    if len(words) == len(tokens) or sum(map(len, words)) != len(run):
        return run
    pieces, place = [], 0
    for word in words:
        piece = run[place : place + len(word)]
        pieces.append(piece if word in tokens else _best_known(piece))
        place += len(word)
    return "".join(pieces)


def _best_known(name: str) -> str:
    """Of the forms of a name the one that falls apart least, as it stands if there are several."""
    forms = [name, *(each.text for each in variants(name))]
    return min(forms, key=lambda form: _pieces(tokens_of(form)))


def _pieces(tokens: Sequence[str]) -> tuple[int, int]:
    """Of how many single characters, and of how many tokens."""
    return sum(len(token) == 1 for token in tokens), len(tokens)


def _is_name(tokens: Sequence[str], start: int, end: int) -> bool:
    """Whether tokens are a name with other forms, and no part of a longer one as it is spelled."""
    beside = (*tokens[max(start - 1, 0) : start], *tokens[end : end + 1])
    return has_variants("".join(tokens[start:end])) and not any(map(_spells, beside))


def _spells(token: str) -> bool:
    """Whether it is of characters that foreign names are spelled with."""
    return spelling_characters().issuperset(token) and not is_stop_word(token)
