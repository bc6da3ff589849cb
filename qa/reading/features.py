"""What the reader's network is told of each token of a passage, beside its vector."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.reading.matching import MATCHES, Matching
from qa.reading.offered import offered
from qa.reading.question import ASKED, Question
from qa.reading.tokens import GAPS, KINDS, Tokens
from qa.text.folding import fold

Floats = NDArray[np.float32]
# Matches fade with the distance in tokens: these shares are left after one.
_FADING = (0.7, 0.9)
# Below this cosine a token is near everything a little.
_NEAR = 0.5
_FAR = 20

# Of the match of words as they are written; training hides them from some questions, as across
# languages they fail.
WRITTEN = (
    "same_token",
    "same_characters",
    "worded",
    *(f"{side}_{fading}" for fading in _FADING for side in ("after", "before")),
)
# Not the cosine: the embedding model knows those of its own training questions by heart.
_SENTENCE = ("alignment", "around_alignment", "coverage", "around_coverage", "said_coverage")
# Of the match of whole sentences; training hides them too, so that what is asked for counts.
MATCHED = (
    *(f"sentence_{name}" for name in _SENTENCE),
    *(f"sentence_{name}_below_best" for name in _SENTENCE),
)
NAMES = (
    "nearest",
    "nearest_weighted",
    *WRITTEN,
    "length",
    "place_in_sentence",
    "distance_in_sentence",
    "sentence_place",
    "first_sentence",
    "glued",
    *(f"is_{kind}" for kind in KINDS),
    *(f"behind_{gap}" for gap in GAPS),
    *(f"ahead_of_{gap}" for gap in GAPS),
    *MATCHED,
    *(f"asked_{kind}" for kind in ASKED),
    *(f"offers_{kind}" for kind in ASKED),
    "fits",
    "sentence_fits",
)


def features(question: Question, tokens: Tokens, matching: Matching) -> Floats:
    """The features of each token, (n, features), columns as in ``NAMES``."""
    lengths = shipped_model().row_lengths[tokens.ids.astype(np.int32)]
    nearest = matching.similar.max(axis=1, initial=0.0)
    telling = (matching.similar * question.words.weights).max(axis=1, initial=0.0)
    worded = _over_tokens(tokens, matching.wording.weights_at(tokens.text))
    faded = _faded(np.maximum(telling * (nearest > _NEAR), worded))
    known = matching.sentences[:, [MATCHES.index(name) for name in _SENTENCE]]
    sentences = np.concatenate([known, known - known.max(axis=0)], axis=1)
    columns = [
        nearest,
        telling * 4,
        np.isin(tokens.ids, np.array([*question.content], np.int64)),
        _same_characters(question, tokens),
        worded * 4,
        *(each * 4 for each in faded),
        lengths / 10,
        *_places(tokens),
        tokens.glued,
    ]
    found = [
        np.stack([np.asarray(column, np.float32) for column in columns], axis=1),
        _one_hot(tokens.kinds, len(KINDS)),
        _one_hot(tokens.gaps, len(GAPS)),
        _one_hot(np.append(tokens.gaps[1:], GAPS.index("end")), len(GAPS)),
        sentences[tokens.sentences],
        np.repeat(question.asked()[None, :], len(tokens), axis=0),
        _offers(question, tokens),
    ]
    return np.concatenate(found, axis=1, dtype=np.float32)


def _offers(question: Question, tokens: Tokens) -> Floats:
    """What each token is a part of, and whether it, or any of its sentence, is asked for."""
    found = offered(tokens.text)[tokens.starts]
    fits = (found * question.asked()).max(axis=1)
    by_sentence = np.zeros(len(tokens.spans), np.float32)
    np.maximum.at(by_sentence, tokens.sentences, fits)
    return np.column_stack([found, fits, by_sentence[tokens.sentences]])


def _over_tokens(tokens: Tokens, by_character: Floats) -> Floats:
    """The maximum over the characters of each token."""
    places = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    return np.array([by_character[start:end].max() for start, end in places], np.float32)


def _same_characters(question: Question, tokens: Tokens) -> Floats:
    """Which share of each token's characters the question has too."""
    folded, held = fold(tokens.text), question.characters
    places = zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    shares = [sum(c in held for c in folded[start:end]) / (end - start) for start, end in places]
    return np.array(shares, np.float32)


def _faded(matches: Floats) -> list[Floats]:
    """How near good matches stand before and behind each token, for each fading."""
    values = matches.tolist()
    found: list[Floats] = []
    for left in _FADING:
        found.append(_faded_from_left(values, left))
        found.append(_faded_from_left(values[::-1], left)[::-1])
    return found


def _faded_from_left(values: Sequence[float], left: float) -> Floats:
    faded: list[float] = []
    total = 0.0
    for value in values:
        faded.append(total * (1 - left))
        total = total * left + value
    return np.array(faded, np.float32)


def _places(tokens: Tokens) -> list[Floats]:
    """Where tokens stand in their sentence, and their sentences in the text."""
    count = len(tokens.spans)
    sizes = np.bincount(tokens.sentences, minlength=count)
    firsts = np.searchsorted(tokens.sentences, np.arange(count))
    place = np.arange(len(tokens)) - firsts[tokens.sentences]
    columns = (
        place / np.maximum(sizes[tokens.sentences], 1),
        np.minimum(place, _FAR) / _FAR,
        tokens.sentences / max(1, count),
        tokens.sentences == 0,
    )
    return [column.astype(np.float32) for column in columns]


def _one_hot(values: NDArray[np.int64], size: int) -> Floats:
    return np.eye(size, dtype=np.float32)[values]
