"""A large index holds vectors in fewer directions, and finds what it would find with all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from qa.index import basis
from qa.index.basis import DIRECTIONS, Basis, outgrown
from qa.index.damage import DamagedIndexSideError
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.vectors import VectorIndex
from qa.index.verify import verify
from tests.conftest import BRIDGE, HARBOUR, PANDA, article

PLACES = "pier harbour library museum tunnel market station bridge garden stadium".split()
DEEDS = "opens closes floods moves burns grows reopens shrinks waits wins".split()
NEWS = [
    article(f"The {place} {deed}", f"The {place} of ward {n} {deed} on day {n}, the council said.")
    for n, (place, deed) in enumerate((p, d) for p in PLACES for d in DEEDS)
]


def few_directions(vectors: np.ndarray) -> np.ndarray:
    """Vectors of 512 numbers that mostly lie in some directions, of length 1."""
    rng = np.random.default_rng(3)
    strong = vectors * np.where(np.arange(512) < 100, 10.0, 0.3)
    turned = strong @ np.linalg.qr(rng.normal(size=(512, 512)))[0]
    rows = turned / np.linalg.norm(turned, axis=1, keepdims=True)
    return np.asarray(rows, np.float32)


def test_cosines_stay_nearly_what_they_are() -> None:
    rows = few_directions(np.random.default_rng(1).normal(size=(600, 512)))
    reduced = Basis.of(rows, len(rows)).reduced(rows)
    assert reduced.shape == (600, DIRECTIONS)
    assert np.linalg.norm(reduced, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.abs(reduced @ reduced.T - rows @ rows.T).max() < 0.05


def test_a_vector_of_zeros_stays_one() -> None:
    rows = few_directions(np.random.default_rng(1).normal(size=(600, 512)))
    assert not Basis.of(rows, 600).reduced(np.zeros((2, 512), np.float32)).any()


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    rows = few_directions(np.random.default_rng(1).normal(size=(600, 512)))
    written = Basis.of(rows, 600)
    written.save(tmp_path / "basis.npz")
    read = Basis.load(tmp_path / "basis.npz")
    assert read is not None
    assert read.count == 600
    assert np.array_equal(read.directions, written.directions)
    assert Basis.load(tmp_path / "none.npz") is None


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"nothing"])
def test_a_damaged_file_is_damage(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "basis.npz").write_bytes(data)
    with pytest.raises(DamagedIndexSideError):
        Basis.load(tmp_path / "basis.npz")


def test_when_an_index_has_outgrown_its_directions() -> None:
    held = Basis(np.zeros((512, DIRECTIONS), np.float32), 5_000)
    assert outgrown(None, 512, basis.LARGE)
    assert not outgrown(None, 512, basis.LARGE - 1)
    assert not outgrown(None, DIRECTIONS, 10**6)
    assert not outgrown(held, 512, 40_000)
    assert outgrown(held, 512, 40_001)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index that counts as large with 50 chunks."""
    monkeypatch.setattr("qa.index.basis.LARGE", 50)
    ingest_articles(tmp_path / "index", NEWS)
    return tmp_path / "index"


def side(index: Index) -> VectorIndex:
    found = index._dense.side
    assert found is not None
    return found


def test_a_large_index_finds_the_same_with_the_same_cosines(large: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as whole:
        whole.setattr("qa.index.basis.LARGE", 10**9)
        ingest_articles(tmp_path / "whole", NEWS)
        with closing(Index(tmp_path / "whole")) as index:
            assert side(index).basis is None
            asked = [index.model.encode([each.title])[0] for each in NEWS[::7]]
            expected = [index.search_dense(vector, 5) for vector in asked]
    with closing(Index(large)) as index:
        assert side(index).basis is not None
        for vector, best in zip(asked, expected, strict=True):
            found = index.search_dense(vector, 5)
            assert [chunk for chunk, _ in found] == [chunk for chunk, _ in best]
            assert dict(found) == pytest.approx(dict(best), abs=2e-3)
        assert verify(index).sound


def test_a_small_one_that_becomes_large_is_built_anew_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.index.basis.LARGE", 50)
    generations = []
    for news in (NEWS[:20], NEWS[20:60], NEWS[60:], [HARBOUR, BRIDGE, PANDA]):
        ingest_articles(tmp_path, news)
        with closing(Index(tmp_path)) as index:
            generations.append(index._dense.opened.generation)
            assert verify(index).sound
    assert generations[0] + 1 == generations[1] == generations[2] == generations[3]


def test_narrow_filters_are_compared_in_full(large: Path) -> None:
    from qa.index.filters import Filters

    ingest_articles(large, [HARBOUR.model_copy(update={"category": "Sea"})])
    with closing(Index(large)) as index:
        vector = index.model.encode(["ferry tickets"])[0]
        ((chunk, cosine),) = index.search_dense(vector, 5, Filters(category="Sea"))
        _, rows = index.vectors.of([chunk])
        assert cosine == pytest.approx(float(rows[0] @ vector), abs=1e-3)


def test_damaged_directions_are_found_anew(large: Path) -> None:
    (file,) = large.glob("chroma-*/basis.npz")
    file.write_bytes(file.read_bytes()[:-100])
    with closing(Index(large)) as index:
        assert any("chroma" in each for each in index.mended)
        assert side(index).basis is not None
        assert verify(index).sound
