"""Counting the tokens of a prompt: by the chat model's own encoding where that costs nothing."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from unittest.mock import patch

from qa.chunking.ranks import count_tokens

# Our encoding was trained on news in two languages; others need up to a third more tokens.
_MARGIN = 1.35
_patching = threading.Lock()


def prompt_counter(chat_model: str) -> Callable[[str], int]:
    """A function that counts the tokens of a text for LangChain's ``provider:model``.

    The model's own tiktoken encoding where it is in tiktoken's cache (it is never
    downloaded); otherwise our own with a margin, so that the count is rather too high.
    """
    own = _cached_encoding(chat_model.rpartition(":")[2])
    return own or (lambda text: math.ceil(count_tokens(text) * _MARGIN))


class _NotCachedError(Exception):
    pass


def _cached_encoding(model: str) -> Callable[[str], int] | None:
    import tiktoken
    import tiktoken.load

    def refuse(address: str) -> bytes:
        raise _NotCachedError(address)

    try:
        # tiktoken downloads what it has not cached, without a timeout and without asking.
        with _patching, patch.object(tiktoken.load, "read_file", refuse):
            encoding = tiktoken.encoding_for_model(model)
    except (KeyError, _NotCachedError, OSError):
        return None
    return lambda text: len(encoding.encode_ordinary(text))
