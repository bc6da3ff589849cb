"""The shipped embedding model: ``python -m benchmarks.embedding DEV --beside MODEL``.

DEV is a folder of eval sets in BEIR layout. Prints how long loading takes, how many passages
a second are embedded, how well plain sentence-transformers and we agree, and how alike a
question's Traditional and Simplified forms are.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from evals.datasets import load_beir, read_documents
from evals.models import find_model
from qa.embedding.load import load_embedding_model
from qa.embedding.model import EmbeddingModel
from qa.embedding.static import StaticModel
from qa.settings import SHIPPED_EMBEDDING_MODEL
from qa.text.folding import simplified, traditional

_TOKENS = 100
_SECONDS = 3.0


def main(
    dev: Annotated[Path, typer.Argument(help="Eval sets, such as ../shared/data/dev.")],
    beside: Annotated[str | None, typer.Option(help="A model to time in the same run.")] = None,
    passages: Annotated[int, typer.Option(help="How many to embed.")] = 2_000,
    runs: Annotated[int, typer.Option(help="How often to load.")] = 5,
) -> None:
    """Measure the shipped model, on passages of 100 of its own tokens."""
    seconds = [_seconds_to_load() for _ in range(runs)]
    print(f"loading: median {statistics.median(seconds):.2f} s of {runs}, torch not imported")
    model = StaticModel(SHIPPED_EMBEDDING_MODEL)
    texts = list(itertools.islice(_cut(_passages(dev), model), passages))
    ours = _rate(model, texts)
    print(f"embedding: {ours:,.0f} passages of {_TOKENS} tokens a second ({len(texts)} passages)")
    if beside:
        other = load_embedding_model(find_model(beside))
        theirs = _rate(other, texts[::20])
        print(f"{other.name}: {theirs:,.1f} of every twentieth; ours is {ours / theirs:,.0f} times")
    _agreement(model, [query.text for query in load_beir(dev / "drcd-dev").queries])
    _reference(model, texts[:: max(1, len(texts) // 200)])


def _seconds_to_load() -> float:
    started = time.perf_counter()
    StaticModel(SHIPPED_EMBEDDING_MODEL).encode(["a bridge"])
    return time.perf_counter() - started


def _passages(dev: Path) -> Iterator[str]:
    for path in sorted(dev.glob("*/corpus.jsonl")):
        yield from (draft.body for draft in read_documents(path))


def _cut(texts: Iterator[str], model: StaticModel) -> Iterator[str]:
    """The texts of at least 100 tokens, cut to about as many."""
    for text in texts:
        tokens = len(model.token_ids([text])[0])
        if tokens >= _TOKENS:
            yield text[: len(text) * _TOKENS // tokens]


def _rate(model: EmbeddingModel, texts: list[str]) -> float:
    """Texts a second, the best of the rounds that fit into some seconds."""
    model.encode(texts[:8])
    best, spent = 0.0, 0.0
    while spent < _SECONDS:
        started = time.perf_counter()
        model.encode(texts)
        seconds = time.perf_counter() - started
        best, spent = max(best, len(texts) / seconds), spent + seconds
    return best


def _agreement(model: StaticModel, questions: list[str]) -> None:
    one = model.encode([simplified(text) for text in questions])
    two = model.encode([traditional(text) for text in questions])
    cosines = np.einsum("ij,ij->i", one, two)
    print(f"scripts: mean cosine {cosines.mean():.4f} over {len(questions)} questions")


def _reference(model: StaticModel, texts: list[str]) -> None:
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(SHIPPED_EMBEDDING_MODEL), device="cpu")
    furthest = np.abs(reference.encode(texts) - model.encode(texts)).max()
    print(f"plain SentenceTransformer.encode: {furthest:.1e} away at most ({len(texts)} passages)")


if __name__ == "__main__":
    typer.run(main)
