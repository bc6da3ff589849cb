"""Fit the relevance weights: ``python -m qa.retrieval.fit --data ../shared/data/train``.

For each training question the gold passage is a positive example, and the best passage that
is not gold a negative one: just what stands first when the answer is not in the index. The
two kinds are balanced, so a probability of 0.5 is the point where a passage goes with the
question as often as not. Only pairs that the embedding model was not trained on are used.
Questions that cross languages do not exist in the training data; a few words of translated
news behind a question word stand in for them: most from one sentence, some from around it.
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
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

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
from qa.text.terms import is_stop_word

_SEED = 20261122
_SENTENCES_A_PASSAGE = 5
_RIDGE = 1e-4
Floats = NDArray[np.float64]
_QUESTION_WORDS = ("What", "Which", "Who", "When", "Where", "How many", "Why did", "How does")


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
    """Fit both sets of weights and report how well they separate the pairs."""
    rng = random.Random(_SEED)  # noqa: S311
    same = [e for name in ("qa_zh", "qa_en") for e in _questions(data / f"{name}.jsonl.xz")]
    crossing = list(_crossing(data / "parallel.en-zh.tsv.xz", rng))
    x, y = _pairs(same, limit, rng)
    auc = _cross_validated(x, y)
    plain = _logistic(x, y)
    _report("same_language", x, y, plain, auc)
    x, y = _pairs(crossing, limit, rng)
    # The stand-in questions are no real ones: they may set scale and offset, not the shape.
    bias, scale = _logistic((x @ plain[1:])[:, None], y)
    crossed = np.concatenate([[bias], scale * plain[1:]])
    _report("cross_language", x, y, crossed, float(roc_auc_score(y, x @ crossed[1:])))
    fitted = {"same_language": plain, "cross_language": crossed}
    weights = {kind: asdict(Weights(*values.round(4).tolist())) for kind, values in fitted.items()}
    out.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")


def _report(kind: str, x: Floats, y: Floats, weights: Floats, auc: float) -> None:
    scores = 1 / (1 + np.exp(-(weights[0] + x @ weights[1:])))
    typer.echo(f"{kind}: {len(y)} pairs, AUROC {auc:.3f}, weights {weights.round(2).tolist()}")
    for share in (0.05, 0.1, 0.2):
        line = float(np.quantile(scores[y == 1], share))
        below = float((scores[y == 0] < line).mean())
        typer.echo(f"  below {line:.2f}: {share:.0%} of the answerable, {below:.0%} of the others")


def _questions(path: Path) -> Iterator[Example]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if passage_held_out(row["p"]):
                yield Example(row["q"], make_article(ArticleDraft(title="", body=row["p"])))


def _crossing(path: Path, rng: random.Random) -> Iterator[Example]:
    """Words of English sentences, and the Chinese passage that holds their translations."""
    held_out = (
        (english, chinese)
        for line, (source, english, chinese) in parallel_lines(path)
        if source.startswith(IN_ORDER) and line_held_out(source, line)
    )
    while rows := list(islice(held_out, _SENTENCES_A_PASSAGE)):
        article = make_article(ArticleDraft(title="", body="".join(row[1] for row in rows)))
        around = " ".join(english for english, _ in rows)
        for english, _ in rows:
            words = _some(english, rng.randint(3, 6), rng) + _some(around, rng.randint(0, 1), rng)
            yield Example(" ".join([rng.choice(_QUESTION_WORDS), *words]), article)


def _some(text: str, count: int, rng: random.Random) -> list[str]:
    words = [word for word in text.split() if len(word) > 2 and not is_stop_word(word)]
    return rng.sample(words, min(count, len(words)))


def _pairs(examples: list[Example], limit: int, rng: random.Random) -> tuple[Floats, Floats]:
    """Features, one row a pair, and labels (1: gold), over an index of all the passages."""
    features: list[Features] = []
    labels: list[int] = []
    rng.shuffle(examples)
    with tempfile.TemporaryDirectory() as folder:
        ingest_articles(Path(folder), {e.gold.id: e.gold for e in examples}.values())
        index = Index(Path(folder))
        retriever = Retriever(index)
        for example in examples[:limit]:
            try:
                query = Query.of(example.question, index)
            except QuestionError:  # nothing but brackets and dashes was drawn
                continue
            found = retriever.candidates(query)
            gold = [pair for pair in found if pair[1].id == example.gold.id][:1]
            other = [pair for pair in found if pair[1].id != example.gold.id][:1]
            features.extend(match(query, gold + other))
            labels.extend([1] * len(gold) + [0] * len(other))
        index.close()
    return np.array([astuple(f) for f in features]), np.array(labels, np.float64)


def _cross_validated(x: Floats, y: Floats) -> float:
    """Mean AUROC over five folds."""
    folds = StratifiedKFold(5, shuffle=True, random_state=_SEED).split(x, y)
    areas = [
        roc_auc_score(y[test], x[test] @ _logistic(x[train], y[train])[1:]) for train, test in folds
    ]
    return float(np.mean(areas))


def _logistic(x: Floats, y: Floats) -> Floats:
    """Bias and weights of a balanced logistic regression whose weights are not negative.

    A better match never speaks against a passage: without the bound, measures that overlap
    would cancel each other in ways that only hold for the training pairs.
    """
    ones = np.hstack([np.ones((len(x), 1)), x])
    signs = 2.0 * y - 1.0
    share = np.where(y == 1, 0.5 / y.sum(), 0.5 / (1 - y).sum())

    def loss(w: Floats) -> tuple[float, Floats]:
        margins = signs * (ones @ w)
        value = float(share @ np.logaddexp(0.0, -margins)) + _RIDGE * float(w[1:] @ w[1:])
        slope = -(share * signs / (1.0 + np.exp(margins))) @ ones
        slope[1:] += 2 * _RIDGE * w[1:]
        return value, slope

    bounds = [(None, None)] + [(0.0, None)] * x.shape[1]
    found = minimize(loss, np.zeros(ones.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


if __name__ == "__main__":
    typer.run(main)
