"""Fit the relevance weights: ``python -m qa.retrieval.fit --data ../shared/data/train``.

For each training question the gold passage is a positive example, and the best passage that
is not gold a negative one: just what stands first when the answer is not in the index. The
two kinds are balanced, so a probability of 0.5 is the point where a passage goes with the
question as often as not. Only pairs that the embedding model was not trained on are used.
Questions that cross languages do not exist in the training data; English sentences of
parallel news with half of their words left out stand in for them.
"""

from __future__ import annotations

import json
import lzma
import random
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.embedding.training.data import IN_ORDER, parallel_lines
from qa.embedding.training.holdout import line_held_out, passage_held_out
from qa.errors import QuestionError
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.query import Query
from qa.retrieval.relevance import WEIGHTS_FILE, Features, Weights
from qa.retrieval.retriever import Retriever, match

_SEED = 20261122
_SENTENCES_A_PASSAGE = 5


@dataclass(frozen=True)
class Example:
    """A question and the article that holds its answer."""

    question: str
    gold: Article


def main(
    data: Annotated[Path, typer.Option(help="Folder with qa_*.jsonl.xz and parallel.*.tsv.xz.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_FILE,
    limit: Annotated[int, typer.Option(help="Questions of each kind.")] = 1500,
) -> None:
    """Fit both sets of weights and report how well they separate held-out pairs."""
    rng = random.Random(_SEED)  # noqa: S311
    same = [e for name in ("qa_zh", "qa_en") for e in _questions(data / f"{name}.jsonl.xz")]
    crossing = list(_crossing(data / "parallel.en-zh.tsv.xz", rng))
    weights: dict[str, object] = {}
    for kind, examples in (("same_language", same), ("cross_language", crossing)):
        rng.shuffle(examples)
        features, labels = _pairs(examples, limit)
        fitted, auc = _fit(features, labels)
        weights[kind] = asdict(fitted)
        typer.echo(f"{kind}: {len(labels)} pairs, AUROC {auc:.3f} in 5-fold cross-validation")
        typer.echo(f"  {fitted}")
    out.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


def _questions(path: Path) -> Iterator[Example]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if passage_held_out(row["p"]):
                yield Example(row["q"], make_article(ArticleDraft(title="", body=row["p"])))


def _crossing(path: Path, rng: random.Random) -> Iterator[Example]:
    """Half the words of an English sentence, and the Chinese passage around its translation."""
    held_out = (
        (english, chinese)
        for line, (source, english, chinese) in parallel_lines(path)
        if source.startswith(IN_ORDER) and line_held_out(source, line)
    )
    while rows := list(islice(held_out, _SENTENCES_A_PASSAGE)):
        article = make_article(ArticleDraft(title="", body="".join(row[1] for row in rows)))
        for english, _ in rows:
            yield Example(_thinned(english, rng), article)


def _thinned(sentence: str, rng: random.Random) -> str:
    words = sentence.split()
    kept = sorted(rng.sample(range(len(words)), max(1, min(12, len(words) // 2))))
    return " ".join(words[i] for i in kept)


def _pairs(examples: list[Example], limit: int) -> tuple[list[Features], list[int]]:
    """Features and labels (1: gold) over an index of all the examples' passages."""
    features: list[Features] = []
    labels: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        ingest_articles(Path(folder), {e.gold.id: e.gold for e in examples}.values())
        index = Index(Path(folder))
        retriever = Retriever(index)
        for example in examples[:limit]:
            try:
                query = Query.of(example.question, index)
            except QuestionError:  # thinning left a dash or a bracket
                continue
            found = retriever.candidates(query)
            gold = [pair for pair in found if pair[1].id == example.gold.id][:1]
            other = [pair for pair in found if pair[1].id != example.gold.id][:1]
            features.extend(match(query, gold + other))
            labels.extend([1] * len(gold) + [0] * len(other))
        index.close()
    return features, labels


def _fit(features: list[Features], labels: list[int]) -> tuple[Weights, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_score

    x, y = np.array([astuple(f) for f in features]), np.array(labels)
    model = LogisticRegression(class_weight="balanced", max_iter=1000)
    auc = float(cross_val_score(model, x, y, cv=5, scoring="roc_auc").mean())
    model.fit(x, y)
    bias = float(model.intercept_[0])
    return Weights(round(bias, 4), *(round(float(w), 4) for w in model.coef_[0])), auc


if __name__ == "__main__":
    typer.run(main)
