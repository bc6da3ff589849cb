"""The dense side: a Chroma collection of chunk vectors, derived from the store.

Only ids and vectors go into Chroma; texts and metadata stay in SQLite. HNSW parameters are
those that measured recall@10 0.989 at 1.9 ms a query on 100,000 real chunks. What is too many
times the same for HNSW stands beside it (``qa.index.crowds``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from qa.errors import SettingsError, StorageError
from qa.index.basis import Basis
from qa.index.crowds import Crowds
from qa.index.damage import DamagedIndexSideError, damage_of
from qa.index.integrity import Habits

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

FORMAT = 3
# Chroma holds the interpreter lock while it adds: small batches keep a serving process alive.
BATCH = 100
DATABASE = "chroma.sqlite3"
# Chroma notes each opening on the fourth page (table acquire_write), and SQLite counts changes.
# As long as the graph was never saved, its files are made anew.
HABITS = Habits(
    {DATABASE: (slice(24, 28), slice(92, 96), slice(3 * 4096, 4 * 4096))}, "index_metadata.pickle"
)
_NAME = "chunks"
_CROWDS = "crowds.npz"
_BASIS = "basis.npz"
_MOST = 2**31 - 1
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 400,
}
# Links take as much room as half of the directions do; more are looked at there anyway.
_FEWER_NEIGHBOURS = 16
_openings = count()
_SPELLINGS = 64


class VectorIndex:
    """One Chroma collection, embedded in ``folder`` or on the server at ``url``.

    Safe to search from several threads, also while one of them changes it.

    Attributes:
        basis: the directions in which vectors are held, and compared, here; None: whole.

    Raises (from all methods):
        DamagedIndexSideError: Chroma's files, or its collection, are not as they should be.
        StorageError: the disk is full or cannot be used, or the server does not answer.
    """

    def __init__(self, folder: Path, *, name: str, url: str | None = None) -> None:
        self.folder = folder
        self._url = url
        # On a server the collections of all indexes stand side by side.
        self._family = f"news-qa-{name}-" if url else None
        self._name = f"{self._family}{folder.name}" if url else _NAME
        folder.mkdir(parents=True, exist_ok=True)
        self._crowds = Crowds(folder / _CROWDS)
        self.basis = Basis.load(folder / _BASIS)
        self._client = _connect(folder, url)
        self._collection = self._opened()

    def _opened(self) -> Collection:
        hnsw = _HNSW if self.basis is None else _HNSW | {"max_neighbors": _FEWER_NEIGHBOURS}
        with self._opening():
            return self._client.get_or_create_collection(
                self._name, configuration={"hnsw": hnsw}, embedding_function=None
            )

    def close(self) -> None:
        """Let go of the folder, so that it can be deleted or opened anew."""
        self._client.close()  # type: ignore[attr-defined]

    def commit(self) -> None:
        """Drop earlier generations on a server; each batch is lasting by itself."""
        self._crowds.commit()
        if self._family is None:
            return
        with self._asking():
            for other in self._client.list_collections():
                if other.name.startswith(self._family) and other.name != self._name:
                    self._client.delete_collection(other.name)

    def count(self) -> int:
        """Number of vectors."""
        with self._asking():
            return self._collection.count() + len(self._crowds)

    def ids(self) -> set[int]:
        """Ids of all chunks."""
        with self._asking():
            names = self._collection.get(include=[])["ids"]
        return {*_numbers(names), *self._crowds.ids()}

    def reduce(self, basis: Basis) -> None:
        """Hold vectors in these directions from now on. Call while there are none."""
        basis.save(self.folder / _BASIS)
        self.basis = basis
        with self._asking():
            self._client.delete_collection(self._name)
        self._collection = self._opened()

    def held(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors, (..., d), as they are held here."""
        return self.basis.reduced(vectors) if self.basis else vectors

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add (or overwrite) vectors, shape ``(len(ids), d)``."""
        vectors = self.held(vectors)
        for part in _parts(ids):
            crowded = self._crowds.take(ids[part], vectors[part])
            names = np.array([str(i) for i in ids[part]])
            if not crowded.all():
                rows = vectors[part][~crowded]
                with self._asking():
                    self._collection.upsert(ids=names[~crowded].tolist(), embeddings=rows)
            if crowded.any():  # an addition that was cut short may have put some there
                with self._asking():
                    self._collection.delete(ids=names[crowded].tolist())

    def remove(self, ids: Iterable[int]) -> None:
        """Remove vectors; ids that are not there are passed over."""
        gone = list(ids)
        self._crowds.remove(gone)
        names = [str(i) for i in gone]
        for part in _parts(names):
            with self._asking():
                self._collection.delete(ids=names[part])

    def vector(self, chunk_id: int) -> NDArray[np.float32] | None:
        """The vector of one chunk as it is held, or None."""
        crowded = self._crowds.vector(chunk_id)
        if crowded is not None:
            return crowded
        with self._asking():
            held = self._collection.get(ids=[str(chunk_id)], include=["embeddings"])["embeddings"]
        return np.asarray(held[0], np.float32) if held is not None and len(held) else None

    def search(
        self, vector: NDArray[np.float32], k: int, ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest chunks as ``(chunk id, cosine similarity)``, best first.

        ``ids`` restricts the search to these chunks; those that are not there are passed over.
        With a ``basis``, the similarity is that in its directions.

        Raises:
            ValueError: ``k`` is less than 1, or the vector is no vector.
        """
        if k < 1 or vector.ndim != 1:
            raise ValueError(f"k = {k}, a vector of shape {vector.shape}")
        return self.search_held(self.held(vector), k, ids)

    def search_held(
        self, vector: NDArray[np.float32], k: int, ids: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The same for a vector that is as ``held`` gives it."""
        if ids is not None and not ids:
            return []
        k = min(k, _MOST)
        near = self._in_graph(vector, k, ids)
        least = near[-1][1] if len(near) == k else -np.inf
        if crowded := self._crowds.search(vector, k, ids, least):
            merged = dict(crowded) | dict(near)
            near = sorted(merged.items(), key=lambda pair: -pair[1])[:k]
        return near

    def probe(self, vector: NDArray[np.float32]) -> None:
        """Search once with a vector of the right kind; whatever Chroma then says is damage."""
        with self._opening():
            self._query(self.held(vector), 1, None)

    def _in_graph(
        self, vector: NDArray[np.float32], k: int, ids: Sequence[int] | None
    ) -> list[tuple[int, float]]:
        if ids is None:
            return self._query(vector, k, None)
        names = [str(i) for i in ids]
        try:
            return self._query(vector, k, names)
        except DamagedIndexSideError:
            # Chroma says the same of ids that it does not have, such as crowded ones.
            with self._asking():
                held = self._collection.get(ids=names, include=[])["ids"]
            if len(held) == len(names):
                raise
            return self._query(vector, k, held) if held else []

    def _query(
        self, vector: NDArray[np.float32], k: int, names: Sequence[str] | None
    ) -> list[tuple[int, float]]:
        subset: dict[str, Any] = {} if names is None else {"ids": names}
        with self._asking():
            found = self._collection.query(
                query_embeddings=vector[None, :], n_results=k, include=["distances"], **subset
            )
        distances = found["distances"] or [[]]
        cosines = [1.0 - distance for distance in distances[0]]
        return list(zip(_numbers(found["ids"][0]), cosines, strict=True))

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Around a call of an opened collection."""
        from chromadb.errors import InternalError, NotFoundError
        from httpx import TransportError

        try:
            with damage_of("Chroma", InternalError, NotFoundError):
                yield
        except TransportError as error:
            raise StorageError(
                f"the Chroma server at {self._url} does not answer: {error}", "start it again"
            ) from error

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """Around the opening of the collection, where nobody has given an argument."""
        from chromadb.errors import ChromaError

        with self._asking(), damage_of("Chroma", ChromaError, ValueError, KeyError, TypeError):
            yield


def _numbers(names: Sequence[str]) -> list[int]:
    """The chunk ids that entries of Chroma's stand for."""
    try:
        return list(map(int, names))
    except ValueError as error:
        raise DamagedIndexSideError(f"Chroma holds an entry of another name: {error}") from None


def _connect(folder: Path, url: str | None) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    settings = Settings(anonymized_telemetry=False)
    if not url:
        # Clients of one path share what one of them has read: a new one is to read it anew, while
        # an old one may be searched still. So each has a way of its own to write the path.
        path = str(folder) + "/." * (next(_openings) % _SPELLINGS)
        with damage_of("Chroma", ChromaError, ValueError, KeyError, TypeError):
            return chromadb.PersistentClient(path=path, settings=settings)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"QA_CHROMA_URL: {url} is no address", "write it as http://host:8000")
    ssl = parts.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if ssl else 8000),
            ssl=ssl,
            settings=settings,
        )
    except ValueError as error:
        raise SettingsError(
            f"QA_CHROMA_URL: no Chroma server answers at {url}", "start it, or unset the variable"
        ) from error


def _parts(values: Sequence[object]) -> Iterator[slice]:
    for start in range(0, len(values), BATCH):
        yield slice(start, start + BATCH)
