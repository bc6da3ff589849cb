"""What an index keeps of an article beside its text: chunks, vectors, granules, a signature.

All of it can be made again from the text: after a change of the embedding model, of the chunker
or of another part that makes it, the whole index is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

import numpy as np

from qa.articles.identity import in_its_language
from qa.articles.model import Article
from qa.chunking.chunker import CHUNKER_VERSION, chunk_body
from qa.embedding.load import shipped_model
from qa.embedding.model import EmbeddingModel
from qa.index.granules import GRANULES_VERSION, pack
from qa.index.signature import SIGNATURE_VERSION, signature
from qa.index.store import Contents, Store
from qa.text.language import LANGUAGE_VERSION

_log = logging.getLogger(__name__)
BATCH = 64
T = TypeVar("T")


def embedding_text(article: Article, start: int, end: int) -> str:
    """What is embedded for a chunk: the headline gives a passage its topic."""
    text = article.body[start:end]
    return f"{article.headline}\n{text}" if article.headline else text


def prepare(articles: Sequence[Article], model: EmbeddingModel) -> list[Contents]:
    """The contents of each article, ready for ``Store.add``."""
    return embedded(articles, cut(articles), model)


def cut(articles: Sequence[Article]) -> list[Contents]:
    """All of it but the vectors of other models than the shipped one."""
    chunks = [chunk_body(article.body) for article in articles]
    packed = iter(pack(list(zip(articles, chunks, strict=True)), shipped_model()))
    return [
        Contents(
            parts,
            np.zeros((len(parts), 0), np.float32),
            tuple(islice(packed, len(parts))),
            signature(article),
        )
        for article, parts in zip(articles, chunks, strict=True)
    ]


def embedded(
    articles: Sequence[Article], made: Sequence[Contents], model: EmbeddingModel
) -> list[Contents]:
    """The same with the vectors, where granules do not give them."""
    if model.fingerprint == shipped_model().fingerprint or not made:
        return list(made)
    texts = [
        embedding_text(article, chunk.start, chunk.end)
        for article, one in zip(articles, made, strict=True)
        for chunk in one.chunks
    ]
    ends = np.cumsum([len(one.chunks) for one in made])
    vectors = np.split(model.encode(texts), ends[:-1])
    return [replace(one, vectors=rows) for one, rows in zip(made, vectors, strict=True)]


def _versions(model: EmbeddingModel) -> dict[str, str]:
    """What the contents depend on, as it is stamped."""
    return {
        "embedding_fingerprint": model.fingerprint,
        "chunker": str(CHUNKER_VERSION),
        "granules": f"{GRANULES_VERSION}.{shipped_model().fingerprint}",
        "signatures": str(SIGNATURE_VERSION),
        "languages": str(LANGUAGE_VERSION),
    }


def are_current(store: Store, model: EmbeddingModel) -> bool:
    """Whether the contents come from these models and these versions of the code."""
    expected = _versions(model)
    return not store.count("chunks") or all(store.meta(k) == v for k, v in expected.items())


def stamp(store: Store, model: EmbeddingModel) -> None:
    """Note what the contents come from. Call inside a transaction."""
    for key, value in _versions(model).items():
        store.set_meta(key, value)
    store.set_meta("embedding_model", model.name)


def make_again(store: Store, model: EmbeddingModel) -> None:
    """Tell the language of every article, cut and embed it anew, in one transaction."""
    _log.warning(
        "embedding %d articles again: the index was made with another model or version (%s)",
        store.count("articles"),
        store.meta("embedding_model"),
    )
    with store.transaction():
        for articles in batches(map(in_its_language, list(store.iter_articles())), BATCH):
            for article, made in zip(articles, prepare(articles, model), strict=True):
                store.set_language(article.id, article.language)
                store.replace_contents(article.id, made)
        stamp(store, model)


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
