"""The pieces that English and Chinese text needs, and the tokenizer that cuts into them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from tokenizers import Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from qa.reading.packed import PackedRows
from qa.text.folding import simplified
from qa.text.language import HAN
from training.reader.e5 import E5

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_UNKNOWN = SPECIAL.index("<unk>")
_BATCH = 2000


def tokenizer_of(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """A unigram tokenizer that cuts as XLM-R's does; text is folded to Simplified before."""
    model = Unigram(list(zip(pieces, scores, strict=True)), _UNKNOWN, byte_fallback=False)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace("▁", "always")]
    )
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    return tokenizer


def chosen_pieces(e5: E5, texts: Iterable[str], fewest: int) -> list[int]:
    """Ids of the special pieces, of single characters, and of those used ``fewest`` times."""
    tokenizer = tokenizer_of(e5.pieces, e5.scores)
    counts: Counter[int] = Counter()
    rest = iter(texts)
    while batch := [simplified(text) for text in islice(rest, _BATCH)]:
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            counts.update(encoding.ids)
    used = {piece for piece, count in counts.items() if count >= fewest}
    used.update(number for number, piece in enumerate(e5.pieces) if _is_character(piece))
    return sorted({*range(len(SPECIAL)), *used})


def _is_character(piece: str) -> bool:
    """Whether a piece is one letter, digit or sign of English or Chinese."""
    return len(piece) == 1 and bool(piece.isascii() or HAN.match(piece))


def reduced(e5: E5, kept: Sequence[int]) -> tuple[Tokenizer, PackedRows]:
    """The tokenizer of these pieces, and their embeddings."""
    pieces = [e5.pieces[piece] for piece in kept]
    scores = [e5.scores[piece] for piece in kept]
    return tokenizer_of(pieces, scores), e5.word.kept(np.array(kept, np.int64))
