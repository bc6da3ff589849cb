"""What every test gets: no network beyond loopback, settings and indexes of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.answering import abstention
from qa.articles.identity import make_article
from qa.articles.model import Article, ArticleDraft
from qa.chunking import ranks
from qa.embedding import load
from qa.index.ingest import ingest_articles, ingest_paths
from qa.models import artefact
from qa.reading import reader
from qa.retrieval import relevance, translation
from qa.service import Service, close_services
from qa.settings import ROOT, get_settings
from qa.text import pinyin, sounds
from tests.loopback_only import sitecustomize

SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that writes golden answers anew."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ anew")


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> None:
    sitecustomize.block()
    # Child processes import the same block at start-up.
    paths = [str(Path(sitecustomize.__file__).parent), str(ROOT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("QA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("QA_INDEX", str(tmp_path / "index"))
    get_settings.cache_clear()
    yield
    close_services()
    get_settings.cache_clear()


@pytest.fixture
def shared() -> Path:
    """The read-only material beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs {SHARED}, which is not part of the repository")
    return SHARED


def article(title: str, body: str, **fields: str) -> Article:
    """An article as a reader would make it."""
    return make_article(ArticleDraft(title=title, body=body, **fields))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of what ships under qa/models, which this test may change before it is loaded."""
    folder = tmp_path / "models"
    shutil.copytree(artefact.MODELS, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setattr(artefact, "MODELS", folder)
    forget_models()
    yield folder
    forget_models()


def forget_models() -> None:
    """Let the next use load every artefact anew."""
    for loaded in (
        ranks.encoding,
        load.shipped_model,
        pinyin._table,
        pinyin._readings,
        sounds._readings,
        sounds.sounds,
        sounds.spelling_characters,
        translation._table,
        relevance.fitted,
        reader.shipped_reader,
        abstention.shipped_abstention,
    ):
        loaded.cache_clear()


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus; read it, do not change it."""
    folder = tmp_path_factory.mktemp("sample") / "index"
    report = ingest_paths(folder, [ROOT / "corpus"])
    assert not report.failed
    return folder


@pytest.fixture
def sample(sample_index: Path) -> Iterator[Service]:
    """The service over the sample corpus."""
    service = Service(sample_index)
    yield service
    service.close()


HARBOUR = article(
    "Harbour ferry fares to rise in May",
    "The Star Pier ferry company will raise its fares by 12 per cent from 1 May. "
    "An adult ticket will cost 5.6 dollars.\n\n"
    "The company carried 1.4 million passengers last year, a third fewer than in 2019.",
    published="2024-03-02T09:30:00+08:00",
    category="City",
    source="Harbour Daily",
)
BRIDGE = article(
    "新大橋明年通車",
    "跨海大橋全長十二公里，預計明年六月通車。工程耗資三百億元。\n\n"
    "運輸署長表示，大橋將設有三條行車線、單車徑和觀景台。",
    published="2023-11-05T18:00:00+08:00",
    category="本地",
    source="港聞社",
)
PANDA = article(
    "大熊猫幼崽首次公开亮相",
    "动物园昨日宣布，两只大熊猫幼崽首次与游客见面。它们出生于去年八月，体重均超过十公斤。",
    published="2024-02-11T08:00:00+08:00",
    category="社会",
    source="新华快报",
)


@pytest.fixture
def small_index(tmp_path: Path) -> Path:
    """An index of three short articles, one a language, made for this test alone."""
    folder = tmp_path / "small"
    ingest_articles(folder, [HARBOUR, BRIDGE, PANDA])
    return folder
