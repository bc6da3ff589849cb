"""BM25 as it is without word segmentation: terms are what stands between white space."""

from collections.abc import Iterable

import tantivy

from evals.ranker import Ranking
from qa.articles.model import Article

_FOUND = 20


class UnsegmentedSearch:
    """A tantivy index of raw text with its whitespace tokenizer, in memory."""

    def __init__(self, articles: Iterable[Article]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("article", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="whitespace")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("whitespace", whitespace)
        writer = self._index.writer(num_threads=1)
        for article in articles:
            text = f"{article.title}\n{article.body}"
            writer.add_document(tantivy.Document(article=article.id, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def rank(self, question: str) -> Ranking:
        """The best articles by BM25 over the terms of the question."""
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", term))
            for term in question.split()
        ]
        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(clauses), limit=_FOUND).hits
        return Ranking(tuple(searcher.doc(address)["article"][0] for _, address in hits))
