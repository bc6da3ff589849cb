"""Fit the reader: ``python -m qa.answering.fit_reading --data ../shared/data/train``.

Which sentence of the gold passage holds the answer? A softmax over the passage's sentences
with a small ridge, in two steps. How much each kind of match counts is learned from questions
that the embedding model was not trained on (it is too sure on its own); what a question asks
for against what a sentence offers, for which those are too few, from a larger share of all
questions, above all those whose answer is a list. Accuracy is five-fold cross-validated.
"""

from __future__ import annotations

import json
import lzma
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from qa.answering.reading import FEATURE_NAMES, MATCH_NAMES, WEIGHTS_FILE, features
from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.embedding.training.holdout import passage_held_out
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.query import Query
from qa.text.sentences import sentence_spans

_RIDGE = 1e-3
_FOLDS = 5
# Of the seen questions, every n-th and those whose answer is a list are used.
_EVERY = 10
_LIST = re.compile(r"、.+、|,.+,|[^,]+, .+ and ")
Floats = NDArray[np.float64]


class Row(NamedTuple):
    """A training question; ``unseen`` where the embedding model was not trained on it."""

    question: str
    passage: str
    answer: str
    unseen: bool


class Example(NamedTuple):
    """Features of a passage's sentences, and which of them hold the answer."""

    features: Floats
    right: NDArray[np.bool_]


def main(
    data: Annotated[Path, typer.Option(help="Folder with qa_zh.jsonl.xz and qa_en.jsonl.xz.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_FILE,
) -> None:
    """Fit, and report how often the best sentence holds the answer on questions left out."""
    rows = [row for name in ("qa_zh", "qa_en") for row in _rows(data / f"{name}.jsonl.xz")]
    with tempfile.TemporaryDirectory() as folder:
        passages = (make_article(ArticleDraft(title="", body=row.passage)) for row in rows)
        ingest_articles(Path(folder), {article.id: article for article in passages}.values())
        index = Index(Path(folder))
        unseen = _examples([row for row in rows if row.unseen], index)
        seen = _examples([row for row in rows if not row.unseen], index)
        index.close()
    hits: list[bool] = []
    for fold in range(_FOLDS):
        weights = _two_steps([e for i, e in enumerate(unseen) if i % _FOLDS != fold], seen)
        hits += [bool(e.right[int((e.features @ weights).argmax())]) for e in unseen[fold::_FOLDS]]
    typer.echo(f"{len(unseen)} unseen questions, best sentence right: {np.mean(hits):.3f}")
    fitted = _two_steps(unseen, seen).round(4).tolist()
    named = dict(zip(FEATURE_NAMES, fitted, strict=True))
    out.write_text(json.dumps(named, indent=1) + "\n", "utf-8")
    typer.echo(f"with {len(seen)} seen ones: {named}")


def _rows(path: Path) -> Iterator[Row]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            if not row["a"]:
                continue
            unseen, answer = passage_held_out(row["p"]), row["a"][0]
            if unseen or number % _EVERY == 0 or _LIST.search(answer):
                yield Row(row["q"], row["p"], answer, unseen)


def _examples(rows: list[Row], index: Index) -> list[Example]:
    return [example for row in rows if (example := _example(row, index)) is not None]


def _example(row: Row, index: Index) -> Example | None:
    body = make_article(ArticleDraft(title="", body=row.passage)).body
    sentences = [body[start:end] for start, end in sentence_spans(body)]
    right = np.array([row.answer in sentence for sentence in sentences])
    if not right.any() or right.all():
        return None
    return Example(features(Query.of(row.question, index), sentences), right)


def _two_steps(unseen: list[Example], seen: list[Example]) -> Floats:
    matching = _fit(unseen, np.ones(len(FEATURE_NAMES), bool), np.zeros(len(FEATURE_NAMES)))
    kinds = np.arange(len(FEATURE_NAMES)) >= len(MATCH_NAMES)
    return _fit(unseen + seen, kinds, matching)


def _fit(examples: list[Example], free: NDArray[np.bool_], start: Floats) -> Floats:
    """Weights that start as given, of which only the free ones are learned."""

    def loss(values: Floats) -> tuple[float, Floats]:
        w = start.copy()
        w[free] = values
        value, slope = _RIDGE * float(w @ w) * len(examples), 2 * _RIDGE * w * len(examples)
        for x, right in examples:
            logits = x @ w
            whole, correct = logsumexp(logits), logsumexp(logits[right])
            value += float(whole - correct)
            share = np.exp(logits - whole)
            share[right] -= np.exp(logits[right] - correct)
            slope += share @ x
        return value, slope[free]

    fitted = start.copy()
    fitted[free] = minimize(loss, start[free], jac=True, method="L-BFGS-B").x
    return fitted


if __name__ == "__main__":
    typer.run(main)
