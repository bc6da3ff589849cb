"""Vectors of how tokens are used: what stands in the same places is alike."""

from __future__ import annotations

import random

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from training.static_reader.usage import DIMENSIONS, usage_vectors

NAMES = "john mary peter david robert michael james susan".split()
PLACES = "paris london rome berlin madrid tokyo moscow beijing".split()
VERBS = "visited left liked painted described praised entered mentioned".split()
NUMBERS = "1990 1991 1992 1993 1994 1995 1996 1997".split()

# Enough other words for as many dimensions as are asked for.
OTHERS = """time year people way day man thing woman life child world school state family student
group country problem hand part place case week company system program question work
government number night point home water room mother area money story fact month lot
right study book eye job word business issue side kind head house service friend
father power hour game line end member law car city community name president team
minute idea kid body information back parent face others level"""


@pytest.fixture(scope="module")
def cosines() -> np.ndarray:
    rng = random.Random(3)
    texts = [
        f"{rng.choice(NAMES)} {rng.choice(VERBS)} {rng.choice(PLACES)} in {rng.choice(NUMBERS)}"
        for _ in range(2_000)
    ]
    others = [f"{word} " * 9 for word in (OTHERS * 2).split()]
    vectors = usage_vectors(iter([*texts, *others]), shipped_model())
    assert vectors.shape == (len(shipped_model().row_lengths), DIMENSIONS)
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    vectors /= lengths
    found: np.ndarray = vectors @ vectors[places(NAMES + PLACES + VERBS + NUMBERS)].T
    return found


def places(words: list[str]) -> list[int]:
    found = [shipped_model().token_ids([word])[0].tolist() for word in words]
    assert all(len(ids) == 1 for ids in found)
    return [ids[0] for ids in found]


@pytest.mark.parametrize("kind", [0, 1, 2, 3])
def test_words_in_the_same_places_are_alike(cosines: np.ndarray, kind: int) -> None:
    groups = [places(words) for words in (NAMES, PLACES, VERBS, NUMBERS)]
    size = len(NAMES)
    own = cosines[groups[kind], kind * size : (kind + 1) * size]
    for other in {0, 1, 2, 3} - {kind}:
        beside = cosines[groups[other], kind * size : (kind + 1) * size]
        assert np.median(own) > beside.max() + 0.2


def test_what_is_hardly_seen_has_no_vector(cosines: np.ndarray) -> None:
    (unseen,) = places(["telescope"])
    assert not cosines[unseen].any()
