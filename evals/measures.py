"""The one list of measures: what each is called, means, and which way is better.

Reports, comparisons and the table in evals/README.md follow it; a test holds them together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure from 0 to 1 that each query has, or has not, and that is averaged over queries."""

    name: str
    better: Literal["higher", "lower"]
    meaning: str


MEASURES: tuple[Measure, ...] = (
    Measure("hit@1", "higher", "a gold article is the first one found"),
    Measure("hit@5", "higher", "a gold article is among the first 5"),
    Measure("hit@10", "higher", "a gold article is among the first 10"),
    Measure("mrr@10", "higher", "1 / rank of the first gold article, 0 after the 10th"),
    Measure("ndcg@10", "higher", "graded gain of the first 10, discounted by rank, over the ideal"),
    Measure("recall@20", "higher", "part of the gold articles that is among the first 20"),
    Measure("answer_recall", "higher", "a gold string stands in the answer's text"),
    Measure("exact_span", "higher", "the short answer equals a gold string"),
    Measure("token_f1", "higher", "tokens shared by the short answer and the nearest gold string"),
    Measure("citation_hit", "higher", "a citation is in a gold article"),
    Measure("refused_answerable", "lower", "refused, though the corpus holds the answer"),
    Measure("refused_unanswerable", "higher", "refused, and the corpus does not hold the answer"),
    Measure("language_right", "higher", "the answer is in the asker's language and script"),
)
