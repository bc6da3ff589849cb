"""Fitting how sure an answer is: signs that tell, lines, and figures of how well they part."""

from __future__ import annotations

import numpy as np
import pytest

from qa.answering.abstention import Signs
from training.answerability.train import Read, Sought, _fitted, expected_calibration_error

PAIRS = ("en-en", "zh-zh", "en-zh", "zh-en")
TELLING = Signs.names().index("answers")


def sought(languages: str, rng: np.random.Generator, *, answerable: bool) -> Sought:
    """Four passages; the first answers if any does: one sign tells it, the others are noise."""
    read = []
    for number in range(4):
        right = answerable and number == 0
        row = rng.normal(0.0, 0.1, len(Signs.names()))
        row[TELLING] += 2.0 if right else -2.0
        found = right and rng.random() < 0.9
        read.append(Read(row, right, 0.8 if right else 0.3, 0.6, found, found))
    return Sought(languages, answerable, tuple(read))


def test_the_sign_that_tells_gets_the_weight_and_lines_are_probabilities(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng = np.random.default_rng(7)
    made = [
        sought(languages, rng, answerable=number % 2 == 0)
        for languages in PAIRS
        for number in range(80)
    ]
    rng.shuffle(made)  # type: ignore[arg-type]

    fitted, figures = _fitted(made)

    pairs = fitted["pairs"]
    assert isinstance(pairs, dict)
    assert set(pairs) == set(PAIRS)
    for weights in pairs.values():
        signs = {name: abs(weights[name]) for name in Signs.names()}
        assert max(signs, key=lambda name: signs[name]) == "answers"
    for line in (fitted["line"], fitted["words_line"]):
        assert isinstance(line, float)
        assert 0 < line < 1
    assert min(figures[f"{languages} auroc"] for languages in PAIRS) > 0.95
    assert "line" in capsys.readouterr().out


def test_probabilities_that_come_true_are_calibrated_and_bold_ones_are_not() -> None:
    confidence = np.repeat([0.2, 0.8], 50)
    comes_true = np.array([n % 5 == 0 for n in range(50)] + [n % 5 != 0 for n in range(50)])

    assert expected_calibration_error(confidence, comes_true) == pytest.approx(0.0)
    assert expected_calibration_error(np.full(100, 0.99), comes_true) == pytest.approx(0.49)
