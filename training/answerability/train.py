"""Fit how sure an answer is: ``python -m training answerability --data ../shared/data``.

Questions that neither the embedding model nor the reader was trained on are searched for among
all training passages and news, and what is found is read. Passages are right that hold the answer;
wrong are all others that are found, those found when the right one is not there, and all of them
when the question was made unanswerable. A logistic regression tells them apart; what the best
sentence and its words have of that probability is then scaled so that it comes true as often as
it says. The line under which an answer is refused lets pass 92 of 100 of the questions whose
passage is there; words stand apart from the line on above which 80 of 100 are right.
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

from evals.matching import token_f1
from qa.answering.abstention import CALIBRATION_FILE, Signs, log_odds, logistic, pair, shares
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.errors import QuestionError
from qa.index.filters import Filters
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.models.artefact import MODELS
from qa.reading.decoding import ReadPassage
from qa.reading.reader import Reader, shipped_reader
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from qa.text.language import detect_language, is_chinese
from training.ranking.data import FILES, distractors
from training.reader.dataset import examples
from training.reader.questions import Example
from training.record import record

_SEED = 20261128
_READ = 8
_PASSED, _PRECISE = 0.92, 0.8
_RIGHT_WORDS = 0.6  # token F1 from which words count as right
_OF_A_KIND = 450
_PAIRS = ("en-en", "zh-zh", "en-zh", "zh-en")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Read:
    """A passage that was found for a question.

    Attributes:
        right: whether it holds the answer.
        sentence, words: the share of its best sentence and of that one's words.
        right_sentence, right_words: whether these are right.
    """

    row: Floats
    right: bool
    sentence: float
    words: float
    right_sentence: bool
    right_words: bool


@dataclass(frozen=True)
class Sought:
    """A question that was searched for, and what was read."""

    languages: str
    answerable: bool
    read: tuple[Read, ...]


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "answerability",
    limit: Annotated[int, typer.Option(help="Questions of a kind.")] = _OF_A_KIND,
) -> None:
    """Fit each pair of languages; report how well they part what answers from what does not."""
    rng = random.Random(_SEED)  # noqa: S311
    asked = _sample([each for each in examples(data / "train", rng) if each.held_out], limit, rng)
    articles = {each.passage: _article(each) for each in asked}
    known = {article.id: article for article in (*articles.values(), *distractors(data / "train"))}
    reader = shipped_reader(2)
    with tempfile.TemporaryDirectory() as folder:
        ingest_articles(Path(folder), known.values())
        retriever = Retriever(Index(Path(folder)))
        sought = [found for each in asked for found in _sought(retriever, reader, each, articles)]
        retriever.index.close()
    fitted, figures = _fitted(sought)
    out.mkdir(parents=True, exist_ok=True)
    (out / CALIBRATION_FILE).write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    record(
        out,
        "answerability",
        data=data,
        read=FILES,
        made_with=["tokenizer", "embedding", "lexicon", "ranking", "reader"],
        columns=Signs.names(),
        figures=figures,
    )


def _article(each: Example) -> Article:
    return make_article(ArticleDraft(title=each.title, body=each.passage))


def _sample(held: Sequence[Example], limit: int, rng: random.Random) -> list[Example]:
    """So many of each kind; a near passage is found by the search itself."""
    kinds = sorted({each.kind for each in held if not each.kind.endswith("-near")})
    groups = ([each for each in held if each.kind == kind] for kind in kinds)
    return [each for group in groups for each in rng.sample(group, min(limit, len(group)))]


def _sought(
    retriever: Retriever, reader: Reader, each: Example, articles: dict[str, Article]
) -> Iterator[Sought]:
    """The question as searched for; and once more without the passage that answers."""
    try:
        query = Query.of(each.question, retriever.index)
    except QuestionError:  # nothing but brackets and dashes was drawn
        return
    gold = articles[each.passage]
    chinese = is_chinese(gold.language)
    crosses = is_chinese(query.language) != chinese
    filters = Filters(language="zh" if chinese else "en") if crosses else None
    passages = retriever.search(query, k=2 * _READ, filters=filters)
    readings = reader.read(query.text, query.language, passages)
    found = [_read(each, gold, *one) for one in zip(passages, readings, strict=True)]
    languages = pair(query.language, detect_language(each.passage))
    if found:
        yield Sought(languages, bool(each.answers), tuple(found[:_READ]))
    without = tuple(one for one in found if not one.right)[:_READ]
    if each.answers and without:
        yield Sought(languages, answerable=False, read=without)


def _read(each: Example, gold: Article, passage: Passage, reading: ReadPassage) -> Read:
    row = Signs.of(passage, reading).row()
    held = [answer for answer in each.answers if answer in passage.text]
    right = bool(held) and passage.article_id == gold.id
    parts = list(zip(shares(reading), reading.sentences, strict=True))
    if not parts:
        return Read(row, right, 0.0, 0.0, right_sentence=False, right_words=False)
    (of_sentence, _), sentence = max(parts, key=lambda part: part[0][0])
    (_, of_words), worded = max(parts, key=lambda part: part[0][0] * part[0][1])
    text = passage.text
    told = text[sentence.start : sentence.end]
    words = text[worded.span_start : worded.span_end]
    return Read(
        row,
        right,
        of_sentence,
        of_words,
        right_sentence=right and any(answer in told or told in answer for answer in held),
        right_words=right and not each.by_sentence and token_f1(words, held) >= _RIGHT_WORDS,
    )


def _fitted(sought: Sequence[Sought]) -> tuple[dict[str, object], dict[str, float]]:
    """All that ships, and figures of each half by what was fitted on the other."""
    figures: dict[str, float] = {}
    pairs: dict[str, dict[str, float]] = {}
    chosen: list[tuple[float, bool, float, bool, bool]] = []
    for languages in _PAIRS:
        own = [one for one in sought if one.languages == languages]
        for half in (0, 1):
            values = _fitted_pair(own[1 - half :: 2])
            judged = [_judged(one, values) for one in own[half::2]]
            chosen += judged
            for name, value in _figures(judged).items():
                figures[f"{languages} {name}"] = figures.get(f"{languages} {name}", 0.0) + value / 2
        pairs[languages] = _fitted_pair(own)
    for name, value in figures.items():
        typer.echo(f"{name}: {value:.3f}")
    sure = np.array([one[0] for one in chosen if one[4]])
    line = float(np.quantile(sure, 1 - _PASSED))
    words_line = _precise([(one[2], one[3]) for one in chosen if one[0] >= line])
    typer.echo(f"line {line:.3f}, words from {words_line:.3f}")
    return {"line": round(line, 4), "words_line": round(words_line, 4), "pairs": pairs}, figures


def _fitted_pair(sought: Sequence[Sought]) -> dict[str, float]:
    rows = np.array([one.row for each in sought for one in each.read])
    right = np.array([one.right for each in sought for one in each.read])
    model = LogisticRegression(C=10.0).fit(rows, right)
    bias, weights = float(model.intercept_[0]), model.coef_[0]
    best = [_best(each, bias, weights) for each in sought]
    sentence = _scale([(p * one.sentence, one.right_sentence) for p, one in best])
    words = _scale([(p * one.words, one.right_words) for p, one in best])
    values = {
        "bias": bias,
        **dict(zip(Signs.names(), weights.tolist(), strict=True)),
        "sentence_slope": sentence[0],
        "sentence_shift": sentence[1],
        "words_slope": words[0],
        "words_shift": words[1],
    }
    return {name: round(float(value), 4) for name, value in values.items()}


def _best(each: Sought, bias: float, weights: Floats) -> tuple[float, Read]:
    """The passage whose best sentence is likeliest to answer, and its probability."""
    judged = ((logistic(bias + float(one.row @ weights)), one) for one in each.read)
    return max(judged, key=lambda pair: pair[0] * pair[1].sentence)


def _scale(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of the log-odds (Platt)."""
    odds = np.array([[log_odds(probability)] for probability, _ in pairs])
    model = LogisticRegression(C=100.0).fit(odds, [right for _, right in pairs])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _judged(one: Sought, values: dict[str, float]) -> tuple[float, bool, float, bool, bool]:
    """Confidence and whether it is right, the same of the words, and whether it is answerable."""
    weights = np.array([values[name] for name in Signs.names()])
    probability, best = _best(one, values["bias"], weights)

    def scaled(raw: float, name: str) -> float:
        return logistic(values[f"{name}_slope"] * log_odds(raw) + values[f"{name}_shift"])

    return (
        scaled(probability * best.sentence, "sentence"),
        best.right_sentence,
        scaled(probability * best.words, "words"),
        best.right_words,
        one.answerable,
    )


def _figures(judged: Sequence[tuple[float, bool, float, bool, bool]]) -> dict[str, float]:
    confidence = np.array([one[0] for one in judged])
    answerable = np.array([one[4] for one in judged])
    right = np.array([one[1] for one in judged])
    return {
        "auroc": float(roc_auc_score(answerable, confidence)),
        "right": float(right[answerable].mean()),
        "expected_calibration_error": expected_calibration_error(confidence, right),
    }


def expected_calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """How far probabilities are from what comes true, over ten bins (Guo et al. 2017)."""
    bins = np.minimum((confidence * 10).astype(int), 9)
    gaps = (
        (bins == each).mean() * abs(confidence[bins == each].mean() - right[bins == each].mean())
        for each in np.unique(bins)
    )
    return float(sum(gaps))


def _precise(pairs: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability above which enough of the words are right."""
    ranked = sorted(pairs, reverse=True)
    right = np.cumsum([one for _, one in ranked]) / np.arange(1, len(ranked) + 1)
    enough = np.flatnonzero(right >= _PRECISE)
    return ranked[int(enough[-1])][0] if len(enough) else 1.0
