"""The fit: regressions that tell sentences and words that answer, and the lines on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from qa.answering.abstention import Signs, log_odds, logistic
from training.answerability.sought import Flags, Floats, Read, Sought

_PASSED, _PRECISE = 0.9, 0.8
_ANSWERABLE = 2 / 3  # of the questions that readers ask, as we guess
_PAIRS = ("en-en", "zh-zh", "en-zh", "zh-en")


@dataclass(frozen=True)
class Judged:
    """The best sentence that was read for a question.

    Attributes:
        chance, of_words: the probabilities that it holds the answer, that its words are it.
        right, right_words: whether it does, whether they are.
    """

    chance: float
    right: bool
    of_words: float
    right_words: bool
    answerable: bool
    worded: bool


def fit(sought: Sequence[Sought]) -> tuple[dict[str, object], dict[str, float]]:
    """All that ships, and figures of each half by what was fitted on the other."""
    figures: dict[str, float] = {}
    pairs: dict[str, dict[str, dict[str, float]]] = {}
    everything: list[Judged] = []
    for languages in _PAIRS:
        own = [one for one in sought if one.languages == languages]
        judged: list[Judged] = []
        for half in (0, 1):
            values = _fitted_pair([one for one in own if one.question % 2 != half])
            judged += [_judged(one, values) for one in own if one.question % 2 == half]
        figures |= {f"{languages} {name}": value for name, value in _figures(judged).items()}
        everything += judged
        pairs[languages] = _fitted_pair(own)
    sure = [one.chance for one in everything if one.answerable]
    line = float(np.quantile(sure, 1 - _PASSED))
    shown = [one for one in everything if one.answerable and one.chance >= line and one.worded]
    words_line = _precise([(one.of_words, one.right_words) for one in shown])
    for name, value in figures.items():
        typer.echo(f"{name}: {value:.3f}")
    typer.echo(f"line {line:.3f}, words from {words_line:.3f}")
    return {"line": round(line, 4), "words_line": round(words_line, 4), "pairs": pairs}, figures


def _fitted_pair(sought: Sequence[Sought]) -> dict[str, dict[str, float]]:
    worded = [each for each in sought if each.worded]
    sentence = _fitted(sought, [one.sentences for each in sought for one in each.read])
    words = _fitted(worded, [one.words for each in worded for one in each.read])
    best = [_best(each, sentence) for each in sought]
    _scale(sentence, sought, best, [bool(one.sentences[place]) for one, place in best])
    spoken = [_best(each, sentence) for each in worded]
    _scale(words, worded, spoken, [bool(one.words[place]) for one, place in spoken])
    return {
        name: {sign: round(value, 4) for sign, value in values.items()}
        for name, values in (("sentence", sentence), ("words", words))
    }


def _fitted(sought: Sequence[Sought], right: Sequence[Flags]) -> dict[str, float]:
    read = [one for each in sought for one in each.read]
    table = np.concatenate([one.table for one in read])
    weights = np.repeat(_weights(sought), [sum(len(r.table) for r in one.read) for one in sought])
    model = LogisticRegression(C=10.0, max_iter=1000)
    model.fit(table, np.concatenate(right), sample_weight=weights)
    signs = dict(zip(Signs.names(), map(float, model.coef_[0]), strict=True))
    return {"bias": float(model.intercept_[0]), **signs, "slope": 1.0, "shift": 0.0}


def _weights(sought: Sequence[Sought]) -> Floats:
    """Of each question, so that answerable ones count as often as they are asked."""
    answerable = np.array([one.answerable for one in sought])
    share = np.where(answerable, _ANSWERABLE, 1 - _ANSWERABLE)
    many = np.where(answerable, answerable.sum(), (~answerable).sum())
    weights: Floats = share * len(sought) / many
    return weights


def _odds(table: Floats, values: dict[str, float]) -> Floats:
    weights = np.array([values[name] for name in Signs.names()])
    odds: Floats = values["bias"] + table @ weights
    return odds


def _best(each: Sought, values: dict[str, float]) -> tuple[Read, int]:
    """The sentence that is likeliest to answer, by its passage and its place there."""
    tops = [(one, _odds(one.table, values)) for one in each.read if len(one.table)]
    one, odds = max(tops, key=lambda top: float(top[1].max()))
    return one, int(odds.argmax())


def _scale(
    values: dict[str, float],
    sought: Sequence[Sought],
    best: Sequence[tuple[Read, int]],
    right: Sequence[bool],
) -> None:
    """Set slope and shift, so that the chance of the best of many comes true (Platt)."""
    odds = np.array([_odds(one.table[[place]], values) for one, place in best])
    model = LogisticRegression(C=100.0)
    model.fit(log_odds(logistic(odds)), right, sample_weight=_weights(sought))
    values |= {"slope": float(model.coef_[0, 0]), "shift": float(model.intercept_[0])}


def _judged(each: Sought, values: dict[str, dict[str, float]]) -> Judged:
    one, place = _best(each, values["sentence"])

    def chance(of: dict[str, float]) -> float:
        odds = _odds(one.table[[place]], of)
        return float(logistic(of["slope"] * odds + of["shift"])[0])

    return Judged(
        chance(values["sentence"]),
        bool(one.sentences[place]),
        chance(values["words"]),
        bool(one.words[place]),
        each.answerable,
        each.worded,
    )


def _figures(judged: Sequence[Judged]) -> dict[str, float]:
    confidence = np.array([one.chance for one in judged])
    answerable = np.array([one.answerable for one in judged])
    right = np.array([one.right for one in judged])
    worded = [one for one in judged if one.answerable and one.worded]
    return {
        "auroc": float(roc_auc_score(answerable, confidence)),
        "sentence right": float(right[answerable].mean()),
        "words right": float(np.mean([one.right_words for one in worded])),
        "expected_calibration_error": expected_calibration_error(confidence, right),
    }


def expected_calibration_error(confidence: Floats, right: Flags) -> float:
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
