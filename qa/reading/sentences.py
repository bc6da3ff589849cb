"""Which sentence answers: what the network says of it, weighed against how well it matches.

The network learned from questions that the embedding model knows, and trusts its matches as they
are there. These few weights, of a softmax over the sentences of a passage, are fitted on
questions that it does not know; one row for passages in the question's language, one for those
in the other.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.reading.features import NAMES
from qa.reading.matching import MATCHES
from qa.reading.question import ASKED
from qa.reading.reading import Reading, log_sum
from qa.reading.tokens import Tokens

MEASURES = (
    "network",
    *MATCHES,
    "length",
    *(f"offers_{kind}" for kind in ASKED),
    *(f"offers_asked_{kind}" for kind in ASKED),
)
_LONG = 60  # tokens
Floats = NDArray[np.float32]


def measures(reading: Reading, tokens: Tokens, features: Floats, matches: Floats) -> Floats:
    """What is weighed of each sentence, (sentences, measures).

    Args:
        features: of the tokens, as from ``qa.reading.features.features``.
        matches: of the sentences, as ``qa.reading.matching.Matching`` has them.
    """
    count = len(reading.sentences)
    sizes = np.bincount(tokens.sentences, minlength=count)
    offered = np.zeros((count, len(ASKED)), np.float32)
    np.maximum.at(offered, tokens.sentences, features[:, _columns("offers", ASKED)])
    network = np.array([sentence.score for sentence in reading.sentences], np.float32)
    return np.column_stack(
        [
            network - network.max(),
            matches,
            np.minimum(sizes / _LONG, 1.0),
            offered,
            offered * features[0, _columns("asked", ASKED)],
        ]
    ).astype(np.float32)


def weighed(reading: Reading, found: Floats, weights: Floats) -> Reading:
    """The reading with the sentences' log-odds by all measures.

    Args:
        found: the measures of the sentences, (sentences, measures).
        weights: of the measures, (measures,).
    """
    odds = found @ weights
    scores = (odds - log_sum(odds)).tolist()
    pairs = zip(reading.sentences, scores, strict=True)
    return replace(
        reading,
        sentences=tuple(sentence.scored(score) for sentence, score in pairs),
        match=float(found[int(odds.argmax()), MEASURES.index("alignment")]),
    )


def _columns(prefix: str, kinds: tuple[str, ...]) -> list[int]:
    return [NAMES.index(f"{prefix}_{kind}") for kind in kinds]
