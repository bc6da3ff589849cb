"""Train the shipped embedding model.

``python -m qa.embedding.train --data ../shared/data --out qa/embedding/model``

Everything is drawn from ``--seed``. The tokenizer and checkpoints are kept in ``--work``;
``--resume`` goes on from the last checkpoint there.
"""

from __future__ import annotations

import argparse
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from qa.embedding.training.batches import DocumentSource, PairSource, Source
from qa.embedding.training.data import TrainingText, read_training_text
from qa.embedding.training.export import export
from qa.embedding.training.tokenizer import build_tokenizer
from qa.embedding.training.trainer import Recipe, Trainer
from qa.embedding.training.translation import TranslatedSource, learn_lexicons

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOG = logging.getLogger(__name__)
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


def main() -> None:
    """Read the data, make or reuse the tokenizer, train, and write the model folder."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    started = time.perf_counter()
    text = read_training_text(arguments.data)
    tokenizer = _tokenizer(arguments.work / "tokenizer.json", text, arguments)
    LOG.info("tokenizer ready after %.0f s", time.perf_counter() - started)
    recipe = Recipe(
        dimension=arguments.dimension,
        steps=arguments.steps,
        batch=arguments.batch,
        rate=arguments.rate,
        dropout=arguments.dropout,
        seed=arguments.seed,
    )
    size = tokenizer.get_vocab_size()
    vocabulary = [tokenizer.id_to_token(place) or "" for place in range(size)]
    trainer = Trainer(recipe, _sources(text, tokenizer, vocabulary), vocabulary)
    checkpoint = arguments.work / "checkpoint.pt"
    if arguments.resume and checkpoint.exists():
        trainer.resume(checkpoint)
    LOG.info("training from step %d after %.0f s", trainer.step, time.perf_counter() - started)
    trainer.run(checkpoint)
    export(arguments.out, tokenizer, trainer.matrix())
    LOG.info("%s written after %.0f s", arguments.out, time.perf_counter() - started)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the shipped embedding model.")
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument(
        "--work", type=Path, default=Path("build/embedding"), help="tokenizer and checkpoints"
    )
    parser.add_argument("--han", type=int, default=20_000, help="Chinese tokens")
    parser.add_argument("--other", type=int, default=20_000, help="tokens of other scripts")
    parser.add_argument("--dimension", type=int, default=Recipe.dimension)
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--batch", type=int, default=Recipe.batch, help="pairs a step")
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="highest learning rate")
    parser.add_argument("--dropout", type=float, default=Recipe.dropout, help="tokens left out")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint")
    return parser.parse_args()


def _tokenizer(path: Path, text: TrainingText, arguments: argparse.Namespace) -> Tokenizer:
    """A new tokenizer, kept in the work folder; when resuming, the one that is there."""
    from tokenizers import Tokenizer

    if arguments.resume and path.exists():
        return Tokenizer.from_file(str(path))
    tokenizer = build_tokenizer(
        text.english(),
        text.chinese(),
        han=arguments.han,
        other=arguments.other,
        dictionary=text.dictionary(),
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


if __name__ == "__main__":
    main()
