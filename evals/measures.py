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
    Measure("best_quote_recall", "higher", "a gold string stands in the best quoted sentence"),
    Measure("exact_span", "higher", "the short answer equals a gold string"),
    Measure("token_f1", "higher", "tokens shared by the short answer and the nearest gold string"),
    Measure("sentence_recall", "higher", "part of the gold sentences that stands in the quotes"),
    Measure("all_parts", "higher", "each part of the gold answer stands in the answer's text"),
    Measure("wrong_stated", "lower", "a wrong answer planted in the documents stands in the text"),
    Measure("citation_hit", "higher", "a citation is in a gold article"),
    Measure("refused_answerable", "lower", "refused, though the corpus holds the answer"),
    Measure("refused_unanswerable", "higher", "refused, and the corpus does not hold the answer"),
    Measure("auroc", "higher", "an answerable question has more confidence than one that is not"),
    Measure("refused_answerable@0.1", "lower", "refused at a line drawn on the other half"),
    Measure("refused_unanswerable@0.1", "higher", "refused at that line, and not answerable"),
    Measure("language_right", "higher", "the answer is in the asker's language and script"),
)
