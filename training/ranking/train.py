"""Fit the relevance weights: ``python -m training ranking --data ../shared/data``.

Training questions are asked of an index of all training passages. Two things are wanted of the
weights, and both are in the loss: that the gold passage stands above the other candidates of its
question (the listwise loss of ListNet: Cao et al., "Learning to rank: from pairwise approach
to listwise approach", 2007), and that a probability of 0.5 parts gold passages from the best
others over all questions (a balanced logistic loss), which is what a refusal hangs on. Only
questions that the embedding model was not trained on are used. Questions that cross languages
do not exist in the training data; a few words of translated news behind a question word stand
in for them: most from one sentence, some from around it.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from qa.errors import QuestionError
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.models.artefact import MODELS
from qa.retrieval.candidates import propose
from qa.retrieval.features import Features, match
from qa.retrieval.query import Query
from qa.retrieval.relevance import WEIGHTS_FILE
from training.ranking.data import FILES, Example, crossing_examples, distractors, examples
from training.record import record

_SEED = 20261122
_RIDGE = 1e-3
_FOLDS = 5
NAMES = Features.names()
# Measures of no use, by kind. Across languages some translation of a word stands beside most
# sentences: without what is beside them passages among 68,221 news articles rank better by 0.016
# MRR, and without coverage they rank the same (python -m benchmarks.ablations).
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "same_language": (),
    "cross_language": ("coverage", "passage_alignment"),
}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question's candidates: their features, (n, features), and which one is gold."""

    features: Floats
    gold: int

    @property
    def others(self) -> Floats:
        """The features of those that are not gold."""
        return np.delete(self.features, self.gold, axis=0)


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "ranking",
    limit: Annotated[int, typer.Option(help="Questions of each kind.")] = 2000,
) -> None:
    """Fit both sets of weights; report how well they rank and part, and what each measure adds."""
    rng = random.Random(_SEED)  # noqa: S311
    train = data / "train"
    same, crossing = examples(train), crossing_examples(train, rng)
    rng.shuffle(same)
    rng.shuffle(crossing)
    with tempfile.TemporaryDirectory() as folder:
        golds = {example.gold.id: example.gold for example in [*same, *crossing]}
        others = {article.id: article for article in distractors(train)}
        ingest_articles(Path(folder), (others | golds).values())
        index = Index(Path(folder))
        kinds = {
            "same_language": collect(index, same[:limit]),
            "cross_language": collect(index, crossing[:limit]),
        }
        index.close()
    weights, figures = {}, {}
    for kind, asked in kinds.items():
        figures.update(_report(kind, asked))
        bias, *rest = calibrated(asked, fit(asked, LEFT_OUT[kind])).round(4).tolist()
        weights[kind] = {"bias": bias, **dict(zip(NAMES, rest, strict=True))}
    out.mkdir(parents=True, exist_ok=True)
    (out / WEIGHTS_FILE).write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    made_with = ["tokenizer", "embedding", "lexicon"]
    record(
        out, "ranking", data=data, read=FILES, made_with=made_with, columns=NAMES, figures=figures
    )


def collect(index: Index, wanted: Sequence[Example]) -> list[Asked]:
    """Ask the questions; those whose gold passage is no candidate are left out."""
    found: list[Asked] = []
    for example in wanted:
        try:
            query = Query.of(example.question, index)
        except QuestionError:  # nothing but brackets and dashes was drawn
            continue
        candidates = propose(query, Filters(language=example.language)).candidates
        gold = [n for n, one in enumerate(candidates) if one.article.id == example.gold.id]
        if gold and len(candidates) > len(gold):
            # Overlapping chunks of the gold article are neither right nor wrong.
            kept = [n for n in range(len(candidates)) if n not in gold[1:]]
            rows = match(query, [candidates[n] for n in kept]).table().astype(np.float64)
            found.append(Asked(rows, kept.index(gold[0])))
    typer.echo(f"{len(found)} of {len(wanted)} questions have their passage among the candidates")
    return found


def fit(asked: Sequence[Asked], without: Collection[str] = ()) -> Floats:
    """Bias and a weight for each measure, none of them negative, (1 + features,).

    A better match never speaks against a passage: without the bound, measures that overlap
    would cancel each other in ways that only hold for the training pairs.

    Args:
        without: measures whose weights are held at 0.
    """
    sizes = np.array([len(one.features) for one in asked])
    starts = np.cumsum(sizes) - sizes
    rows = np.concatenate([one.features for one in asked])
    gold = starts + np.array([one.gold for one in asked])
    is_gold = np.zeros(len(rows), np.bool_)
    is_gold[gold] = True

    def loss(w: Floats) -> tuple[float, Floats]:
        scores = rows @ w[1:]
        # Listwise: the gold passage against all candidates of its question.
        top = np.maximum.reduceat(scores, starts)
        odds = np.exp(scores - np.repeat(top, sizes))
        totals = np.add.reduceat(odds, starts)
        listwise = float(np.mean(np.log(totals) + top - scores[gold]))
        chances = odds / np.repeat(totals, sizes)
        slope = (chances @ rows - rows[gold].sum(axis=0)) / len(asked)
        # Over all questions: gold passages against the best others.
        best = _best_others(scores, is_gold, starts)
        both = rows[np.concatenate([gold, best])]
        signs = np.repeat([1.0, -1.0], len(asked))
        margins = signs * (both @ w[1:] + w[0])
        apart = float(np.mean(np.logaddexp(0.0, -margins)))
        pull = -signs / (1.0 + np.exp(margins)) / len(both)
        value = listwise + apart + _RIDGE * float(w[1:] @ w[1:])
        return value, np.concatenate([[pull.sum()], slope + pull @ both + 2 * _RIDGE * w[1:]])

    bounds = [(None, None)] + [(0.0, 0.0 if name in without else None) for name in NAMES]
    start = np.ones(len(bounds))
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)


def calibrated(asked: Sequence[Asked], weights: Floats) -> Floats:
    """The weights scaled, and the bias set, so that scores are probabilities.

    Gold passages are the positive examples and the best others the negative ones, as many of
    each (Platt, "Probabilistic outputs for support vector machines", 1999). The order of
    passages stays.
    """
    gold, best = _scores(asked, weights)
    scores = np.concatenate([gold, best])
    signs = np.repeat([1.0, -1.0], len(asked))

    def loss(line: Floats) -> float:
        return float(np.mean(np.logaddexp(0.0, -signs * (line[0] + line[1] * scores))))

    found = minimize(loss, np.array([weights[0], 1.0]), method="L-BFGS-B")
    bias, scale = found.x
    return np.concatenate([[bias], scale * weights[1:]])


def _best_others(
    scores: Floats, is_gold: NDArray[np.bool_], starts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where the best candidate that is not gold stands, for each question."""
    masked = np.where(is_gold, -np.inf, scores)
    parts = np.split(masked, starts[1:])
    best: NDArray[np.int64] = starts + np.array([int(part.argmax()) for part in parts])
    return best


def _report(kind: str, asked: Sequence[Asked]) -> dict[str, float]:
    left_out = LEFT_OUT[kind]
    whole, auroc = _cross_validated(asked, left_out)
    typer.echo(f"{kind}: {len(asked)} questions, MRR {whole:.3f}, AUROC {auroc:.3f}")
    weights = calibrated(asked, fit(asked, left_out))
    for name, weight in zip(NAMES, weights[1:], strict=True):
        if name in left_out:
            continue
        mrr, area = _cross_validated(asked, (*left_out, name))
        typer.echo(
            f"  {name:20} {weight:6.2f}   without it: MRR {mrr - whole:+.4f}, "
            f"AUROC {area - auroc:+.4f}"
        )
    gold, best = (1 / (1 + np.exp(-(s + weights[0]))) for s in _scores(asked, weights))
    for share in (0.05, 0.1, 0.2):
        line = float(np.quantile(gold, share))
        below = float((best < line).mean())
        typer.echo(f"  below {line:.2f}: {share:.0%} of the answerable, {below:.0%} of the others")
    return {f"{kind} mrr": whole, f"{kind} auroc": auroc}


def _scores(asked: Sequence[Asked], weights: Floats) -> tuple[Floats, Floats]:
    """The scores of each question's gold passage and of its best other one, without the bias."""
    gold = [float(one.features[one.gold] @ weights[1:]) for one in asked]
    best = [float((one.others @ weights[1:]).max()) for one in asked]
    return np.array(gold), np.array(best)


def _cross_validated(asked: Sequence[Asked], without: Collection[str]) -> tuple[float, float]:
    """MRR over the candidates, and AUROC of gold passages against the best others."""
    ranks: list[float] = []
    areas: list[float] = []
    for train, test in KFold(_FOLDS, shuffle=True, random_state=_SEED).split(asked):
        weights = fit([asked[n] for n in train], without)
        held = [asked[n] for n in test]
        for one in held:
            scores = one.features @ weights[1:]
            ranks.append(1.0 / (1 + int((scores > scores[one.gold]).sum())))
        gold, best = _scores(held, weights)
        labels = np.repeat([1, 0], len(held))
        areas.append(float(roc_auc_score(labels, np.concatenate([gold, best]))))
    return float(np.mean(ranks)), float(np.mean(areas))
