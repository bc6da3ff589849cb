"""The index: one object that opens, checks, searches and updates a folder."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.embedding.load import load_embedding_model
from qa.embedding.model import EmbeddingModel
from qa.errors import ArticleNotFoundError, IndexBusyError, StorageError
from qa.folders import command
from qa.index import contents
from qa.index.chunk_vectors import ChunkVectors
from qa.index.damage import DamagedIndexSideError
from qa.index.dense import nearest_chunks
from qa.index.derived import Derived
from qa.index.filters import Filters
from qa.index.generation import Generation
from qa.index.lexical import LexicalIndex
from qa.index.sides import Filling, bring_up_both, dense_side, lexical_side
from qa.index.status import IndexStatus, status_of
from qa.index.store import Store, StoredChunk
from qa.index.vectors import VectorIndex
from qa.index.writing import WriteLock
from qa.processes import Processes
from qa.settings import DEFAULT_SETTINGS, Settings
from qa.text.language import TextLanguage

_log = logging.getLogger(__name__)
# Seconds. A question asks the sides 16 times; to look each time costs as much as a search.
_LOOK_EVERY = 0.01
T = TypeVar("T")
SideT = TypeVar("SideT", VectorIndex, LexicalIndex)


class Index:
    """Articles, chunks and vectors of one folder, searchable from both sides.

    Opening it brings the derived sides into step with the store, rebuilding what is missing,
    stale or damaged. Safe to use from several threads, whose searches run beside each other.
    While another process writes, this one goes on reading what it has; after that it picks the
    changes up by itself, also where the whole folder was deleted and made anew.

    Raises:
        IndexNotFoundError: there is no index in the folder and ``create`` is False.
        IndexDamagedError: the store itself cannot be read.
        ModelError: the embedding model cannot be loaded.
        StorageError: the disk is full or cannot be used, and there is nothing to search yet.
    """

    def __init__(
        self, folder: Path, *, create: bool = False, settings: Settings = DEFAULT_SETTINGS
    ) -> None:
        self.folder = folder
        self.timezone = settings.timezone  # of "today", and of dates that state none
        self._chroma_url = settings.chroma_url
        # Held while something is opened, caught up or rebuilt, and never over a search.
        self._changing = threading.RLock()
        self._lock = WriteLock(folder)
        self.store = Store(folder, create=create)
        self.model: EmbeddingModel = load_embedding_model(
            settings.embedding_model, offline=settings.offline
        )
        self._open_sides()
        self.refresh()

    def _open_sides(self) -> None:
        self.vectors = ChunkVectors(self.store)
        self._languages: tuple[int, frozenset[TextLanguage]] | None = None
        self._looked = float("-inf")
        self._filling = Filling()
        self._dense = dense_side(
            self.folder,
            self.store,
            self._filling,
            fingerprint=self.model.fingerprint,
            dimension=self.model.dimension,
            url=self._chroma_url,
        )
        self._lexical = lexical_side(self.folder, self.store, self._filling)

    @property
    def _sides(self) -> tuple[Derived[VectorIndex] | Derived[LexicalIndex], ...]:
        return self._dense, self._lexical

    def close(self) -> None:
        """Close all files; the index cannot be used afterwards."""
        with self._changing:
            for side in self._sides:
                side.close()
            self.store.close()

    # -- staying in step --------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring both sides up to the store's last change, as far as lock and disk allow.

        Raises:
            IndexBusyError: another process is writing and there is nothing to search yet.
            StorageError: the disk is full, and there is nothing to search yet.
        """
        with self._changing:
            try:
                if self._in_step() and all(side.open_current() for side in self._sides):
                    return
                with self.writing(timeout=0):
                    self._bring_up()
            except (IndexBusyError, StorageError) as error:
                if not all(side.keep_open() for side in self._sides):
                    raise
                _log.warning("searching what there is: %s", error)

    def _in_step(self) -> bool:
        made_now = contents.are_current(self.store, self.model)
        return made_now and all(side.is_current() for side in self._sides)

    def _bring_up(self) -> None:
        if not contents.are_current(self.store, self.model):
            contents.make_again(self.store, self.model)
        bring_up_both(self._dense, self._lexical, self._filling)

    def _same_folder(self) -> None:
        """Let go of a folder that was deleted, and open what stands in its place."""
        if not self.store.is_replaced():
            return
        with self._changing:
            if not self.store.is_replaced():
                return
            _log.warning("%s was deleted or made anew, opening it again", self.folder)
            store = Store(self.folder)
            for side in self._sides:
                side.close()
            # The old connections close by themselves when the threads that read there are done.
            self.store = store
            self._open_sides()
            self.refresh()

    def _up_to_date(self) -> None:
        """Pick up what has changed; where another thread is at that, go on with what there is."""
        if time.monotonic() < self._looked + _LOOK_EVERY:
            return
        self._same_folder()
        last = self.store.last_change()
        if all(side.opened.seq == last for side in self._sides):
            self._looked = time.monotonic()
            return
        nothing = any(side.side is None for side in self._sides)
        if self._changing.acquire(blocking=nothing):
            try:
                self.refresh()
            finally:
                self._changing.release()

    def writing(self, timeout: float = 10.0) -> AbstractContextManager[None]:
        """Hold the folder's write lock.

        Raises:
            IndexBusyError: another process holds it for longer than ``timeout`` seconds.
        """
        return self._lock.held(timeout)

    def bring_up(
        self, processes: Processes | None = None, tell: Callable[[int], None] | None = None
    ) -> None:
        """Bring the derived sides up to the store. Call while ``writing``.

        Args:
            processes, tell: see ``qa.index.sides.Filling``.
        """
        with self._changing, self._filling.helped(processes, tell):
            self._bring_up()

    def make_again(self) -> None:
        """Make the contents of all articles and both sides anew. Call while ``writing``."""
        with self._changing:
            contents.make_again(self.store, self.model)
            for side in self._sides:
                side.rebuild()

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove articles; returns those removed.

        Raises:
            ArticleNotFoundError: one of the ids is unknown; nothing was removed then.
        """
        with self.writing():
            for article_id in ids:
                self.article(article_id)
            with self.store.transaction():
                removed = [i for i in dict.fromkeys(ids) if self.store.remove(i)]
                self.store.forget_pages()
            self.bring_up()
        return removed

    # -- searching --------------------------------------------------------------------------

    def search_dense(
        self, vector: NDArray[np.float32], k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest chunks as ``(chunk id, cosine similarity)``, best first."""

        return nearest_chunks(self._search_dense, self.vectors, vector, k, filters)

    def dense_cosine(self, chunk_id: int, vector: NDArray[np.float32]) -> float | None:
        """The cosine of what the dense side holds for a chunk with a vector, or None."""

        def cosine(side: VectorIndex) -> float | None:
            held = side.vector(chunk_id)
            return None if held is None else float(held @ side.held(vector))

        return self._search_dense(cosine)

    def lexical(self, query: Callable[[LexicalIndex], T]) -> T:
        """Ask the lexical side; where it is damaged it is rebuilt and asked again.

        What else ``query`` raises is raised here.
        """
        self._up_to_date()
        return self._search(self._lexical, query)

    def _search_dense(self, query: Callable[[VectorIndex], T]) -> T:
        self._up_to_date()
        return self._search(self._dense, query)

    def languages(self) -> frozenset[TextLanguage]:
        """The languages of the articles."""
        self._same_folder()
        seq = self.store.last_change()
        if self._languages is None or self._languages[0] != seq:
            held = frozenset(cast(TextLanguage, name) for name in self.store.tally("language"))
            self._languages = (seq, held)
        return self._languages[1]

    def _search(self, derived: Derived[SideT], query: Callable[[SideT], T]) -> T:
        """Ask a side what it holds; where its engine says that it is damaged, once more."""
        with derived.reading() as generation:
            try:
                return query(generation.side)
            except DamagedIndexSideError as error:
                self._mend(derived, generation, error)
        with derived.reading() as generation:
            return query(generation.side)

    def _mend(
        self,
        derived: Derived[SideT],
        failed: Generation[SideT],
        error: DamagedIndexSideError,
    ) -> None:
        """Put another generation in the place of one that failed."""
        with self._changing:
            if derived.side is not failed.side:
                return  # another thread has mended it
            if derived.stamp() != failed.stamp and derived.open_current():
                return  # another process has
            _log.warning("the %s index failed, rebuilding it: %s", derived.name, error)
            with self.writing(timeout=0):
                derived.mended = f"damaged ({error})"
                derived.rebuild()

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
        self._same_folder()
        article = self.store.article(article_id)
        if article is None:
            raise ArticleNotFoundError(
                f"no article has the id {article_id}", f"{command()} search shows ids"
            )
        return article

    # -- figures ----------------------------------------------------------------------------

    @property
    def mended(self) -> tuple[str, ...]:
        """Sides that had to be rebuilt since this object was opened, and why."""
        return tuple(f"{side.name}: {side.mended}" for side in self._sides if side.mended)

    def entries(self) -> dict[str, set[int]]:
        """The chunk ids that each derived side holds, by its name."""
        return {
            self._dense.name: self._search_dense(VectorIndex.ids),
            self._lexical.name: self.lexical(LexicalIndex.ids),
        }

    def status(self) -> IndexStatus:
        """Figures of the index and whether its sides are in step."""
        self._same_folder()
        # Being behind is no problem: another process is writing, and searching goes on.
        broken = (side.name for side in self._sides if side.side is None)
        problems = tuple(f"the {name} index cannot be opened" for name in broken)
        return status_of(self.store, self.model.name, problems)
