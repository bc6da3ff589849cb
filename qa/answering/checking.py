"""Checking a written answer: does the cited passage bear out the sentence that cites it?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.answer import Citation
from qa.answering.markers import statements
from qa.answering.quotes import rank_quotes
from qa.index.index import Index
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.folding import fold

# A sentence is borne out where the best cited sentence matches it at least this well.
_SUPPORTED_COSINE = 0.45
_SUPPORTED_COVERAGE = 0.5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def cite(text: str, cited: Sequence[Passage], index: Index) -> tuple[Citation, ...]:
    """Citations for the passages that a written answer cites as ``[1]``, ``[2]``, ...

    Each quotes the sentence of its passage that matches the citing sentences best, and is
    verified where that sentence's numbers stand in the passage and the two say the same.
    """
    claims = statements(text)
    citations = []
    for number, passage in enumerate(cited, start=1):
        citing = " ".join(claim for claim, numbers in claims if number in numbers) or text
        query = Query.statement(citing, index)
        quote = rank_quotes(query, [passage])[0]
        verified = numbers_stand(citing, _all_of(passage)) and _says_the_same(query, quote.text)
        citations.append(quote.citation(number, verified=verified))
    return tuple(citations)


def _all_of(passage: Passage) -> str:
    # The prompt shows title and date beside the text, so they bear a sentence out as well.
    return f"{passage.title}\n{' '.join((passage.published or '').split('-'))}\n{passage.text}"


def numbers_stand(claim: str, passage: str) -> bool:
    """Whether every number of the claim also stands in the passage."""
    present = {_plain(number) for number in _NUMBER.findall(fold(passage))}
    return all(_plain(number) in present for number in _NUMBER.findall(fold(claim)))


def _plain(number: str) -> str:
    return number.replace(",", "").rstrip(".").lstrip("0") or "0"


def _says_the_same(query: Query, quote: str) -> bool:
    cosine = float(query.similarities([quote])[0])
    return cosine >= _SUPPORTED_COSINE or query.coverage(quote) >= _SUPPORTED_COVERAGE
