"""The measures of a match: what each looks at, and in which language."""

from __future__ import annotations

import numpy as np
import pytest

from qa.articles.model import Article
from qa.index.index import Index
from qa.index.lexical import LexicalIndex
from qa.retrieval.candidates import Candidate, looked_at, nearness, propose
from qa.retrieval.features import Features, match
from qa.retrieval.query import Query
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.retrieval.conftest import Indexed

ALL = [HARBOUR, BRIDGE, PANDA]
FILLER = "Farmers sold rice. A singer gave a concert. Snow fell on the mountains."


def candidates(query: Query) -> list[Candidate]:
    """All chunks of the index, by id."""
    ids = sorted(chunk.id for chunk, _ in query.index.store.iter_chunks())
    return looked_at(query, ids, nearness(query, ids))


def features(index: Index, question: str) -> dict[str, dict[str, float]]:
    """The measures of each article (of one chunk), by its title."""
    query = Query.of(question, index)
    found = candidates(query)
    rows = match(query, found).table().tolist()
    return {
        one.article.title: dict(zip(Features.names(), row, strict=True))
        for one, row in zip(found, rows, strict=True)
    }


def test_a_row_a_passage_and_a_column_a_measure(indexed: Indexed) -> None:
    query = Query.of("ferry fares", indexed(*ALL))
    found = match(query, candidates(query))
    assert found.table().shape == (3, len(Features.names()))
    for column, name in enumerate(Features.names()):
        assert found.table()[:, column].tolist() == getattr(found, name).tolist()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much will an adult ferry ticket cost?", HARBOUR),
        ("大桥全长多少公里", BRIDGE),
        ("How many lanes does the bridge have?", BRIDGE),
        ("When were the panda cubs born?", PANDA),
        ("渡輪票價上調多少", HARBOUR),
    ],
)
def test_every_measure_speaks_for_the_passage_that_answers(
    indexed: Indexed, question: str, expected: Article
) -> None:
    index = indexed(*ALL)
    found = features(index, question)
    crosses = Query.of(question, index).crosses(expected.language)
    for name in set(Features.names()) - {"coverage"} if crosses else Features.names():
        best = max(found, key=lambda title: found[title][name])
        assert best == expected.title, name


def test_shares_are_from_0_to_1_and_neighbours_only_add(indexed: Indexed) -> None:
    index = indexed(*ALL)
    for question in ("adult ferry fares in May", "大橋六月通車", "大熊猫"):
        for one in features(index, question).values():
            assert 0 <= one["coverage"] <= 1.001
            assert 0 <= one["sentence_alignment"] <= one["passage_alignment"] <= 1.001


def test_words_in_one_sentence_count_more_than_words_far_apart(indexed: Indexed) -> None:
    index = indexed(
        article("Together", f"The ferry met fog. {FILLER}"),
        article("Beside", f"The ferry left. The fog came. {FILLER}"),
        article("Apart", f"The ferry left. {FILLER} The fog came."),
    )
    found = features(index, "ferry fog")
    sentence = {title: one["sentence_alignment"] for title, one in found.items()}
    assert sentence["Together"] > 0.9
    assert sentence["Beside"] == pytest.approx(sentence["Apart"], abs=0.05)
    assert sentence["Apart"] < sentence["Together"] - 0.2
    for name in ("coverage", "passage_alignment"):
        passage = {title: one[name] for title, one in found.items()}
        assert passage["Together"] == pytest.approx(passage["Beside"], abs=1e-3)
        assert passage["Apart"] < passage["Beside"] - 0.2


def test_what_a_headline_names_holds_for_every_sentence(indexed: Indexed) -> None:
    index = indexed(
        article("Ferry", f"It was late because of fog. {FILLER}"),
        article("Notes", f"It was late because of fog. {FILLER} "),
    )
    found = features(index, "ferry fog")
    assert found["Ferry"]["coverage"] == pytest.approx(1.0)
    assert found["Notes"]["coverage"] < 0.7
    assert found["Ferry"]["sentence_alignment"] > found["Notes"]["sentence_alignment"] + 0.2


def test_a_word_that_no_article_has_lowers_the_coverage(indexed: Indexed) -> None:
    index = indexed(*ALL)
    whole = features(index, "ferry fares")[HARBOUR.title]["coverage"]
    lacking = features(index, "ferry fares Zanzibar")[HARBOUR.title]["coverage"]
    assert whole == pytest.approx(1.0)
    assert lacking < 0.7


def test_across_languages_words_are_aligned_and_nothing_is_covered(indexed: Indexed) -> None:
    chinese = [article("甲", "渡轮中午离港，乘客很多。"), article("乙", "山上下雪，道路关闭。")]
    english = [article("A", "The ferry leaves at noon."), article("B", "Snow closed the roads.")]
    index = indexed(*chinese, *english)
    for question, own, other in (("the ferry", "A", "甲"), ("山上下雪", "乙", "B")):
        found = features(index, question)
        covered = {title for title, one in found.items() if one["coverage"] > 0.3}
        assert covered == {own}
        assert max(found, key=lambda title: found[title]["sentence_alignment"]) in (own, other)
        lost = {"A", "B", "甲", "乙"} - {own, other}
        least = max(found[title]["sentence_alignment"] for title in lost)
        assert found[other]["sentence_alignment"] > least + 0.2


def test_a_row_is_the_same_whatever_stands_beside_it(indexed: Indexed) -> None:
    query = Query.of("the new bridge and the ferry", indexed(*ALL))
    found = candidates(query)
    together = match(query, found).table()
    backwards = match(query, found[::-1]).table()
    assert together == pytest.approx(backwards[::-1], abs=1e-5)
    for one, row in zip(found, together, strict=True):
        assert match(query, [one]).table()[0] == pytest.approx(row, abs=1e-5)
    assert not np.allclose(together[0], together[1])


def test_the_measures_come_from_what_the_candidate_brings(indexed: Indexed) -> None:
    query = Query.of("ferry fares", indexed(*ALL))
    (best, *_) = propose(query, None).candidates
    found = match(query, [best])
    assert found.sentence_cosine.tolist() == pytest.approx([best.nearness.sentence])
    rarest = query.index.lexical(LexicalIndex.rarest_score)
    assert found.lexical.tolist() == pytest.approx([best.lexical / rarest])
    assert best.lexical > 0


def test_a_question_without_content_words(indexed: Indexed) -> None:
    found = features(indexed(*ALL), "這是什麼")
    assert np.isfinite([list(one.values()) for one in found.values()]).all()
