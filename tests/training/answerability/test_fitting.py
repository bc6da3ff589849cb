"""Fitting how sure an answer is: signs that tell, lines, and figures of how well they part."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answering.abstention import Signs
from training.answerability.fitting import expected_calibration_error, fit
from training.answerability.sought import Read, Sought

PAIRS = ("en-en", "zh-zh", "en-zh", "zh-en")
TELLING = Signs.names().index("sentence")


def sought(number: int, languages: str, rng: np.random.Generator, *, answerable: bool) -> Sought:
    """Four passages of three sentences; one sign tells the one that answers, all else is noise."""
    read = []
    for place in range(4):
        table = rng.normal(0.0, 0.1, (3, len(Signs.names())))
        table[:, TELLING] -= 2.0
        right = np.zeros(3, bool)
        if answerable and place == 0:
            table[1, TELLING] += 4.0
            right[1] = True
        read.append(Read(table, right, right & (rng.random() < 0.9), bool(right.any())))
    return Sought(number, "made", languages, answerable, worded=True, read=tuple(read))


def test_the_sign_that_tells_gets_the_weight_and_lines_are_probabilities(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng = np.random.default_rng(7)
    made = [
        sought(number, languages, rng, answerable=bool(rng.random() < 0.5))
        for languages in PAIRS
        for number in range(80)
    ]

    fitted, figures = fit(made)

    pairs = fitted["pairs"]
    assert isinstance(pairs, dict)
    assert set(pairs) == set(PAIRS)
    for regressions in pairs.values():
        for weights in regressions.values():
            signs = {name: abs(weights[name]) for name in Signs.names()}
            assert max(signs, key=lambda name: signs[name]) == "sentence"
    for line in (fitted["line"], fitted["words_line"]):
        assert isinstance(line, float)
        assert 0 < line < 1
    assert min(figures[f"{languages} auroc"] for languages in PAIRS) > 0.95
    assert min(figures[f"{languages} sentence right"] for languages in PAIRS) > 0.95
    assert 0.8 < min(figures[f"{languages} words right"] for languages in PAIRS) < 0.98
    assert "line" in capsys.readouterr().out


def test_probabilities_that_come_true_are_calibrated_and_bold_ones_are_not() -> None:
    confidence = np.repeat([0.2, 0.8], 50)
    comes_true = np.array([n % 5 == 0 for n in range(50)] + [n % 5 != 0 for n in range(50)])

    same = np.ones(100)

    assert expected_calibration_error(confidence, comes_true, same) == pytest.approx(0.0)
    assert expected_calibration_error(np.full(100, 0.99), comes_true, same) == pytest.approx(0.49)


def test_questions_count_as_often_as_they_are_asked() -> None:
    sure = np.full(100, 0.9)
    comes_true = np.arange(100) < 50
    nine_of_ten = np.where(comes_true, 9.0, 1.0)

    assert expected_calibration_error(sure, comes_true, nine_of_ten) == pytest.approx(0.0)
