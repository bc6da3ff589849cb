"""A passage may be found by one sentence of it, and its whole decides between like sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from qa.articles.model import Article
from qa.chunking.chunker import chunk_body
from qa.embedding.load import shipped_model
from qa.embedding.model import EmbeddingModel, Vectors
from qa.index.filters import Filters
from qa.index.granules import Granules, pack
from qa.index.index import Index
from qa.retrieval.alignment import Words
from qa.retrieval.interaction import Cosines, Interaction
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.retrieval.conftest import Indexed

QUESTION = "When does the ferry leave the harbour?"
ANSWER = "The ferry leaves the harbour at noon."
FAR = (
    "A museum bought nine paintings. Farmers sold rice and tea. A singer gave a concert. "
    "Doctors tested a vaccine on mice. The court fined two bankers. Snow fell on the mountains."
)
NEAR = "The ferry is white. Ships wait in the port. The quay is long. A boat brings passengers."
# By best sentence: both answers, then the rest. By the whole: NEAR before FAR. By both: as here.
TEXTS = {"near answer": f"{NEAR} {ANSWER}", "far answer": f"{FAR} {ANSWER}", "near": NEAR}


def granules(*articles: Article) -> Granules:
    return Granules.unpack(pack([(one, chunk_body(one.body)) for one in articles], shipped_model()))


def compared(question: str) -> Interaction:
    model = shipped_model()
    return Interaction(model.encode([question])[0], Words.of(question, model).vectors, model)


def cosines(question: str, *articles: Article) -> Cosines:
    return compared(question).cosines(granules(*articles))


def cosine(question: str, text: str) -> float:
    one, two = shipped_model().encode([question, text])
    return float(one @ two)


# -- two granularities ------------------------------------------------------------------------


def test_whole_and_best_sentence_are_what_the_model_says_of_the_text() -> None:
    two = article("Timetable", f"{ANSWER} {FAR}"), article("渡輪", "渡輪中午離港。天氣很好。")
    found = cosines(QUESTION, *two)
    wholes = [f"{one.headline}\n{one.body}" for one in two]
    expected = [cosine(QUESTION, text) for text in wholes]
    assert found.whole.tolist() == pytest.approx(expected, abs=1e-3)
    assert found.best[0] == pytest.approx(cosine(QUESTION, ANSWER), abs=1e-3)
    assert found.best[1] == pytest.approx(cosine(QUESTION, "渡輪中午離港。"), abs=1e-3)


def test_a_headline_is_no_sentence_that_answers() -> None:
    headed, plain = article(QUESTION, FAR), article("Notes", FAR)
    found = cosines(QUESTION, headed, plain)
    assert found.best[0] == found.best[1] < 0.5
    assert found.whole[0] > found.whole[1], "but the whole is read with it"


def test_a_sentence_that_points_away_is_no_worse_than_none() -> None:
    far = article("", "Zinc.")
    vector = -shipped_model().encode(["Zinc."])[0]
    none = np.zeros((0, len(vector)), np.float32)
    found = Interaction(vector, none, shipped_model()).cosines(granules(far))
    assert found.best.tolist() == [0.0]
    assert found.whole[0] < 0


def test_no_chunks_no_cosines() -> None:
    found = compared("fog").cosines(Granules.unpack([]))
    assert found.whole.shape == found.best.shape == (0,)


# -- words ------------------------------------------------------------------------------------


def matches(question: str, *articles: Article) -> np.ndarray:
    return compared(question).word_matches(granules(*articles))


def test_a_word_matches_the_nearest_token_of_each_sentence() -> None:
    text = article("", "Energy is dear. Both sides stressed cooperation. Pandas sleep.")
    found = matches("cooperation energy", text)
    assert found.shape == (4, 2), "the headline and three sentences, two words"
    assert found[0].tolist() == [0, 0]
    assert found[2, 0] == pytest.approx(1.0, abs=1e-3)
    assert found[1, 1] == pytest.approx(1.0, abs=1e-3)
    assert found[:, 0].argmax() == 2
    assert found[:, 1].argmax() == 1
    assert ((found >= 0) & (found < 1.001)).all()


def test_a_word_matches_its_translation_and_a_headline() -> None:
    text = article("雙方加強合作", "會議在周一舉行。熊貓正在睡覺。")
    found = matches("cooperation", text)[:, 0]
    assert found.argmax() == 0
    assert found[0] > 0.6


def test_the_length_of_a_tokens_row_does_not_count() -> None:
    model = shipped_model()
    (word,) = model.token_ids(["cooperation"])[0]
    direction = model.rows(np.array([word]))[0]
    beside = Interaction(direction, direction[None, :], model)
    found = beside.word_matches(granules(article("", "cooperation")))
    length = float(np.linalg.norm(direction))
    assert length == pytest.approx(float(model.row_lengths[word]), rel=1e-5)
    assert found.max() == pytest.approx(length, rel=1e-4)


def test_chunks_are_matched_the_same_alone_and_together() -> None:
    together = matches("ferry 大桥", HARBOUR, BRIDGE, PANDA)
    alone = [matches("ferry 大桥", one) for one in (HARBOUR, BRIDGE, PANDA)]
    assert together == pytest.approx(np.concatenate(alone), abs=1e-6)
    one_by_one = compared("ferry 大桥")
    again = [one_by_one.word_matches(granules(one)) for one in (HARBOUR, BRIDGE, PANDA)]
    assert together == pytest.approx(np.concatenate(again), abs=1e-6)


def test_no_words_and_no_chunks() -> None:
    assert matches("", HARBOUR).shape == (len(granules(HARBOUR).lengths), 0)
    assert compared("ferry").word_matches(Granules.unpack([])).shape == (0, 1)


# -- the dense side's own ranking -------------------------------------------------------------


@pytest.fixture
def index(indexed: Indexed) -> Index:
    """The three texts under one headline, told apart by their categories."""
    return indexed(
        *(article("Notes", text, category=name) for name, text in reversed(TEXTS.items()))
    )


def _ranked(index: Index) -> list[str | None]:
    found = Retriever(index).search(Query.of(QUESTION, index), mode="dense")
    return [passage.category for passage in found]


def test_dense_search_goes_by_the_best_sentence_and_then_by_the_whole(index: Index) -> None:
    assert _ranked(index) == list(TEXTS)


def test_neither_granularity_alone_gives_that_order(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.retrieval.candidates.WHOLE_WEIGHT", 1e6)
    assert _ranked(index) == ["near answer", "near", "far answer"]
    monkeypatch.setattr("qa.retrieval.candidates.WHOLE_WEIGHT", 0.0)
    assert _ranked(index)[-1] == "near"


def test_filters_hold(index: Index) -> None:
    query = Query.of(QUESTION, index)
    found = Retriever(index).search(query, mode="dense", filters=Filters(category="near"))
    assert [passage.category for passage in found] == ["near"]


class Wrapped(EmbeddingModel):
    """The shipped model, not known to be fast."""

    name, dimension = "wrapped", shipped_model().dimension
    fingerprint = shipped_model().fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        assert len(texts) == 1, "sentences must not be embedded while the reader waits"
        return shipped_model().encode(texts)


def test_another_model_ranks_by_wholes_alone(index: Index) -> None:
    index.model = Wrapped()
    assert _ranked(index) == ["near answer", "near", "far answer"]
