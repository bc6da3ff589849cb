"""Fitting how sure an answer is: signs that tell, and figures of how well they part."""

from __future__ import annotations

import numpy as np
import pytest
from qa.answering.signs import Signs

from training.answerability.train import Found, _fitted

PAIRS = ("en-en", "zh-zh", "en-zh", "zh-en")
TELLING = Signs.names().index("reader")


def found(languages: str, rng: np.random.Generator) -> Found:
    """Four passages, of which the first answers: the reader tells it, other signs are noise."""
    rows = rng.normal(0.0, 0.1, (4, len(Signs.names())))
    rows[0, TELLING] += 3.0
    return Found(rows, np.array([True, False, False, False]), swapped=False, languages=languages)


def test_the_sign_that_tells_gets_the_weight_and_each_pair_a_line_and_a_figure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rng = np.random.default_rng(7)
    swapped = [Found(one.rows * 0, one.right, True, one.languages)
               for one in (found(pair, rng) for pair in PAIRS for _ in range(8))]  # fmt: skip
    fitted, figures = _fitted([found(pair, rng) for pair in PAIRS for _ in range(40)] + swapped)
    assert set(fitted) == set(PAIRS)
    for weights in fitted.values():
        signs = {name: abs(weights[name]) for name in Signs.names()}
        assert max(signs, key=lambda name: signs[name]) == "reader"
        assert 0 < weights["line"] < 1
    assert {f"{pair} auroc" for pair in PAIRS} == set(figures)
    assert min(figures.values()) > 0.99
    assert "en-zh" in capsys.readouterr().out
