"""The lexical side: a tantivy (BM25) index of chunk terms, derived from the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from qa.articles.model import Article
from qa.index.filters import Filters
from qa.index.store import StoredChunk
from qa.text.folding import fold
from qa.text.terms import TERMS_VERSION, terms

FORMAT = 1
STAMP = f"{FORMAT}.{TERMS_VERSION}"
_HEAP_BYTES = 64_000_000
_TITLE_BOOST = 2.0


class LexicalIndex:
    """BM25 over pre-segmented terms, with filter fields beside them.

    Terms come from ``qa.text.terms`` and are joined by blanks, so that tantivy only splits at
    white space: its own tokenizers see no words in Chinese.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer(
            "terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._writer: tantivy.IndexWriter | None = None

    def close(self) -> None:
        """Let go of the writer's lock, if it was taken."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def count(self) -> int:
        """Number of chunks."""
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[int]:
        """Ids of all chunks."""
        searcher = self._index.searcher()
        hits = searcher.search(
            tantivy.Query.all_query(), limit=max(1, int(searcher.num_docs)), count=False
        ).hits
        found = searcher.fast_field_values("chunk", [address for _, address in hits])
        return {int(chunk or 0) for chunk in found}

    def add(self, chunk: StoredChunk, article: Article) -> None:
        """Add one chunk of an article; visible after ``commit``."""
        document = tantivy.Document()
        document.add_unsigned("chunk", chunk.id)
        document.add_text("title", " ".join(terms(article.headline)))
        document.add_text("body", " ".join(terms(article.body[chunk.start : chunk.end])))
        document.add_text("language", article.language)
        document.add_text("category", fold(article.category or ""))
        document.add_text("source", fold(article.source or ""))
        document.add_unsigned("published", moment_number(article.published))
        self._ready().add_document(document)

    def remove(self, ids: Iterable[int]) -> None:
        """Remove chunks; visible after ``commit``."""
        for chunk_id in ids:
            # By query: deletion by term silently finds nothing in an unsigned field.
            one = tantivy.Query.term_query(self._schema, "chunk", chunk_id)
            self._ready().delete_documents_by_query(one)

    def commit(self) -> None:
        """Make the changes lasting and visible."""
        if self._writer is not None:
            self._writer.commit()
            self.close()
        self._index.reload()

    def _ready(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        return self._writer

    def search(
        self, weighted_terms: Sequence[tuple[str, float]], k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` best chunks as ``(chunk id, BM25 score)``, best first."""
        if not weighted_terms:
            return []
        query = _any_of(self._schema, weighted_terms)
        if filters:
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), *_filter_clauses(self._schema, filters)]
            )
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits
        ids = searcher.fast_field_values("chunk", [address for _, address in hits])
        return [
            (int(chunk or 0), float(score)) for (score, _), chunk in zip(hits, ids, strict=True)
        ]

    def document_frequencies(self, wanted: Sequence[str]) -> list[int]:
        """In how many chunks each term occurs (in the body)."""
        searcher = self._index.searcher()
        return [int(searcher.doc_freq("body", term)) for term in wanted]


def moment_number(moment: str | None) -> int:
    """``2023-03-21T20:00:00+08:00`` as 20230321200000, so that order is kept; 0 for None."""
    return int("".join(c for c in moment[:19] if c.isdigit()).ljust(14, "0")) if moment else 0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("chunk", stored=True, indexed=True, fast=True)
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="terms", index_option="freq")
    for name in ("language", "category", "source"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("published", indexed=True, fast=True)
    return builder.build()


def _any_of(schema: tantivy.Schema, weighted_terms: Sequence[tuple[str, float]]) -> Any:
    query = tantivy.Query
    clauses = []
    for term, weight in weighted_terms:
        for field, boost in (("title", _TITLE_BOOST), ("body", 1.0)):
            clause = query.term_query(schema, field, term, "freq")
            clauses.append((tantivy.Occur.Should, query.boost_query(clause, boost * weight)))
    return query.boolean_query(clauses)


def _filter_clauses(schema: tantivy.Schema, filters: Filters) -> list[tuple[Any, Any]]:
    query, must = tantivy.Query, tantivy.Occur.Must
    clauses = []
    low, high = (moment_number(bound) or None for bound in filters.bounds())
    if low or high:
        clauses.append(
            query.range_query(schema, "published", tantivy.FieldType.Unsigned, low or 1, high)
        )
    for field, value in (("category", filters.category), ("source", filters.source)):
        if value:
            clauses.append(query.term_query(schema, field, fold(value), "basic"))
    if languages := filters.languages():
        clauses.append(query.term_set_query(schema, "language", list(languages)))
    return [(must, query.const_score_query(clause, 0.0)) for clause in clauses]
