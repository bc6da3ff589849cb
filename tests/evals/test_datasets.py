"""Eval sets: what is read, and what is said of one that cannot be read."""

import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.datasets import Corpus, gold_by_query, load_beir, read_documents
from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.errors import EvalError, QAError
from tests.evals.beir import write_beir, write_lines


def test_queries_answers_and_judgements(tmp_path: Path) -> None:
    beir = load_beir(write_beir(tmp_path / "tiny"))
    assert beir.name == "tiny"
    assert beir.queries[0].answers == ("Rosa Lind",)
    assert not beir.queries[4].answerable
    assert beir.judgements["q3"] == {"tea": 1}
    assert [query.id for query in beir.judged(limit=2)] == ["q1", "q2"]


def test_documents_with_the_same_text_are_one_article(tmp_path: Path) -> None:
    text = {"title": "Same", "text": "The same text twice."}
    folder = write_beir(
        tmp_path / "tiny",
        documents=[{"_id": "one", **text}, {"_id": "two", **text}, {"_id": "x", "text": "Other."}],
        queries=[{"_id": "q", "text": "?"}],
        judgements=[("q", "one"), ("q", "two")],
    )
    beir = load_beir(folder)
    scan = beir.corpus.scan(beir.gold_documents())
    assert scan.documents == 3
    assert scan.article_ids["one"] == scan.article_ids["two"]
    assert gold_by_query(beir.judgements, scan.article_ids) == {"q": {scan.article_ids["one"]: 1}}


def test_a_gold_document_that_is_missing_stays_gold() -> None:
    gold = gold_by_query({"q": {"here": 2, "gone": 1}}, {"here": "article"})
    assert gold == {"q": {"article": 2, "missing:gone": 1}}


def test_grades_of_zero_are_no_judgements(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "tiny")
    (folder / "qrels" / "test.tsv").write_text("q1\tferry\t2\nq2\tmuseum\t0\n")
    assert load_beir(folder).judgements == {"q1": {"ferry": 2}}


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz"])
def test_a_text_corpus_is_numbered_by_line_from_zero(tmp_path: Path, suffix: str) -> None:
    packers: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        ".gz": gzip.compress,
        ".xz": lzma.compress,
    }
    path = tmp_path / f"news.txt{suffix}"
    path.write_bytes(packers[suffix]("第一篇。\n\n第三行\u2028還是第三行\n".encode()))
    drafts = list(read_documents(path))
    assert [(draft.external_id, draft.title) for draft in drafts] == [("d0", ""), ("d2", "")]
    assert drafts[1].body == "第三行\u2028還是第三行"


def test_corpus_and_distractors_in_place(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "tiny")
    other = tmp_path / "other.txt"
    other.write_text("A line.\nAnother line.\n")
    more = write_lines(tmp_path / "more.jsonl", [{"id": "d1", "title": "T", "text": "Far off."}])
    corpus = load_beir(folder, corpus=other, distractors=more).corpus
    scan = corpus.scan({"d1"})
    assert scan.documents == 3
    # d1 is the corpus's second line, not the distractor of that id.
    assert scan.article_ids == {"d1": make_article(ArticleDraft(title="", body="Another line.")).id}
    assert len(list(corpus.articles())) == 3


def test_a_compressed_corpus_is_found_by_its_plain_name(tmp_path: Path) -> None:
    folder = write_beir(tmp_path / "tiny")
    plain = folder / "corpus.jsonl"
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert load_beir(folder).corpus.scan().documents == 4


def test_a_document_without_text_has_its_title_or_is_left_out(tmp_path: Path) -> None:
    rows = [{"_id": "a", "title": "Only a title", "text": ""}, {"_id": "b", "text": " "}]
    corpus = Corpus(write_lines(tmp_path / "corpus.jsonl", rows))
    assert [article.body for article in corpus.articles()] == ["Only a title"]
    assert (corpus.scan().documents, corpus.scan().empty) == (1, 1)


def test_documents_of_one_page_do_not_replace_each_other(tmp_path: Path) -> None:
    url = "https://example.org/page"
    rows = [{"_id": i, "text": f"Passage {i} of the page.", "url": url} for i in ("a", "b")]
    corpus = Corpus(write_lines(tmp_path / "corpus.jsonl", rows))
    assert [article.url for article in corpus.articles()] == [None, None]


def test_fingerprint_follows_the_content(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "corpus.jsonl", [{"_id": "a", "text": "One."}])
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(path.read_bytes())
    before = Corpus(path).fingerprint()
    assert Corpus(copy).fingerprint() == before
    assert Corpus(path, distractors=copy).fingerprint() != before
    path.write_text('{"_id": "a", "text": "Two."}\n')
    assert Corpus(path).fingerprint() != before


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("queries.jsonl", '{"_id": "q"}', "queries.jsonl, line 1: text: expected a string"),
        ("queries.jsonl", '{"_id": "q", "text": "?"', "queries.jsonl, line 1: not JSON"),
        ("queries.jsonl", "[1]", "queries.jsonl, line 1: expected a JSON object"),
        ("queries.jsonl", '\n{"text": "?"}', "queries.jsonl, line 2: _id"),
        ("queries.jsonl", '{"_id": "q", "text": "?", "answers": "x"}', "line 1: answers"),
        ("queries.jsonl", '{"_id": "q", "text": "?", "answerable": "no"}', "line 1: answerable"),
        ("queries.jsonl", '{"_id":"q","text":"?"}\n{"_id":"q","text":"!"}', "line 2: a second"),
        ("queries.jsonl", "\n", "queries.jsonl: no queries"),
        ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1 ferry 1", "test.tsv, line 2: expected"),
        ("qrels/test.tsv", "q1\tferry\thigh", "test.tsv, line 1: score: 'high'"),
    ],
)
def test_errors_name_the_file_and_the_line(
    tmp_path: Path, file: str, content: str, message: str
) -> None:
    folder = write_beir(tmp_path / "tiny")
    (folder / file).write_text(content + "\n")
    with pytest.raises(EvalError) as caught:
        load_beir(folder)
    assert message in str(caught.value)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="nowhere: no such folder"):
        load_beir(tmp_path / "nowhere")
    folder = write_beir(tmp_path / "tiny")
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(EvalError, match=r"corpus\.jsonl: no such file"):
        load_beir(folder)


def test_two_documents_of_one_id_are_refused(tmp_path: Path) -> None:
    rows = [{"_id": "a", "text": "One."}, {"_id": "a", "text": "Two."}]
    with pytest.raises(EvalError, match="two documents have the id 'a'"):
        Corpus(write_lines(tmp_path / "corpus.jsonl", rows)).scan()


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    whole = lzma.compress("新聞一則。\n".encode() * 500)
    path = tmp_path / "news.txt.xz"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(QAError, match=r"news\.txt\.xz: the compressed file ends too early"):
        list(read_documents(path))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes("新聞".encode("big5"))
    with pytest.raises(EvalError, match="not UTF-8"):
        list(read_documents(path))


def test_an_unknown_kind_of_corpus_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.parquet"
    path.write_bytes(b"PAR1")
    with pytest.raises(EvalError, match=r"neither \.jsonl nor \.txt"):
        list(read_documents(path))
