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

_PASSED = 0.95
# Of words that stand in an answer, 0.8 shall be right. Each question has one reference here, and we
# take it that of right answers one in twenty shares less than half of its words with that.
_PRECISE = 0.8 * 0.95
_ANSWERABLE = 2 / 3  # of the questions that readers ask, as we guess
_PAIRS = ("en-en", "zh-zh", "en-zh", "zh-en")
_PRIOR = 0.1  # how far weights may go from 0: the variance of their prior
Values = dict[str, float]


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
    everything: list[Judged] = []
    halves = [fitted_pairs([one for one in sought if one.question % 2 != n]) for n in (0, 1)]
    for languages in _PAIRS:
        own = [one for one in sought if one.languages == languages]
        judged = [_judged(one, halves[one.question % 2][languages]) for one in own]
        figures |= {f"{languages} {name}": value for name, value in _figures(judged).items()}
        everything += judged
    pairs = fitted_pairs(sought)
    sure = [one.chance for one in everything if one.answerable]
    line = float(np.quantile(sure, 1 - _PASSED))
    shown = [one for one in everything if one.answerable and one.chance >= line and one.worded]
    words_line = _precise([(one.of_words, one.right_words) for one in shown])
    for name, value in figures.items():
        typer.echo(f"{name}: {value:.3f}")
    typer.echo(f"line {line:.3f}, words from {words_line:.3f}")
    return {"line": round(line, 4), "words_line": round(words_line, 4), "pairs": pairs}, figures


def fitted_pairs(sought: Sequence[Sought]) -> dict[str, dict[str, Values]]:
    """For each pair of languages, the regressions of sentences and of words.

    The weights are those of all pairs together, since what signs say hardly depends on the
    language (the held-out AUROC from Chinese to English is 0.77 so, and 0.73 with weights of its
    own); how likely it is to begin with, and how sure the best of many is, are each pair's own.
    """
    worded = [each for each in sought if each.worded]
    sentence = _fitted(sought, [one.sentences for each in sought for one in each.read])
    words = _fitted(worded, [one.words for each in worded for one in each.read])
    return {each: _scaled(sought, each, sentence[each], words[each]) for each in _PAIRS}


def _scaled(
    sought: Sequence[Sought], languages: str, sentence: Values, words: Values
) -> dict[str, Values]:
    own = [each for each in sought if each.languages == languages]
    best = [_best(each, sentence) for each in own]
    _scale(sentence, own, best, [bool(one.sentences[place]) for one, place in best])
    worded = [each for each in own if each.worded]
    spoken = [_best(each, sentence) for each in worded]
    _scale(words, worded, spoken, [bool(one.words[place]) for one, place in spoken])
    return {
        name: {sign: round(value, 4) for sign, value in values.items()}
        for name, values in (("sentence", sentence), ("words", words))
    }


def _fitted(sought: Sequence[Sought], right: Sequence[Flags]) -> dict[str, Values]:
    """Weights of the signs, and a bias for each pair."""
    table = np.concatenate([_with_pair(one.table, each) for each in sought for one in each.read])
    weights = np.repeat(
        _weights(_answerable(sought)), [sum(len(r.table) for r in one.read) for one in sought]
    )
    model = LogisticRegression(C=_PRIOR, max_iter=2000)
    model.fit(table, np.concatenate(right), sample_weight=weights)
    found = [float(value) for value in model.coef_[0]]
    signs = dict(zip(Signs.names(), found, strict=False))
    common, own = float(model.intercept_[0]), found[len(signs) :]
    return {
        languages: {"bias": common + bias, **signs, "slope": 1.0, "shift": 0.0}
        for languages, bias in zip(_PAIRS, own, strict=True)
    }


def _with_pair(table: Floats, each: Sought) -> Floats:
    """A column more for each pair of languages, 1 for that of the question."""
    pairs = np.zeros((len(table), len(_PAIRS)))
    pairs[:, _PAIRS.index(each.languages)] = 1.0
    return np.hstack([table, pairs])


def _weights(answerable: Flags) -> Floats:
    """Of each question, so that answerable ones count as often as they are asked."""
    share = np.where(answerable, _ANSWERABLE, 1 - _ANSWERABLE)
    many = np.where(answerable, answerable.sum(), (~answerable).sum())
    weights: Floats = share * len(answerable) / many
    return weights


def _answerable(sought: Sequence[Sought]) -> Flags:
    return np.array([one.answerable for one in sought])


def _odds(table: Floats, values: Values) -> Floats:
    weights = np.array([values[name] for name in Signs.names()])
    odds: Floats = values["bias"] + table @ weights
    return odds


def _best(each: Sought, values: Values) -> tuple[Read, int]:
    """The sentence that is likeliest to answer, by its passage and its place there."""
    tops = [(one, _odds(one.table, values)) for one in each.read if len(one.table)]
    one, odds = max(tops, key=lambda top: float(top[1].max()))
    return one, int(odds.argmax())


def _scale(
    values: Values,
    sought: Sequence[Sought],
    best: Sequence[tuple[Read, int]],
    right: Sequence[bool],
) -> None:
    """Set slope and shift, so that the chance of the best of many comes true (Platt)."""
    odds = np.array([_odds(one.table[[place]], values) for one, place in best])
    model = LogisticRegression(C=100.0)
    model.fit(log_odds(logistic(odds)), right, sample_weight=_weights(_answerable(sought)))
    values |= {"slope": float(model.coef_[0, 0]), "shift": float(model.intercept_[0])}


def _judged(each: Sought, values: dict[str, Values]) -> Judged:
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
        "expected_calibration_error": expected_calibration_error(
            confidence, right, _weights(answerable)
        ),
    }


def expected_calibration_error(confidence: Floats, right: Flags, weights: Floats) -> float:
    """How far probabilities are from what comes true, over ten bins (Guo et al. 2017).

    Args:
        weights: how often each is asked, (questions,).
    """
    bins = np.minimum((confidence * 10).astype(int), 9)
    gaps = np.bincount(bins, weights * (confidence - right), minlength=10)
    return float(np.abs(gaps).sum() / weights.sum())


def _precise(pairs: Sequence[tuple[float, bool]]) -> float:
    """The lowest probability above which enough of the words are right."""
    ranked = sorted(pairs, reverse=True)
    right = np.cumsum([one for _, one in ranked]) / np.arange(1, len(ranked) + 1)
    enough = np.flatnonzero(right >= _PRECISE)
    return ranked[int(enough[-1])][0] if len(enough) else 1.0
