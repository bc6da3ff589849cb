"""The self-check of a whole index: every article, chunk, vector and entry."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from qa.articles.identity import article_id
from qa.chunking.chunker import chunk_body
from qa.embedding.load import shipped_model
from qa.index.contents import BATCH, batches
from qa.index.granules import Granules, pack
from qa.index.index import Index
from qa.index.lexical import Word
from qa.index.signature import signature
from qa.text.terms import query_terms

_BATCH = 1000
_SAMPLE = 100
# Cosine of a vector with itself, as Chroma computes it on float16 values.
_ITSELF = 0.99
_ROUNDED = 1e-3
# What granules and vectors raise that are damaged.
_UNREADABLE = (struct.error, ValueError, IndexError)
Floats = NDArray[np.float32]


class Verification(BaseModel):
    """What a self-check found.

    Attributes:
        sound: nothing is wrong.
        problems: one line for each thing that is wrong.
        mended: derived sides that were found damaged or behind when the index was opened, and
            were brought up from the articles.
    """

    model_config = ConfigDict(frozen=True)

    sound: bool
    problems: tuple[str, ...]
    mended: tuple[str, ...]
    articles: int
    chunks: int


def verify(index: Index) -> Verification:
    """Check the store, then both derived sides against it, entry by entry and by searching.

    Raises:
        IndexBusyError: another process is writing, and the sides are rightly behind.
    """
    with index.writing():
        index.refresh()
        problems = [
            *index.store.problems(),
            *_articles(index),
            *_chunks(index),
            *_vectors(index),
            *_made_from_text(index),
            *_missing_entries(index),
            *_searches(index),
        ]
    return Verification(
        sound=not problems,
        problems=tuple(problems),
        mended=index.mended,
        articles=index.store.count("articles"),
        chunks=index.store.count("chunks"),
    )


def repair(index: Index) -> Verification:
    """Check, and make what is wrong again: contents from the articles, both sides from those.

    ``mended`` then says what was wrong, ``problems`` what could not be mended: a damaged file of
    articles is never written over.

    Raises:
        IndexBusyError: another process is writing.
    """
    with index.writing():
        before = verify(index)
        if before.sound:
            return before
        if not index.store.problems():
            index.make_again()
        after = verify(index)
    mended = tuple(line for line in before.problems if line not in after.problems)
    return after.model_copy(update={"mended": (*before.mended, *mended)})


def _articles(index: Index) -> Iterator[str]:
    for article in index.store.iter_articles():
        if article_id(article.title, article.body) != article.id:
            yield f"article {article.id}: its text is not the text it was stored with"


def _chunks(index: Index) -> Iterator[str]:
    covered: set[str] = set()
    for chunk, article in index.store.iter_chunks():
        covered.add(article.id)
        if not 0 <= chunk.start < chunk.end <= len(article.body):
            yield f"chunk {chunk.id}: its span lies outside article {article.id}"
    for article in index.store.iter_articles():
        if article.id not in covered:
            yield f"article {article.id}: has no chunk, so it cannot be found"


def _made_from_text(index: Index) -> Iterator[str]:
    """Chunks, granules and signatures must be what the articles give when they are made again."""
    whole = groupby(index.store.iter_chunks(), key=lambda pair: pair[1])
    stored = ((article, [chunk for chunk, _ in pairs]) for article, pairs in whole)
    for batch in batches(stored, BATCH):
        made = [(article, chunk_body(article.body)) for article, _ in batch]
        packed = iter(pack(made, shipped_model()))
        signatures = index.store.signatures([article.id for article, _ in batch])
        for (article, held), (_, chunks) in zip(batch, made, strict=True):
            expected = list(islice(packed, len(chunks)))
            granules = index.store.granules([chunk.id for chunk in held])
            if [(c.start, c.end) for c in held] != [(c.start, c.end) for c in chunks]:
                yield f"article {article.id}: is cut into other chunks than its text is"
            elif not _alike([granules[chunk.id] for chunk in held], expected):
                yield f"article {article.id}: the sentences kept for search are not its own"
            if signatures.get(article.id) != signature(article):
                yield f"article {article.id}: its signature is not that of its text"


def _alike(blobs: Sequence[bytes], expected: Sequence[bytes]) -> bool:
    """Whether granules hold the same; lengths of vectors differ a little between machines."""
    try:
        held, right = Granules.unpack(blobs), Granules.unpack(expected)
    except _UNREADABLE:
        return False
    exact = ("ids", "lengths", "starts", "ends", "counts")
    return all(np.array_equal(getattr(held, name), getattr(right, name)) for name in exact) and all(
        np.allclose(getattr(held, name), getattr(right, name), rtol=_ROUNDED)
        for name in ("norms", "whole_norms")
    )


def _missing_entries(index: Index) -> Iterator[str]:
    expected = {chunk.id for chunk, _ in index.store.iter_chunks()}
    for name, held in index.entries().items():
        if held != expected:
            lacking, more = len(expected - held), len(held - expected)
            yield f"the {name} index lacks {lacking} chunks and has {more} too many"


def _searches(index: Index) -> Iterator[str]:
    """A sample of chunks: Chroma must hold their vectors, tantivy must find their terms."""
    step = max(1, index.store.count("chunks") // _SAMPLE)
    sample = list(islice(index.store.iter_chunks(), 0, None, step))
    for chunk, article in sample:
        (row,) = _rows(index, chunk.id)
        cosine = index.dense_cosine(chunk.id, row) if row.any() else 1.0
        if cosine is None or cosine < _ITSELF:
            yield f"chunk {chunk.id}: the chroma index holds another vector"
        own = [Word.of(term) for term in query_terms(article.body[chunk.start : chunk.end])[:50]]
        if own and not index.lexical(lambda side, own=own: side.search(own, 1)):  # type: ignore[misc]
            yield f"chunk {chunk.id}: is not found by its own terms"


def _rows(index: Index, chunk_id: int) -> Floats:
    """The vector of a chunk, (1, d); zeros where it is none of this model's."""
    with suppress(*_UNREADABLE):
        _, rows = index.vectors.of([chunk_id])
        if rows.shape == (1, index.model.dimension):
            return rows
    return np.zeros((1, index.model.dimension), np.float32)


def _vectors(index: Index) -> Iterator[str]:
    try:
        for ids, rows in index.vectors.each(_BATCH):
            if rows.shape[1] != index.model.dimension:
                yield f"chunks {ids[0]} to {ids[-1]}: vectors of {rows.shape[1]} dimensions"
            elif not np.isfinite(rows).all():
                yield f"chunks {ids[0]} to {ids[-1]}: a vector holds no numbers"
    except _UNREADABLE as error:
        yield f"the vectors cannot be read: {error}"
