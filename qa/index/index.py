"""The index: one object that opens, checks, searches and updates a folder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.embedding.load import load_embedding_model
from qa.embedding.model import EmbeddingModel
from qa.errors import ArticleNotFoundError, IndexBusyError
from qa.index import contents, lexical, vectors
from qa.index.database import FORMAT
from qa.index.derived import Derived, is_damage
from qa.index.filters import Filters
from qa.index.lexical import LexicalIndex
from qa.index.status import IndexStatus
from qa.index.store import Store, StoredChunk
from qa.index.vectors import VectorIndex
from qa.settings import Settings, get_settings
from qa.text.language import TextLanguage

_log = logging.getLogger(__name__)
_LOCK_NAME = "write.lock"
_EXACT = 5_000
# How many times as many chunks as asked for are looked at before a filter is enumerated.
_SPARE = 4
T = TypeVar("T")


class Index:
    """Articles, chunks and vectors of one folder, searchable from both sides.

    Opening it brings the derived sides into step with the store, rebuilding what is missing,
    stale or damaged. Safe to use from several threads. While another process writes, this one
    goes on reading what it has; after that it picks the changes up by itself.

    Raises:
        IndexNotFoundError: there is no index in the folder and ``create`` is False.
        IndexDamagedError: the store itself cannot be read.
        ModelError: the embedding model cannot be loaded.
    """

    def __init__(
        self, folder: Path, *, create: bool = False, settings: Settings | None = None
    ) -> None:
        settings = settings or get_settings()
        self.folder = folder
        self.store = Store(folder, create=create)
        self.model: EmbeddingModel = load_embedding_model(
            settings.embedding_model, offline=settings.offline
        )
        self._languages: tuple[int, frozenset[TextLanguage]] | None = None
        self._mutex = threading.RLock()
        self._writer = threading.RLock()
        self._lock = FileLock(folder / _LOCK_NAME, thread_local=False)
        self._dense = self._dense_side(settings.chroma_url)
        self._lexical = Derived[LexicalIndex](
            folder,
            "lexical",
            lexical.STAMP,
            self.store,
            LexicalIndex,
            self._fill_lexical,
            lambda side: side.count() >= 0,
        )
        self._sides: tuple[Derived[VectorIndex] | Derived[LexicalIndex], ...] = (
            self._dense,
            self._lexical,
        )
        self.refresh()

    def close(self) -> None:
        """Close all files; the index cannot be used afterwards."""
        with self._mutex:
            for side in self._sides:
                side.close()
            self.store.close()

    # -- staying in step --------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring both sides up to the store's last change, as far as the lock allows.

        Raises:
            IndexBusyError: another process is writing and there is nothing to search yet.
        """
        with self._mutex:
            if self._in_step() and all(side.open_current() for side in self._sides):
                return
            try:
                with self.writing(timeout=0):
                    self._bring_up()
            except IndexBusyError:
                if not all(side.open_current() for side in self._sides):
                    raise

    def _in_step(self) -> bool:
        made_now = contents.are_current(self.store, self.model)
        return made_now and all(side.is_current() for side in self._sides)

    def _bring_up(self) -> None:
        if not contents.are_current(self.store, self.model):
            contents.make_again(self.store, self.model)
        for side in self._sides:
            side.bring_up()

    def _up_to_date(self) -> None:
        last = self.store.last_change()
        if any(side.opened.seq != last for side in self._sides):
            self.refresh()

    @contextmanager
    def writing(self, timeout: float = 10.0) -> Iterator[None]:
        """Hold the folder's write lock.

        Raises:
            IndexBusyError: another process holds it for longer than ``timeout`` seconds.
        """
        busy = IndexBusyError(
            f"another process is writing to {self.folder}", "try again when it is done"
        )
        if not self._writer.acquire(timeout=timeout):
            raise busy
        try:
            self._lock.acquire(timeout=timeout)
        except Timeout:
            self._writer.release()
            raise busy from None
        try:
            yield
        finally:
            self._lock.release()
            self._writer.release()

    # -- updating ---------------------------------------------------------------------------

    def bring_up(self) -> None:
        """Bring the derived sides up to the store. Call while ``writing``."""
        with self._mutex:
            self._bring_up()

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove articles; returns those removed.

        Raises:
            ArticleNotFoundError: one of the ids is unknown; nothing was removed then.
        """
        with self.writing():
            known = self.store.articles(ids)
            missing = [article_id for article_id in ids if article_id not in known]
            if missing:
                raise ArticleNotFoundError(
                    f"no article has the id {missing[0]}", "python -m qa search shows ids"
                )
            with self.store.transaction():
                removed = [i for i in dict.fromkeys(ids) if self.store.remove(i)]
            self.bring_up()
        return removed

    # -- searching --------------------------------------------------------------------------

    def search_dense(
        self, vector: NDArray[np.float32], k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest chunks as ``(chunk id, cosine similarity)``, best first."""

        def search(k: int, known: list[int] | None = None) -> list[tuple[int, float]]:
            return self._search(self._dense, lambda side: side.search(vector, k, known))

        if filters is None:
            return search(k)
        # Most filters let many articles through: then the best of them are among the nearest.
        nearest = search(_SPARE * k)
        passing = self.store.passing([chunk for chunk, _ in nearest], filters)
        found = [pair for pair in nearest if pair[0] in passing]
        if len(found) >= k:
            return found[:k]
        subset = self.store.chunk_ids(filters)
        if len(subset) <= _EXACT:
            return self._exact(vector, k, subset)
        # While another process writes, the store is ahead of what Chroma knows.
        return search(k, [i for i in subset if i <= self._dense.opened.last_chunk])

    def _exact(
        self, vector: NDArray[np.float32], k: int, ids: Sequence[int]
    ) -> list[tuple[int, float]]:
        # HNSW under a narrow filter misses much; a few thousand vectors are compared one by one.
        held, rows = self.store.vectors(ids)
        if not held:
            return []
        cosines = rows @ vector
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(held[i], float(cosines[i])) for i in best]

    def dense_vector(self, chunk_id: int) -> NDArray[np.float32] | None:
        """The vector that the dense side holds for a chunk, or None."""
        held: NDArray[np.float32] | None = self._search(
            self._dense, lambda side: side.vector(chunk_id)
        )
        return held

    def lexical(self, query: Callable[[LexicalIndex], T]) -> T:
        """Ask the lexical side; where it fails it is rebuilt and asked again."""
        return self._search(self._lexical, query)

    def languages(self) -> frozenset[TextLanguage]:
        """The languages of the articles."""
        seq = self.store.last_change()
        if self._languages is None or self._languages[0] != seq:
            held = frozenset(cast(TextLanguage, name) for name in self.store.tally("language"))
            self._languages = (seq, held)
        return self._languages[1]

    def _search(
        self, derived: Derived[VectorIndex] | Derived[LexicalIndex], query: Callable[..., T]
    ) -> T:
        with self._mutex:
            self._up_to_date()
            try:
                return query(derived.side)
            # Whatever damage raises (Chroma has many ways), a rebuild mends it once.
            except BaseException as error:
                if not is_damage(error):
                    raise
                _log.warning("the %s index failed, rebuilding it: %s", derived.name, error)
                with self.writing(timeout=0):
                    derived.rebuild()
                return query(derived.side)

    def chunks(self, ids: Sequence[int]) -> list[tuple[StoredChunk, Article]]:
        """Chunks with their articles, in the order of the ids; removed ones are left out."""
        found = self.store.chunks(ids)
        articles = self.store.articles(list({chunk.article_id for chunk in found.values()}))
        return [
            (found[i], articles[found[i].article_id])
            for i in ids
            if i in found and found[i].article_id in articles
        ]

    def article(self, article_id: str) -> Article:
        """The article with this id.

        Raises:
            ArticleNotFoundError: there is none.
        """
        article = self.store.article(article_id)
        if article is None:
            raise ArticleNotFoundError(
                f"no article has the id {article_id}", "python -m qa search shows ids"
            )
        return article

    # -- figures ----------------------------------------------------------------------------

    @property
    def mended(self) -> tuple[str, ...]:
        """Sides that had to be rebuilt since this object was opened, and why."""
        return tuple(f"{side.name}: {side.mended}" for side in self._sides if side.mended)

    def entries(self) -> dict[str, set[int]]:
        """The chunk ids that each derived side holds, by its name."""
        return {s.name: self._search(s, lambda opened: opened.ids()) for s in self._sides}

    def status(self) -> IndexStatus:
        """Figures of the index and whether its sides are in step."""
        # Being behind is no problem: another process is writing, and searching goes on.
        problems = [f"the {s.name} index cannot be opened" for s in self._sides if s.side is None]
        articles, published_from, published_to = self.store.extent(Filters())
        return IndexStatus(
            articles=articles,
            chunks=self.store.count("chunks"),
            embedding_model=self.store.meta("embedding_model") or self.model.name,
            index_format=str(FORMAT),
            healthy=not problems,
            problems=tuple(problems),
            languages=self.store.tally("language"),
            categories=self.store.tally("category"),
            sources=self.store.tally("source"),
            published_from=published_from,
            published_to=published_to,
        )

    # -- the derived sides ------------------------------------------------------------------

    def _dense_side(self, url: str | None) -> Derived[VectorIndex]:
        name = (self.store.meta("uuid") or "")[:12]

        def open_side(folder: Path) -> VectorIndex:
            return VectorIndex(folder, name=name, url=url)

        version = f"{vectors.FORMAT}.{self.model.fingerprint}.{url or 'embedded'}"
        return Derived(
            self.folder, "chroma", version, self.store, open_side, self._fill_dense, self._probe
        )

    def _fill_dense(self, side: VectorIndex, first: int, last: int | None) -> None:
        for ids, rows in self.store.iter_vectors(vectors.BATCH, first, last):
            side.add(ids, rows)

    def _fill_lexical(self, side: LexicalIndex, first: int, last: int | None) -> None:
        if last is not None:  # a catch-up that was cut short may have added some already
            side.remove(range(first, last + 1))
        for chunk, article in self.store.iter_chunks(first, last):
            side.add(chunk, article)

    def _probe(self, side: VectorIndex) -> bool:
        vector = np.zeros(self.model.dimension, np.float32)
        vector[0] = 1.0
        side.search(vector, 1)
        return True
