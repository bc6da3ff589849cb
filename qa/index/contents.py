"""What an index keeps of an article beside its text: chunks and their vectors.

Both can be made again from the text: after a change of the embedding model or of the chunker
the whole index is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.chunking.chunker import CHUNKER_VERSION, Chunk, chunk_body
from qa.embedding.model import EmbeddingModel
from qa.index.store import Store

_log = logging.getLogger(__name__)
BATCH = 64
T = TypeVar("T")
Contents = tuple[list[Chunk], NDArray[np.float32]]


def embedding_text(article: Article, start: int, end: int) -> str:
    """What is embedded for a chunk: the headline gives a passage its topic."""
    text = article.body[start:end]
    return f"{article.headline}\n{text}" if article.headline else text


def prepare(articles: Sequence[Article], model: EmbeddingModel) -> list[Contents]:
    """The chunks of each article and their vectors, ready for ``Store.add``."""
    if not articles:
        return []
    chunks = [chunk_body(article.body) for article in articles]
    texts = [
        embedding_text(article, chunk.start, chunk.end)
        for article, parts in zip(articles, chunks, strict=True)
        for chunk in parts
    ]
    ends = np.cumsum([len(parts) for parts in chunks])
    return list(zip(chunks, np.split(model.encode(texts), ends[:-1]), strict=True))


def are_current(store: Store, model: EmbeddingModel) -> bool:
    """Whether chunks and vectors come from this model and this version of the chunker."""
    made_by = (store.meta("embedding_fingerprint"), store.meta("chunker"))
    return made_by == (model.fingerprint, str(CHUNKER_VERSION)) or not store.count("chunks")


def stamp(store: Store, model: EmbeddingModel) -> None:
    """Note which model and chunker the contents come from. Call inside a transaction."""
    store.set_meta("embedding_fingerprint", model.fingerprint)
    store.set_meta("embedding_model", model.name)
    store.set_meta("chunker", str(CHUNKER_VERSION))


def make_again(store: Store, model: EmbeddingModel) -> None:
    """Cut and embed every article anew, in one transaction."""
    _log.warning(
        "embedding %d articles again: the index was made with another model or version (%s)",
        store.count("articles"),
        store.meta("embedding_model"),
    )
    with store.transaction():
        for articles in batches(list(store.iter_articles()), BATCH):
            for article, contents in zip(articles, prepare(articles, model), strict=True):
                store.replace_chunks(article.id, *contents)
        stamp(store, model)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
