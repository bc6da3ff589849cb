"""One server and one browser for all of them; each test has a visit of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.index.ingest import ingest_articles, ingest_paths
from qa.settings import ROOT
from tests import wire_story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# As a store may hold it: readers of files take markup off.
HOSTILE = {
    "title": "<script>window.pwned=1</script><img src=x onerror=window.pwned=2> Zebra escapes",
    "body": (
        "A zebra named Ondine <img src=x onerror=window.pwned=3> walked out of the circus camp on "
        "Monday. <script>window.pwned=4</script> ![i](http://evil.example/i.png) "
        "[click](javascript:alert(1)) http://evil.example/ **bold** \\[1\\] [1]\n\n"
        "</p></div><svg onload=window.pwned=5></svg> Ondine was found in a garden."
    ),
    "source": "<b onmouseover=window.pwned=6>Wire</b>",
    "category": "<i>animals</i>",
    "url": "javascript:window.pwned=7",
    "published": "2024-01-02T10:00:00+08:00",
}

Visit = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    pytest.importorskip("playwright", reason="needs playwright: pip install playwright")
    from tests.e2e.site import CHROMIUM, browsing

    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs a browser at {CHROMIUM}: apt-get install chromium fonts-noto-cjk")
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, one article that means harm, and a story with two copies."""
    folder = tmp_path_factory.mktemp("e2e")
    report = ingest_paths(folder / "index", [ROOT / "corpus"])
    assert not report.failed
    hostile = make_article(ArticleDraft.model_validate(HOSTILE))
    ingest_articles(folder / "index", [hostile, *wire_story.STORY])
    return folder / "index"


@pytest.fixture(scope="session")
def site(browser: Browser, index: Path) -> Iterator[str]:
    from tests.e2e.site import serving

    with serving(index) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Open the page as a visitor; nothing may leave this machine, no script may fail."""
    from tests.e2e.site import WIDE, open_page

    contexts = []
    left, failed = [], []

    def open_one(url: str = site, size: tuple[int, int] = WIDE, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, **{"locale": "en-GB", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: left.append(r.url) if leaves(r.url) else None)
        page.on("websocket", lambda w: left.append(w.url) if leaves(w.url) else None)
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda m: failed.append(m.text) if m.type == "error" else None)
        return open_page(page, url)

    yield open_one
    for context in contexts:
        context.close()
    assert left == []
    assert failed == []


def leaves(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))
