"""Eval sets in BEIR layout: a corpus, queries with answers, and judgements of relevance.

Layout and names as in https://github.com/beir-cellar/beir; ``answers`` and ``answerable``
in ``queries.jsonl`` are our addition.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.files import at_line, existing, read_lines, read_objects
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.articles.readers.compression import inner_suffix
from qa.articles.readers.records import draft_of
from qa.errors import EvalError
from qa.settings import get_settings

# Stands before the id of a gold document that the corpus lacks: it can never be found.
MISSING = "missing:"


@dataclass(frozen=True, slots=True)
class Query:
    """One question of an eval set.

    Attributes:
        answers: gold strings, any of which will do; empty where the set has none.
        answerable: False where the corpus does not hold the answer.
    """

    id: str
    text: str
    answers: tuple[str, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """What one pass over a corpus found.

    Attributes:
        documents: documents with any text in them, distractors included.
        empty: documents left out because they hold no text.
        article_ids: the article that each document asked for is, by document id. Documents
            with the same text are one article.
    """

    documents: int
    empty: int
    article_ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of an eval set, read again from the files at each pass.

    Attributes:
        main: the file that judgements refer to.
        distractors: a file of documents that are right for no query, or None.
    """

    main: Path
    distractors: Path | None = None

    def fingerprint(self) -> str:
        """64 hexadecimal digits that change when any file changes."""
        digest = hashlib.sha256()
        for path in self._files():
            digest.update(inner_suffix(path).encode())
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        return digest.hexdigest()

    def articles(self) -> Iterator[Article]:
        """The articles to ingest, in file order; empty documents left out.

        Raises:
            EvalError: naming the file and the line.
        """
        for path in self._files():
            for draft in read_documents(path):
                if draft.body:
                    yield make_article(draft)

    def scan(self, wanted: Collection[str] = ()) -> Scan:
        """Count the documents and find out which articles the wanted ones are.

        Raises:
            EvalError: a document id stands twice, or a file cannot be read.
        """
        seen: set[str] = set()
        found: dict[str, str] = {}
        documents = empty = 0
        for path in self._files():
            for draft in read_documents(path):
                documents += bool(draft.body)
                empty += not draft.body
                if path != self.main:
                    continue
                identity = draft.external_id or ""
                if identity in seen:
                    raise EvalError(f"{path}: two documents have the id {identity!r}")
                seen.add(identity)
                if identity in wanted and draft.body:
                    found[identity] = make_article(draft).id
        return Scan(documents, empty, found)

    def _files(self) -> tuple[Path, ...]:
        return (self.main, self.distractors) if self.distractors else (self.main,)


@dataclass(frozen=True, slots=True)
class BeirSet:
    """One eval set.

    Attributes:
        queries: in file order.
        judgements: query id to document id to grade; grades are at least 1.
    """

    name: str
    corpus: Corpus
    queries: tuple[Query, ...]
    judgements: Mapping[str, Mapping[str, int]]

    def judged(self, limit: int | None = None) -> tuple[Query, ...]:
        """The queries that have a relevant document, the first ``limit`` of them."""
        return tuple(query for query in self.queries if query.id in self.judgements)[:limit]

    def gold_documents(self) -> set[str]:
        """Ids of all documents that are relevant for some query."""
        return {document for grades in self.judgements.values() for document in grades}


def gold_by_query(
    judgements: Mapping[str, Mapping[str, int]], article_ids: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """Query id to gold articles and their grades; of documents with one text the best grade.

    A document that the corpus lacks stays gold under a name that nothing has, so that it
    counts as never found, as trec_eval does.
    """
    gold: dict[str, dict[str, int]] = {}
    for query, grades in judgements.items():
        articles = gold.setdefault(query, {})
        for document, grade in grades.items():
            article = article_ids.get(document, f"{MISSING}{document}")
            articles[article] = max(grade, articles.get(article, 0))
    return gold


def load_beir(
    folder: Path, *, corpus: Path | None = None, distractors: Path | None = None
) -> BeirSet:
    """Read queries and judgements, and find the corpus, of a folder in BEIR layout.

    Args:
        corpus: stands in for ``corpus.jsonl``: a JSON Lines file, or a ``.txt`` with one
            document a line whose id is ``d`` and the line's number from 0; either may be
            compressed with gzip or xz.
        distractors: documents added to the corpus that are right for no query.

    Raises:
        EvalError: a file is missing or cannot be understood, with file and line.
    """
    if not folder.is_dir():
        raise EvalError(f"{folder}: no such folder", "name a folder in BEIR layout")
    queries = _read_queries(existing(folder / "queries.jsonl"))
    judgements = _read_judgements(existing(folder / "qrels" / "test.tsv"))
    files = Corpus(
        main=existing(corpus or folder / "corpus.jsonl", "name another file with --corpus"),
        distractors=existing(distractors) if distractors else None,
    )
    return BeirSet(folder.resolve().name, files, queries, judgements)


def read_documents(path: Path) -> Iterator[ArticleDraft]:
    """The documents of a corpus file, with their id as ``external_id``.

    A document with a title and no text has the title for its text, so that it can be found;
    one without either has an empty body.

    Raises:
        EvalError: a line that is no document, or a kind of file that is not known here.
    """
    suffix = inner_suffix(path)
    if suffix == ".txt":
        for number, line in read_lines(path):
            yield ArticleDraft(title="", body=line.strip(), external_id=f"d{number - 1}")
    elif suffix in (".jsonl", ".json", ".ndjson"):
        for number, row in read_objects(path):
            yield _document(path, number, row)
    else:
        raise EvalError(
            f"{path}: neither .jsonl nor .txt (nor one of them as .gz or .xz)",
            "evals/README.md shows the formats of a corpus",
        )


def _document(path: Path, number: int, row: Mapping[str, Any]) -> ArticleDraft:
    identity = _identity(row, path, number)
    # Not the address: many sets give one to all passages of a page, and a second text at one
    # address counts as an edit of the first when it is ingested.
    fields = {name: value for name, value in row.items() if name != "url"}
    if not _has_text(row.get("text")) and not _has_text(row.get("body")):
        title = row.get("title")
        if not _has_text(title):
            return ArticleDraft(title="", body="", external_id=identity)
        fields["text"] = title
    return draft_of(fields, str(path), f"line {number}", timezone=get_settings().timezone)


def _has_text(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _read_queries(path: Path) -> tuple[Query, ...]:
    queries: dict[str, Query] = {}
    for number, row in read_objects(path):
        identity = _identity(row, path, number)
        if identity in queries:
            raise at_line(path, number, f"a second query with the id {identity!r}")
        answers = row.get("answers") or []
        if not isinstance(answers, list) or not all(isinstance(each, str) for each in answers):
            raise at_line(path, number, "answers: expected a list of strings")
        answerable = row.get("answerable", True)
        if not isinstance(answerable, bool):
            raise at_line(path, number, "answerable: expected true or false")
        text = row.get("text")
        if not isinstance(text, str):
            raise at_line(path, number, "text: expected a string")
        queries[identity] = Query(identity, text, tuple(filter(str.strip, answers)), answerable)
    if not queries:
        raise EvalError(f"{path}: no queries in it")
    return tuple(queries.values())


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for number, line in read_lines(path):
        fields = line.split("\t")
        if number == 1 and fields[0] == "query-id":
            continue
        if len(fields) != 3:
            problem = f"expected query-id, corpus-id, score between tabs; found {len(fields)}"
            raise at_line(path, number, problem)
        query, document, score = (field.strip() for field in fields)
        try:
            grade = int(score)
        except ValueError:
            raise at_line(path, number, f"score: {score!r} is not a whole number") from None
        if grade > 0:
            judgements.setdefault(query, {})[document] = grade
    return judgements


def _identity(row: Mapping[str, Any], path: Path, number: int) -> str:
    identity = row.get("_id", row.get("id"))
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str) or not identity:
        raise at_line(path, number, "_id: expected a string")
    return identity
