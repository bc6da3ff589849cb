from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.index.crowds import LIMIT, Crowds
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.vectors import VectorIndex
from qa.index.verify import verify
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from tests.index.test_index import dense
from tests.index.test_vectors import unit_rows


def crowd(count: int, spread: float, dimension: int = 32) -> NDArray[np.float32]:
    """Vectors around one, as far from it as said."""
    middle, *around = unit_rows(count + 1, dimension)
    rows = middle + spread * np.array(around, np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


@pytest.mark.parametrize("spread", [0.0, 1e-4, 1e-3, 1e-2])
def test_a_crowd_hides_neither_itself_nor_others(tmp_path: Path, spread: float) -> None:
    others = unit_rows(300, 32)[::-1]
    rows = np.concatenate([crowd(3_000, spread), others]).astype(np.float16).astype(np.float32)
    side = VectorIndex(tmp_path, name="t")
    side.add(range(len(rows)), rows)
    side.commit()
    assert side.count() == len(rows)
    assert side.ids() == set(range(len(rows)))
    for place in range(3_000, 3_300, 10):
        assert side.search(rows[place], 3)[0][0] == place
    found = side.search(rows[0], 3_000)
    assert len({chunk for chunk, _ in found} & set(range(3_000))) > 2_990
    exact = rows @ rows[0]
    assert found[99][1] == pytest.approx(np.sort(exact)[-100], abs=1e-3)


def test_a_crowd_is_searched_under_a_filter_removed_and_kept(tmp_path: Path) -> None:
    rows = crowd(200, 0.0)
    side = VectorIndex(tmp_path, name="t")
    side.add(range(200), rows)
    side.commit()
    side.close()
    side = VectorIndex(tmp_path, name="t")
    assert side.count() == 200
    wanted = [3, LIMIT + 30, 199]
    assert {chunk for chunk, _ in side.search(rows[0], 10, wanted)} == set(wanted)
    side.remove([3, 199])
    side.commit()
    assert side.ids() == set(range(200)) - {3, 199}
    assert {chunk for chunk, _ in side.search(rows[0], 10, wanted)} == {LIMIT + 30}
    side.add([3, 199], rows[:2])
    side.commit()
    side.add([3, 199], rows[:2])
    side.commit()
    assert side.count() == 200
    held = side.vector(199)
    assert held is not None
    assert held @ rows[0] == pytest.approx(1.0, abs=1e-3)


def test_few_alike_stay_in_the_graph(tmp_path: Path) -> None:
    crowds = Crowds(tmp_path / "crowds.npz")
    assert not crowds.take(range(LIMIT), crowd(LIMIT, 0.0)).any()
    assert not crowds.take(range(100, 400), unit_rows(400)[100:]).any()
    assert crowds.take([LIMIT], crowd(1, 0.0)).all()


@pytest.mark.slow
def test_three_thousand_notices_that_differ_in_a_number(tmp_path: Path) -> None:
    def notice(number: int) -> str:
        return (
            f"The highways office gives notice that works order {number} closes the slow lane of "
            "the coastal road between nine at night and five in the morning. Drivers are asked to "
            "follow the signs and to allow more time for their journey. The works renew the "
            "surface, the drains and the crash barriers, and lamps are changed at the same time."
        )

    numbers = range(1_000, 4_000)
    notices = [article("Road works on the coastal road", notice(n)) for n in numbers]
    ingest_articles(tmp_path / "index", [*notices, HARBOUR, BRIDGE, PANDA])
    index = Index(tmp_path / "index")
    for title, question in ((HARBOUR.title, "ferry fares"), (BRIDGE.title, "跨海大橋何時通車")):
        assert dense(index, question)[0] == title
    retriever = Retriever(index)
    for number in range(1_003, 4_000, 149):
        found = retriever.search(Query.of(f"What does works order {number} close?", index))
        assert f"works order {number} " in found[0].text
    for ids, rows in index.vectors.each(250):
        hits = index.search_dense(rows[0], len(notices))
        assert ids[0] in {chunk for chunk, _ in hits}
        assert len(hits) == len(notices)
    assert verify(index).sound
