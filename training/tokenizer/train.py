"""Train the byte-level BPE that counts tokens.

``python -m training tokenizer --data ../shared/data``

A third each of English, Simplified and Traditional Chinese text, from the files that the
data folder's README marks as fit for shipped weights. Deterministic: the same data gives
the same file.
"""

from __future__ import annotations

import json
import logging
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.chunking.ranks import RANKS_FILE, SPLIT_PATTERN, make_encoding, read_ranks, write_ranks
from qa.models.artefact import MODELS
from qa.text.folding import simplified, traditional
from training.record import record

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOG = logging.getLogger(__name__)
VOCABULARY = 32_768
_SHARE_BYTES = 5_000_000
_CHECKED_TEXTS = 8_000
_FILES = (
    "news_zh.txt.xz",
    *(f"train/{name}.xz" for name in ("qa_en.jsonl", "parallel.en-zh.tsv", "names.en-zh.tsv")),
)


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def _english(data: Path) -> Iterator[str]:
    seen: set[str] = set()
    for line in _lines(data / "train" / "qa_en.jsonl.xz"):
        passage = json.loads(line)["p"]
        if passage not in seen:
            seen.add(passage)
            yield passage
    # Statutes are two thirds of the parallel text; they would crowd out everything else.
    rows = (line.split("\t") for line in _lines(data / "train" / "parallel.en-zh.tsv.xz"))
    yield from (row[1] for row in rows if "law" not in row[0].lower())


def _take(texts: Iterator[str], size: int) -> Iterator[str]:
    """Texts up to ``size`` bytes of UTF-8 in all."""
    for text in texts:
        size -= len(text.encode())
        if size < 0:
            return
        yield text


def training_text(data: Path) -> Iterator[str]:
    """About 15 MB in three equal parts: English, Simplified, Traditional."""
    yield from _take(_english(data), _SHARE_BYTES)
    news = _lines(data / "news_zh.txt.xz")
    yield from _take((simplified(text) for text in news), _SHARE_BYTES)
    yield from _take((traditional(text) for text in news), _SHARE_BYTES)


def train(texts: Iterator[str], vocabulary: int = VOCABULARY) -> Tokenizer:
    """A byte-level BPE over the same pre-tokens that the tiktoken encoding splits off."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT_PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def to_ranks(tokenizer: Tokenizer) -> list[bytes]:
    """The tokens as bytes, in the order of their ids."""
    to_byte = {character: byte for byte, character in _byte_characters().items()}
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    return [bytes(to_byte[character] for character in token) for token, _ in by_id]


def _byte_characters() -> dict[int, str]:
    """The printable character that stands for each byte (GPT-2's table)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    table = {byte: chr(byte) for byte in printable}
    return table | {byte: chr(256 + place) for place, byte in enumerate(others)}


def count_differences(tokenizer: Tokenizer, path: Path, texts: list[str]) -> int:
    """How many texts the saved file encodes otherwise than the tokenizer it came from."""
    encoding = make_encoding(read_ranks(path))
    return sum(tokenizer.encode(text).ids != encoding.encode_ordinary(text) for text in texts)


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "tokenizer",
) -> None:
    """Train, save, and compare both forms on texts that they were not trained on."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    file = out / RANKS_FILE
    tokenizer = train(training_text(data))
    write_ranks(to_ranks(tokenizer), file)
    held_out = list(islice(_lines(data / "news_zh.txt.xz"), 20_000, 20_000 + 2_000))
    names = _lines(data / "train" / "names.en-zh.tsv.xz")
    held_out += list(islice(names, _CHECKED_TEXTS - len(held_out)))
    different = count_differences(tokenizer, file, held_out)
    size = file.stat().st_size
    share = different / len(held_out)
    record(out, "tokenizer", data=data, read=_FILES, figures={"texts_that_differ": share})
    LOG.info("%s: %d bytes; %d of %d texts differ", file, size, different, len(held_out))
