"""Fit how sure an answer is: ``python -m training answerability --data ../shared/data``.

Questions that neither the embedding model nor the reader was trained on are searched for in all
training passages, and what is found is read. Passages are right that answer; wrong are all others
that are found, and the right ones when the question takes a name or number for granted that is
another question's, or is asked of another place. A logistic regression tells them apart. The line
under which an answer is refused lets pass 97 of 100 of the questions whose passage is there.
Questions across languages are words of one sentence of translated news behind a question word, as
in ``training.ranking.train``.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from qa.answering.confidence import WEIGHTS_FILE, pair
from qa.answering.names import places_in
from qa.answering.quotes import READ
from qa.answering.signs import Signs, signs_of
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.errors import QuestionError
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.models.artefact import MODELS
from qa.reading.question import Question
from qa.reading.reader import read
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.text.folding import fold
from qa.text.language import HAN, detect_language
from qa.text.places import places, stands
from training.ranking.data import FILES, crossing_examples, distractors
from training.record import record
from training.static_reader.asked import read_asked
from training.static_reader.made import exchangeable, exchanged

_SEED = 20261123
_REFUSED = 0.03
_EVERY_SWAPPED = 2
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sought:
    """A question, the article that answers it, and whether it takes something wrong for granted."""

    question: str
    article: Article
    language: str | None
    swapped: bool = False


@dataclass(frozen=True)
class Found:
    """What was found for a question: signs of passages, and which of them answer.

    Attributes:
        languages: of the question and of the article that answers.
    """

    rows: Floats
    right: NDArray[np.bool_]
    swapped: bool
    languages: str


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "answerability",
    limit: Annotated[int, typer.Option(help="Questions across languages.")] = 600,
) -> None:
    """Fit each pair of languages; report how well they part what answers from what does not."""
    rng = random.Random(_SEED)  # noqa: S311
    train = data / "train"
    asked = read_asked(train)
    articles = {
        each.passage: make_article(ArticleDraft(title=each.title, body=each.passage))
        for each in asked
    }
    same = [Sought(each.question, articles[each.passage], None) for each in asked if each.unseen]
    crossing = [
        Sought(each.question, each.gold, each.language) for each in crossing_examples(train, rng)
    ]
    crossing = rng.sample(crossing, limit)
    known = [*articles.values(), *distractors(train), *(each.article for each in crossing)]
    with tempfile.TemporaryDirectory() as folder:
        ingest_articles(Path(folder), {article.id: article for article in known}.values())
        retriever = Retriever(Index(Path(folder)))
        found = [
            one
            for sought in (same, crossing)
            for one in _found(
                retriever, [*sought, *_swapped(sought, rng), *_elsewhere(sought, rng)]
            )
        ]
        retriever.index.close()
    fitted, figures = _fitted(found)
    out.mkdir(parents=True, exist_ok=True)
    (out / WEIGHTS_FILE).write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    record(
        out,
        "answerability",
        data=data,
        read=FILES,
        made_with=["tokenizer", "embedding", "lexicon", "ranking", "static_reader"],
        columns=Signs.names(),
        figures=figures,
    )


def _swapped(sought: Sequence[Sought], rng: random.Random) -> Iterator[Sought]:
    """Questions that take another question's name or number for granted."""
    others = [found for each in sought for found in exchangeable(each.question)]
    for each in sought[::_EVERY_SWAPPED]:
        question = exchanged(each.question, each.article.body, others, rng)
        if question is not None:
            yield Sought(question, each.article, each.language, swapped=True)


def _elsewhere(sought: Sequence[Sought], rng: random.Random) -> Iterator[Sought]:
    """Questions that are asked of another country or city than their article tells of."""
    for each in sought:
        named = places_in(each.question)
        other = rng.choice(places())
        name = other.chinese[0] if HAN.search(each.question) else other.english[0].title()
        if named and not stands(fold(name), each.article.body):
            question = each.question[: named[0].start] + name + each.question[named[0].end :]
            yield Sought(question, each.article, each.language, swapped=True)


def _found(retriever: Retriever, sought: Sequence[Sought]) -> Iterator[Found]:
    for each in sought:
        try:
            query = Query.of(each.question, retriever.index)
        except QuestionError:  # nothing but brackets and dashes was drawn
            continue
        filters = Filters(language=each.language) if each.language else None
        passages = retriever.search(query, k=READ, filters=filters)
        question = Question.of(query.text, query.language)
        readings = [read(question, passage.text, passage.title) for passage in passages]
        rows = [signs.row() for signs in signs_of(query, passages, readings)]
        if rows:
            right = [passage.article_id == each.article.id for passage in passages]
            languages = pair(query.language, detect_language(each.article.body))
            yield Found(np.array(rows), np.array(right), each.swapped, languages)


def _fitted(found: Sequence[Found]) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Weights within a language and across, a line for each pair of languages; and figures."""
    fitted: dict[str, dict[str, float]] = {}
    figures: dict[str, float] = {}
    for pairs in (("en-en", "zh-zh"), ("en-zh", "zh-en")):
        pool = [[one for one in found if one.languages == languages] for languages in pairs]
        for languages, own in zip(pairs, pool, strict=True):
            fitted[languages], areas = _fitted_pair(languages, own, pool)
            figures[f"{languages} auroc"] = float(np.mean(areas))
    return fitted, figures


def _fitted_pair(
    languages: str, own: Sequence[Found], pool: Sequence[Sequence[Found]]
) -> tuple[dict[str, float], list[float]]:
    """Weights of the pool, the line of a pair, and the AUROC of each half by the other's fit."""
    areas: list[float] = []
    for half in (0, 1):
        bias, weights = _weights([one for each in pool for one in each[1 - half :: 2]])
        line = _line(own[1 - half :: 2], bias, weights)
        areas.append(_report(languages, own[half::2], bias, weights, line))
    bias, weights = _weights([one for each in pool for one in each])
    fitted = {
        "bias": round(bias, 4),
        **dict(zip(Signs.names(), weights.round(4).tolist(), strict=True)),
        "line": round(_line(own, bias, weights), 4),
    }
    return fitted, areas


def _weights(found: Sequence[Found]) -> tuple[float, Floats]:
    rows = np.concatenate([one.rows for one in found])
    right = np.concatenate([one.right & (not one.swapped) for one in found])
    model = LogisticRegression(C=10.0).fit(rows, right)
    return float(model.intercept_[0]), np.asarray(model.coef_[0], np.float64)


def _best(one: Found, bias: float, weights: Floats, *, without_gold: bool = False) -> float:
    """The chance of the passage that is likeliest to answer."""
    kept = one.rows[~one.right] if without_gold else one.rows
    odds = kept @ weights + bias
    return float(1 / (1 + np.exp(-odds.max()))) if len(odds) else 0.0


def _line(found: Sequence[Found], bias: float, weights: Floats) -> float:
    sure = [_best(one, bias, weights) for one in found if one.right.any() and not one.swapped]
    return float(np.quantile(sure, _REFUSED))


def _report(kind: str, found: Sequence[Found], bias: float, weights: Floats, line: float) -> float:
    there = [_best(one, bias, weights) for one in found if not one.swapped]
    gone = [_best(one, bias, weights, without_gold=True) for one in found if not one.swapped]
    swapped = [_best(one, bias, weights) for one in found if one.swapped]
    labels = np.repeat([1, 0], [len(there), len(gone)])
    area = roc_auc_score(labels, there + gone)
    typer.echo(
        f"{kind}: weights {weights.round(2)}, AUROC {area:.3f}; below {line:.2f} are "
        f"{np.mean(np.array(there) < line):.2f} of {len(there)} answerable questions, "
        f"{np.mean(np.array(gone) < line):.2f} without their passage, "
        f"{np.mean(np.array(swapped) < line):.2f} of {len(swapped)} with a wrong premise"
    )
    return float(area)
