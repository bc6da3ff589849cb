"""Train the shipped embedding model: ``python -m training embedding --data ../shared/data``.

Everything is drawn from ``--seed``. The tokenizer and checkpoints are kept in ``--work``;
``--resume`` goes on from the last checkpoint there.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.embedding.static import StaticModel
from qa.models.artefact import MODELS
from training.embedding.batches import DocumentSource, PairSource, Source
from training.embedding.data import FILES, TrainingText, read_training_text
from training.embedding.export import export
from training.embedding.tokenizer import build_tokenizer
from training.embedding.trainer import Recipe, Trainer
from training.embedding.translation import TranslatedSource, learn_lexicons
from training.record import record

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOG = logging.getLogger(__name__)
_OUT, _WORK = MODELS / "embedding", Path("build/embedding")
# Sources that are translations, from which words are learned for the sources that are not.
TRANSLATED = ("parallel", "law", "cedict", "names")
# How often each source gives the batch, against the others.
WEIGHTS = {
    "parallel": 0.19,
    "law": 0.04,
    "cedict": 0.09,
    "names": 0.12,
    "qa_en": 0.12,
    "qa_zh": 0.06,
    "parallel_documents": 0.16,
    "news_zh": 0.17,
    "passages_en": 0.05,
    "news_zh_en": 0.15,
    "qa_en_zh": 0.15,
    "qa_zh_en": 0.04,
    "passages_en_zh": 0.03,
}


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = _OUT,
    work: Annotated[Path, typer.Option(help="Tokenizer and checkpoints.")] = _WORK,
    han: Annotated[int, typer.Option(help="Chinese tokens.")] = 20_000,
    other: Annotated[int, typer.Option(help="Tokens of other scripts.")] = 20_000,
    dimension: int = Recipe.dimension,
    steps: int = Recipe.steps,
    batch: Annotated[int, typer.Option(help="Pairs a step.")] = Recipe.batch,
    rate: Annotated[float, typer.Option(help="Highest learning rate.")] = Recipe.rate,
    dropout: Annotated[float, typer.Option(help="Tokens left out.")] = Recipe.dropout,
    seed: int = Recipe.seed,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the checkpoint.")] = False,
) -> None:
    """Read the data, make or reuse the tokenizer, train, and write the model folder."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    started = time.perf_counter()
    text = read_training_text(data)
    tokenizer = _tokenizer(work / "tokenizer.json", text, han=han, other=other, resume=resume)
    LOG.info("tokenizer ready after %.0f s", time.perf_counter() - started)
    recipe = Recipe(
        dimension=dimension, steps=steps, batch=batch, rate=rate, dropout=dropout, seed=seed
    )
    size = tokenizer.get_vocab_size()
    vocabulary = [tokenizer.id_to_token(place) or "" for place in range(size)]
    trainer = Trainer(recipe, _sources(text, tokenizer, vocabulary), vocabulary)
    checkpoint = work / "checkpoint.pt"
    if resume and checkpoint.exists():
        trainer.resume(checkpoint)
    LOG.info("training from step %d after %.0f s", trainer.step, time.perf_counter() - started)
    trainer.run(checkpoint)
    export(out, tokenizer, trainer.matrix())
    known_as = StaticModel(out).fingerprint
    record(out, "embedding", data=data, read=FILES, known_as=known_as)
    LOG.info("%s written after %.0f s", out, time.perf_counter() - started)


def _tokenizer(path: Path, text: TrainingText, *, han: int, other: int, resume: bool) -> Tokenizer:
    """A new tokenizer, kept in the work folder; when resuming, the one that is there."""
    from tokenizers import Tokenizer

    if resume and path.exists():
        return Tokenizer.from_file(str(path))
    tokenizer = build_tokenizer(
        text.english(), text.chinese(), han=han, other=other, dictionary=text.dictionary()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))
    return tokenizer


def _sources(
    text: TrainingText, tokenizer: Tokenizer, vocabulary: list[str]
) -> list[tuple[Source, float]]:
    pairs = {each.name: PairSource(each, tokenizer) for each in text.pairs}
    documents = {each.name: DocumentSource(each, tokenizer) for each in text.documents}
    to_chinese, to_english = learn_lexicons([pairs[name] for name in TRANSLATED], vocabulary)
    translated = [
        TranslatedSource("news_zh_en", documents["news_zh"], to_english, either=False),
        TranslatedSource("qa_zh_en", pairs["qa_zh"], to_english, either=True),
        TranslatedSource("qa_en_zh", pairs["qa_en"], to_chinese, either=True),
        TranslatedSource("passages_en_zh", documents["passages_en"], to_chinese, either=True),
    ]
    sources: list[Source] = [*pairs.values(), *documents.values(), *translated]
    return [(source, WEIGHTS[source.name]) for source in sources]
