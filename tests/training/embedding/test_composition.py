"""Tokens share rows with what looks like them, and the sums are what is saved."""

from __future__ import annotations

import numpy as np

from training.embedding.composition import Composition, token_parts

TOKENS = ["<unk>", "▁regime", "▁regimes", "港湾", "港口", "▁at", "2023"]
WEIGHTS = np.asarray([1, 1, 0.5, 1, 0.25, 1, 1], np.float32)


def test_parts_are_stems_runs_of_letters_and_characters() -> None:
    assert "stem:regim" in token_parts("▁regimes")
    assert {"run:▁re", "run:gim", "run:▁regi"} <= set(token_parts("▁regimes"))
    assert token_parts("港湾") == ["han:港", "han:湾"]
    assert token_parts("港湾桥") == sorted(["han:港", "han:湾", "han:桥", "han:港湾", "han:湾桥"])
    assert token_parts("2023") == []


def test_a_piece_inside_a_word_has_no_stem() -> None:
    assert not [part for part in token_parts("regimes") if part.startswith("stem")]


def test_only_parts_that_two_tokens_share_have_parameters() -> None:
    composition = Composition.of(TOKENS, WEIGHTS)
    shared = set(token_parts("▁regime")) & set(token_parts("▁regimes")) | {"han:港"}
    assert composition.parameters == len(TOKENS) + len(shared)
    at = composition.shares[[TOKENS.index("▁at")]].toarray()
    assert at.sum() == 1


def test_rows_are_sums_of_own_and_weighted_parts() -> None:
    composition = Composition.of(TOKENS, WEIGHTS)
    parameters = np.zeros((composition.parameters, 1), np.float32)
    harbour, port = TOKENS.index("港湾"), TOKENS.index("港口")
    both = composition.shares[[harbour, port]].toarray()[:, len(TOKENS) :]
    (part,) = np.flatnonzero(both.any(axis=0))
    parameters[harbour], parameters[len(TOKENS) + part] = 3, 8
    rows = composition.rows(parameters)[:, 0]
    assert rows[harbour] == 3 + 8
    assert rows[port] == 8 * 0.25


def test_the_gradient_is_that_of_the_rows() -> None:
    composition = Composition.of(TOKENS, WEIGHTS)
    random = np.random.default_rng(2)
    parameters = random.standard_normal((composition.parameters, 3)).astype(np.float32)
    ids = np.asarray([1, 2, 4], np.int32)
    slopes = random.standard_normal((3, 3)).astype(np.float32)
    step = random.standard_normal(parameters.shape).astype(np.float32)
    moved = composition.rows(parameters + step, ids) - composition.rows(parameters, ids)
    predicted = (composition.gradient(slopes, ids) * step).sum()
    assert np.isclose((slopes * moved).sum(), predicted, rtol=1e-4)
