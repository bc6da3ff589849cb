from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.answering.checking import Checked, check
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.passage import Passage
from tests.answering.claim_pairs import whole
from tests.conftest import BRIDGE, HARBOUR, PANDA, article

CITED: list[Passage] = [whole(HARBOUR), whole(BRIDGE), whole(PANDA)]


@pytest.fixture
def checked(small_index: Path):  # type: ignore[no-untyped-def]
    index = Index(small_index)
    yield lambda text: check(text, CITED, index, language="en", today=date(2024, 3, 3))
    index.close()


def doubts(checked: Checked) -> list[str | None]:
    return [sentence.doubt for sentence in checked.sentences]


def test_each_sentence_gets_a_verdict(checked) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Fares will rise by 12 per cent from 1 May [1]. The bridge is twelve kilometres long [2]. "
        "Two panda cubs were born in August 2023 [3]. Ferries are nice."
    )
    found = checked(text)
    assert found.text == text
    assert doubts(found) == [None, None, None, "uncited"]
    assert [citation.verified for citation in found.citations] == [True, True, True]
    for citation, cited in zip(found.citations, (HARBOUR, BRIDGE, PANDA), strict=True):
        assert cited.body[citation.start : citation.end] == citation.quote


def test_a_contradicted_number_gives_way_to_the_source_in_its_own_script(checked) -> None:  # type: ignore[no-untyped-def]
    found = checked("The bridge is 15 km long [2]. The cubs weigh over ten kilograms each [3].")
    assert found.text == (
        "“跨海大橋全長十二公里，預計明年六月通車。” [1] The cubs weigh over ten kilograms each [2]."
    )
    replaced, other = found.sentences
    assert (replaced.replaced, replaced.verified, replaced.numbers) == (True, True, (1,))
    assert found.text[other.start : other.end] == "The cubs weigh over ten kilograms each [2]."
    assert [citation.article_id for citation in found.citations] == [BRIDGE.id, PANDA.id]


def test_two_sentences_that_give_way_to_one_quote_give_it_once(checked) -> None:  # type: ignore[no-untyped-def]
    found = checked("Fares will rise by 40 per cent [1]. Fares will rise by 50 per cent [1].")
    assert found.text.count("12 per cent from 1 May") == 1


def test_a_citation_beside_the_right_one_is_not_verified(checked) -> None:  # type: ignore[no-untyped-def]
    right, wrong = checked("Fares will rise by 12 per cent from 1 May [1][3].").citations
    assert (right.verified, wrong.verified) == (True, False)


@pytest.mark.parametrize(
    ("day", "doubt"), [("24 November 2026", None), ("25 November 2026", "date")]
)
def test_a_weekday_may_be_told_as_its_date(tmp_path: Path, day: str, doubt: str | None) -> None:
    said = article(
        "Harbour tunnel to close",
        "Engineer Linda Mok said on Tuesday that the harbour tunnel will close for repairs.",
        published="2026-11-26T09:00:00+08:00",
    )
    ingest_articles(tmp_path / "i", [said])
    text = f"Linda Mok said on {day} that the harbour tunnel will close [1]."
    index = Index(tmp_path / "i")
    found = check(text, [whole(said)], index, language="en", today=date(2026, 11, 27))
    assert doubts(found) == [doubt] or (doubt and found.replaced)
    index.close()


def test_a_number_that_the_source_has_no_other_for_is_kept_and_marked(checked) -> None:  # type: ignore[no-untyped-def]
    found = checked("The director saw 77 cubs on show at the zoo for the first time [3].")
    assert doubts(found)[0] is not None or found.replaced
