"""The lexical side: a tantivy (BM25) index of chunk terms, derived from the store."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import tantivy

from qa.articles.model import Article
from qa.index.damage import damage_of
from qa.index.filters import Filters
from qa.index.sounds import SOUNDS_VERSION, names_by_sound
from qa.index.statements import choice_key
from qa.index.store import StoredChunk
from qa.text.language import Family, TextLanguage, family, is_chinese
from qa.text.terms import TERMS_VERSION, terms

FORMAT = 4
STAMP = f"{FORMAT}.{TERMS_VERSION}.{SOUNDS_VERSION}"
_FAMILIES: tuple[Family, ...] = get_args(Family)
_HEAP_BYTES = 64_000_000
# A word of the headline counts as often as this: field weights as in BM25F (Robertson, Zaragoza
# and Taylor, "Simple BM25 extension to multiple weighted fields", 2004).
_TITLE_WEIGHT = 2
# The k1 of tantivy's BM25: a term adds at most 1 + k1 times its idf.
SATURATION = 1.2


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the index and how much its BM25 score counts.

    ``text`` holds the terms of headline and body; ``sounds`` what names in Latin letters sound
    like in Chinese characters. ``read`` is no field of the index: it is matched in sentences only,
    where Chinese characters are read as these syllables.
    """

    text: str
    boost: float = 1.0
    field: Literal["text", "sounds", "read"] = "text"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question with the ways it may be written; the best one found counts.

    Each way is some terms whose scores are added up.
    """

    ways: tuple[tuple[Term, ...], ...]

    @classmethod
    def of(cls, term: str) -> Word:
        """A word that is written in one way: as this term."""
        return cls(((Term(term),),))


class LexicalIndex:
    """BM25 over pre-segmented terms, with filter fields beside them.

    Terms come from ``qa.text.terms`` and are joined by blanks, so that tantivy only splits at
    white space: its own tokenizers see no words in Chinese. Safe to search from several threads,
    also while one of them changes it.

    Raises (from all methods):
        DamagedIndexSideError: tantivy's files are not as they should be.
        StorageError: the disk is full or cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._schema = _schema()
        with _tantivy():
            self._index = tantivy.Index(self._schema, path=str(folder))
            # Nothing watches the folder: what another process commits is opened anew.
            self._index.config_reader("manual")
        self._index.register_tokenizer(
            "terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._writer: tantivy.IndexWriter | None = None

    def close(self) -> None:
        """Let go of the writer's lock, if it was taken."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with _tantivy():
                writer.wait_merging_threads()

    def count(self) -> int:
        """Number of chunks."""
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[int]:
        """Ids of all chunks."""
        searcher = self._index.searcher()
        with _tantivy():
            hits = searcher.search(
                tantivy.Query.all_query(), limit=max(1, int(searcher.num_docs)), count=False
            ).hits
            found = searcher.fast_field_values("chunk", [address for _, address in hits])
        return {int(chunk or 0) for chunk in found}

    def add(self, chunk: StoredChunk, article: Article) -> None:
        """Add one chunk of an article; visible after ``commit``."""
        document = tantivy.Document()
        document.add_unsigned("chunk", chunk.id)
        text = article.body[chunk.start : chunk.end]
        weighted = terms(article.headline) * _TITLE_WEIGHT + terms(text)
        document.add_text("text", " ".join(weighted))
        if not is_chinese(article.language):
            document.add_text("sounds", " ".join(names_by_sound(f"{article.headline}\n{text}")))
        document.add_text("language", article.language)
        document.add_unsigned("family", _FAMILIES.index(family(article.language)))
        document.add_text("category", choice_key(article.category) or "")
        document.add_text("source", choice_key(article.source) or "")
        document.add_unsigned("published", moment_number(article.published))
        with _tantivy():
            self._ready().add_document(document)

    def remove(self, ids: Iterable[int]) -> None:
        """Remove chunks; visible after ``commit``."""
        for chunk_id in ids:
            # By query: deletion by term silently finds nothing in an unsigned field.
            one = tantivy.Query.term_query(self._schema, "chunk", chunk_id)
            with _tantivy():
                self._ready().delete_documents_by_query(one)

    def commit(self) -> None:
        """Make the changes lasting and visible."""
        with _tantivy():
            if self._writer is not None:
                self._writer.commit()
                self.close()
            self._index.reload()

    def _ready(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        return self._writer

    def search(
        self,
        words: Sequence[Word],
        k: int,
        filters: Filters | None = None,
        *,
        kind: Family | None = None,
    ) -> list[tuple[int, float]]:
        """The ``k`` best chunks as ``(chunk id, score)``, best first.

        The score is the sum over the words of the BM25 score of the way of writing it that
        scores best.

        Args:
            kind: give only those of articles in these languages. (A filter inside the
                engine takes several times as long, and mostly the words of one language match
                next to nothing in the other.)

        Raises:
            ValueError: ``k`` is less than 1.
        """
        if k < 1:
            raise ValueError(f"k = {k}")
        if not words:
            return []
        clauses = _filter_clauses(self._schema, filters) if filters else []
        asked = _all_of([(_MUST, _any_of(self._schema, words)), *clauses])
        hits = self._hits(asked, k)
        if kind is None:
            return [pair for pair, _ in hits]
        found = [pair for pair, held in hits if held == kind]
        if len(hits) == k and len(found) < k // 2:
            # Another language crowds this one out: then the engine has to tell them apart.
            kinds = [name for name in get_args(TextLanguage) if family(name) == kind]
            one_kind = tantivy.Query.term_set_query(self._schema, "language", kinds)
            apart = tantivy.Query.const_score_query(one_kind, 0.0)
            found = [pair for pair, _ in self._hits(_all_of([(_MUST, asked), (_MUST, apart)]), k)]
        return found

    def scores(self, words: Sequence[Word], ids: Sequence[int]) -> dict[int, float]:
        """The scores of these chunks, without those of score 0."""
        if not words or not ids:
            return {}
        wanted = _chunks(self._schema, ids)
        both = _all_of([(_MUST, wanted), (_MUST, _any_of(self._schema, words))])
        return dict(pair for pair, _ in self._hits(both, len(ids)))

    def _hits(self, query: Any, k: int) -> list[tuple[tuple[int, float], Family]]:
        """Chunk ids with their scores, best first, and the languages of each one's article."""
        searcher = self._index.searcher()
        most = min(k, max(1, int(searcher.num_docs)))
        with _tantivy():
            hits = searcher.search(query, limit=most, count=False).hits
            addresses = [address for _, address in hits]
            ids = searcher.fast_field_values("chunk", addresses)
            kinds = searcher.fast_field_values("family", addresses)
        return [
            ((int(chunk or 0), float(score)), _FAMILIES[int(kind or 0)])
            for (score, _), chunk, kind in zip(hits, ids, kinds, strict=True)
        ]

    def rarest_score(self) -> float:
        """What a term that is as rare as can be adds to a score at the very most."""
        with _tantivy():
            total = _total(self._index.searcher())
        return _idf(total, 0) * (1 + SATURATION)

    def highest_scores(self, words: Sequence[Word]) -> list[float]:
        """What each word adds to a score at the very most; 0 for one that no chunk has."""
        searcher = self._index.searcher()

        def highest(term: Term) -> float:
            found = int(searcher.doc_freq(term.field, term.text))
            return term.boost * _idf(total, found) * (1 + SATURATION) if found else 0.0

        with _tantivy():
            total = _total(searcher)
            return [max((sum(map(highest, way)) for way in one.ways), default=0.0) for one in words]


def _tantivy() -> AbstractContextManager[None]:
    """Around calls of tantivy, which has one class for all that its files can be wrong with."""
    return damage_of("tantivy", ValueError)


def _total(searcher: tantivy.Searcher) -> int:
    """The number of chunks that document frequencies count, removed ones included.

    Tantivy's BM25 takes the same: a removed chunk counts as long as its segment stands.
    """
    return sum(int(searcher.doc_freq("language", name)) for name in get_args(TextLanguage))


def _idf(total: int, found: int) -> float:
    return math.log1p((total - found + 0.5) / (found + 0.5))


def moment_number(moment: str | None) -> int:
    """``2023-03-21T20:00:00+08:00`` as 20230321200000, so that order is kept; 0 for None."""
    return int("".join(c for c in moment[:19] if c.isdigit()).ljust(14, "0")) if moment else 0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk", stored=True, indexed=True, fast=True)
    for name in ("text", "sounds"):
        builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
    for name in ("language", "category", "source"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("published", indexed=True, fast=True)
    # Which wording of a question a chunk is for, read without opening documents.
    builder.add_unsigned_field("family", fast=True)
    return builder.build()


_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


def _all_of(clauses: Sequence[tuple[Any, Any]]) -> Any:
    return clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)


def _any_of(schema: tantivy.Schema, words: Sequence[Word]) -> Any:
    query = tantivy.Query

    def one(term: Term) -> Any:
        clause = query.term_query(schema, term.field, term.text, "freq")
        return query.boost_query(clause, term.boost) if term.boost != 1.0 else clause

    def way(found: Sequence[Term]) -> Any:
        return _all_of([(_SHOULD, one(term)) for term in found])

    def word(found: Word) -> Any:
        ways = [way(one) for one in found.ways]
        return ways[0] if len(ways) == 1 else query.disjunction_max_query(ways)

    return query.boolean_query([(_SHOULD, word(found)) for found in words if found.ways])


def _chunks(schema: tantivy.Schema, ids: Sequence[int]) -> Any:
    chosen = tantivy.Query.term_set_query(schema, "chunk", list(ids))
    return tantivy.Query.const_score_query(chosen, 0.0)


def _filter_clauses(schema: tantivy.Schema, filters: Filters) -> list[tuple[Any, Any]]:
    query = tantivy.Query
    clauses = []
    low, high = (moment_number(bound) or None for bound in filters.bounds())
    if low or high:
        clauses.append(
            query.range_query(schema, "published", tantivy.FieldType.Unsigned, low or 1, high)
        )
    for field, value in (("category", filters.category), ("source", filters.source)):
        if value:
            clauses.append(query.term_query(schema, field, choice_key(value), "basic"))
    if languages := filters.languages():
        clauses.append(query.term_set_query(schema, "language", list(languages)))
    return [(_MUST, query.const_score_query(clause, 0.0)) for clause in clauses]
