"""Reading a passage: which of its sentences answers, with which words, and whether any does."""

from __future__ import annotations

from dataclasses import replace

from qa.embedding.load import shipped_model
from qa.reading.features import features
from qa.reading.matching import Matching
from qa.reading.network import shipped_network
from qa.reading.question import Question
from qa.reading.reading import Reading, decode, unread
from qa.reading.sentences import measures, weighed
from qa.reading.tokens import Tokens


def read(question: Question, text: str, headline: str = "") -> Reading:
    """Read one passage.

    Raises:
        ModelError: the network that ships is missing or damaged.
    """
    network = shipped_network()
    tokens = Tokens.of(text, shipped_model())
    if not (len(tokens) and len(question.ids)):
        return unread(tokens)
    matching = Matching.of(question, tokens, headline)
    found = features(question, tokens, matching)
    stretches, none = network.scores(found, tokens.ids, tokens.sentences, question.ids)
    reading = decode(tokens, stretches, none)
    weights = network.sentence_weights(crosses=question.crosses(chinese=tokens.are_chinese))
    reading = weighed(reading, measures(reading, tokens, found, matching.sentences), weights)
    return replace(reading, unmet=matching.unmet)
