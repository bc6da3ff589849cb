"""The linear reader: how well a sentence answers a question, beside the network of `qa.reading`.

A linear model over how the sentence and its neighbours match the question, and over what the
question asks for against what the sentence offers (a number to "how many", a list to
哪些). It is small enough to be read in ``reading.json``, where
``python -m qa.answering.fit_reading`` writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.reading.question import ASKED, asked
from qa.retrieval.alignment import with_neighbours
from qa.retrieval.query import Query
from qa.text.folding import fold

WEIGHTS_FILE = Path(__file__).resolve().parent / "reading.json"
Floats = NDArray[np.float64]

# What a sentence offers.
_OFFERED = {
    "number": re.compile(
        r"\d|[一二两三四五六七八九十百千万亿]+[个位名次人年天日月%项座条辆架艘吨米公元度届]"
    ),
    "date": re.compile(
        r"\d{1,4}\s?年|\d{1,2}\s?月|\b(?:1[0-9]|20)\d\d\b|\b(?:january|february|march|april|may|june"
        r"|july|august|september|october|november|december|monday|tuesday|wednesday|thursday"
        r"|friday|saturday|sunday|century)\b|世纪|星期|昨日|今日"
    ),
    "list": re.compile(r"、[^、。]{1,14}、|,[^,.]{1,40},[^,.]{0,30}\band\b|,[^,.]{1,40}\band\b"),
    "reason": re.compile(
        r"\b(?:because|due to|since|so that|owing|in order)\b|因为|由于|为了|所以|因此|以便|导致"
    ),
    "name": re.compile(
        r"·|\b(?:mr|mrs|ms|dr|president|minister|king|queen|sir)\b|总理|总统|主席|部长|国王|先生|博士"
    ),
    "place": re.compile(
        r"[省市县州国岛港湾山河湖]|\b(?:city|county|state|province|north|south|east|west)\b"
    ),
}
MATCH_NAMES = ("cosine", "alignment", "coverage", "around_alignment", "around_coverage", "length")
FEATURE_NAMES = (*MATCH_NAMES, *_OFFERED, *(f"asked_{kind}" for kind in ASKED))


def offered(sentence: str) -> frozenset[str]:
    """What kinds of answer a sentence holds."""
    folded = fold(sentence)
    return frozenset(kind for kind, pattern in _OFFERED.items() if pattern.search(folded))


def features(query: Query, sentences: Sequence[str], headline: str = "") -> Floats:
    """The reader's features of consecutive sentences, shape ``(len(sentences), features)``.

    What the headline names counts as said in every sentence.
    """
    title, *matches = query.alignments([headline, *sentences])
    aligned = np.maximum(np.array(matches), title)
    coverage = np.array([query.coverage(f"{headline}\n{sentence}") for sentence in sentences])
    lengths = [min(1.0, len(fold(s).encode("gb18030", "replace")) / 200) for s in sentences]
    columns: list[Floats] = [
        query.similarities(sentences).astype(np.float64),
        query.words.coverage(aligned).astype(np.float64),
        coverage,
        query.words.coverage(with_neighbours(aligned)).astype(np.float64),
        _best_beside(coverage),
        np.array(lengths),
    ]
    wanted = asked(query.text)
    offers = np.array([[kind in offered(s) for kind in _OFFERED] for s in sentences], np.float64)
    fitting = offers * np.array([kind in wanted for kind in _OFFERED], np.float64)
    return np.hstack([np.stack(columns, axis=1), offers, fitting])


def read(query: Query, sentences: Sequence[str], headline: str = "") -> Floats:
    """Log-odds, up to a constant, that each of a passage's sentences holds the answer."""
    odds: Floats = features(query, sentences, headline) @ _weights()
    return odds


def _best_beside(values: Floats) -> Floats:
    padded = np.concatenate([[0.0], values, [0.0]])
    beside: Floats = np.maximum(padded[:-2], padded[2:])
    return beside


@cache
def _weights() -> Floats:
    values = json.loads(WEIGHTS_FILE.read_text("utf-8"))
    return np.array([values[name] for name in FEATURE_NAMES])
