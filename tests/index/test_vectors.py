from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from qa.errors import SettingsError
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.vectors import VectorIndex
from qa.index.verify import verify
from qa.settings import Settings
from tests.conftest import HARBOUR, PANDA


def unit_rows(n: int, dimension: int = 32) -> NDArray[np.float32]:
    rows = np.random.default_rng(7).normal(size=(n, dimension)).astype(np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_nearest_first_with_cosines(tmp_path: Path) -> None:
    rows = unit_rows(500)
    index = VectorIndex(tmp_path / "c", name="t")
    index.add(range(1, 501), rows)
    exact = rows @ rows[9]
    found = index.search(rows[9], 5)
    assert [chunk for chunk, _ in found] == (np.argsort(-exact)[:5] + 1).tolist()
    assert [cosine for _, cosine in found] == pytest.approx(sorted(exact)[:-6:-1], abs=1e-3)


def test_a_subset_is_searched_alone(tmp_path: Path) -> None:
    rows = unit_rows(300)
    index = VectorIndex(tmp_path / "c", name="t")
    index.add(range(300), rows)
    found = index.search(rows[0], 10, [7, 8, 9])
    assert {chunk for chunk, _ in found} == {7, 8, 9}
    assert index.search(rows[0], 10, []) == []


def test_adding_again_overwrites_and_removing_forgets(tmp_path: Path) -> None:
    rows = unit_rows(10)
    index = VectorIndex(tmp_path / "c", name="t")
    index.add(range(10), rows)
    index.add(range(10), rows)
    index.remove([3, 4, 99])
    assert index.ids() == set(range(10)) - {3, 4}


@pytest.fixture
def chroma_url(tmp_path: Path) -> Iterator[str]:
    """The address of a real Chroma server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("chroma") or str(Path(sys.executable).parent / "chroma")
    server = subprocess.Popen(
        [program, "run", "--path", str(tmp_path / "server"), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            time.sleep(0.2)
            try:
                with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):
                    break
            except OSError:
                continue
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.mark.slow
def test_a_chroma_server_takes_the_embedded_stores_place(tmp_path: Path, chroma_url: str) -> None:
    settings = Settings(chroma_url=chroma_url)
    ingest_articles(tmp_path / "a", [HARBOUR], settings=settings)
    ingest_articles(tmp_path / "b", [PANDA], settings=settings)
    index = Index(tmp_path / "a", settings=settings)
    vector = index.model.encode(["ferry fares"])[0]
    ((chunk, _),) = index.search_dense(vector, 5)
    assert index.chunks([chunk])[0][1] == HARBOUR, "indexes on one server do not mix"
    assert verify(index).sound
    again = Index(tmp_path / "a", settings=settings)
    assert again.mended == ()
    assert not list((tmp_path / "a").glob("chroma-*/chroma.sqlite3"))


@pytest.mark.parametrize(
    ("url", "said"),
    [("localhost:8000", "is no address"), ("http://127.0.0.1:9", "no Chroma server answers")],
)
def test_a_wrong_address_is_named(tmp_path: Path, url: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        Index(tmp_path / "i", create=True, settings=Settings(chroma_url=url))
    assert "QA_CHROMA_URL" in caught.value.message
