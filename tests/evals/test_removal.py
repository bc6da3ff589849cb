"""Questions asked with their gold articles, and without."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from evals.product import PASSAGES
from evals.removal import removal_set, without_gold
from evals.sets import BeirOptions
from qa.answering.pipeline import ANSWER_PASSAGES
from qa.errors import EvalError
from qa.retrieval.passage import Copy, Passage
from qa.service import Service
from tests.evals.beir import DOCUMENTS, QUERIES, write_beir


def passage(article_id: str, *copies: str) -> Passage:
    return Passage(
        article_id=article_id,
        title=article_id,
        text="Text.",
        start=0,
        end=5,
        score=0.5,
        copies=tuple(Copy(article_id=each, title=each) for each in copies),
    )


def searching(*found: Passage) -> Service:
    """A service that finds these passages, and is asked for as many as it scores."""

    def search(question: str, *, k: int) -> list[Passage]:
        assert k == PASSAGES
        return list(found)

    return cast(Service, SimpleNamespace(search=search))


def kept(*found: Passage) -> list[str]:
    return [each.article_id for each in without_gold(searching(*found), "Who?", {"gold"})]


def test_all_passages_of_a_gold_article_go() -> None:
    assert kept(passage("gold"), passage("a"), passage("gold"), passage("b")) == ["a", "b"]


def test_a_copy_of_a_gold_article_tells_the_same_and_goes_with_it() -> None:
    assert kept(passage("a", "gold"), passage("gold", "b"), passage("c", "d")) == ["c"]


def test_as_many_stay_as_the_pipeline_reads() -> None:
    others = [passage(f"a{place}") for place in range(20)]
    assert kept(passage("gold"), *others) == [f"a{place}" for place in range(ANSWER_PASSAGES)]


def test_unanswerable_questions_are_asked_once(tiny: Path) -> None:
    found = removal_set(BeirOptions(tiny))
    assert (found.count, found.documents, found.notes) == (4 * 2 + 1, 4, ())
    assert removal_set(BeirOptions(tiny, limit=2)).count == 4


def test_questions_whose_gold_article_the_corpus_lacks_are_left_out(tmp_path: Path) -> None:
    found = removal_set(BeirOptions(write_beir(tmp_path / "tiny", documents=DOCUMENTS[1:])))
    assert found.count == 3 * 2 + 1
    assert found.notes[-1] == "1 queries without a gold article in the corpus were left out"


def test_a_set_without_gold_articles_is_refused(tmp_path: Path) -> None:
    more: dict[str, Any] = {"queries": QUERIES[:2], "judgements": ()}
    with pytest.raises(EvalError, match="no query has a gold article"):
        removal_set(BeirOptions(write_beir(tmp_path / "tiny", **more)))
