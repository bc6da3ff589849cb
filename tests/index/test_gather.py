"""Pages, feeds and site maps from a server on loopback, and watching."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.index.gather import Sources, gather, watch
from qa.index.index import Index
from qa.index.report import IngestReport
from qa.settings import DEFAULT_SETTINGS
from tests.fetching.site import Site, running

OPEN = DEFAULT_SETTINGS.model_copy(update={"fetch_hosts": "127.0.0.1"})


def html(title: str, month: str = "June") -> str:
    body = (
        f"The {title} on Pier Road closes in {month} for repairs, the council said on Monday. "
        "It will take a year, and cost two million, which a reserve pays for.</p><p>Visitors had "
        "asked for it since the storm of last autumn, when water stood in the hall for a week. "
    )
    return (
        f"<html><head><title>{title} closes</title></head><body><article><h1>{title} closes</h1>"
        f"<p>{body}</p></article></body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        for name in ("pool", "museum"):
            found.page(f"/{name}", html(name), etag=f'"{name}"')
        links = "".join(
            f"<item><title>{n}</title><link>{found.address}/{n}</link></item>"
            for n in ("pool", "museum")
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{links}</channel></rss>'
        found.page("/feed", feed, kind="application/rss+xml")
        locs = f"<url><loc>{found.address}/pool</loc></url>"
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        found.page("/map.xml", f"<urlset {space}>{locs}</urlset>", kind="text/xml")
        yield found


def test_a_page_is_taken_once_and_its_change_is_an_update(tmp_path: Path, site: Site) -> None:
    source = Sources(urls=(f"{site.address}/pool",))
    report = gather(tmp_path / "index", source, settings=OPEN)
    assert (report.added, report.failed) == (1, ())
    assert gather(tmp_path / "index", source, settings=OPEN).unchanged == 1
    assert site.asked[-1] == ("/pool", 304)
    site.page("/pool", html("pool", "July"), etag='"new"')
    report = gather(tmp_path / "index", source, settings=OPEN)
    assert (report.updated, report.articles) == (1, 1)


@pytest.mark.parametrize(("path", "articles"), [("/feed", 2), ("/map.xml", 1)])
def test_the_pages_of_a_list_are_taken(
    tmp_path: Path, site: Site, path: str, articles: int
) -> None:
    report = gather(tmp_path / "index", Sources(urls=(site.address + path,)), settings=OPEN)
    assert (report.added, report.failed) == (articles, ())


def test_an_address_that_fails_is_reported_and_the_rest_goes_on(tmp_path: Path, site: Site) -> None:
    urls = (f"{site.address}/gone", "ftp://news.example/", f"{site.address}/pool")
    report = gather(tmp_path / "index", Sources(urls=urls), settings=OPEN)
    assert report.added == 1
    assert [failure.path for failure in report.failed] == list(urls[:2])


def test_loopback_is_refused_unless_a_setting_names_it(tmp_path: Path, site: Site) -> None:
    report = gather(tmp_path / "index", Sources(urls=(f"{site.address}/pool",)))
    assert "QA_FETCH_HOSTS" in report.failed[0].error
    assert not site.asked


def test_what_comes_into_a_watched_folder_is_there_for_who_has_the_index_open(
    tmp_path: Path,
) -> None:
    news, stop = tmp_path / "news", threading.Event()
    news.mkdir()
    (news / "a.txt").write_text("Ferry late\n\nFog held the ferry at noon on Monday.\n")
    rounds: list[IngestReport] = []
    arrived = threading.Event()

    def report(done: IngestReport) -> None:
        rounds.append(done)
        arrived.set()

    def run() -> None:
        watch(
            tmp_path / "index", Sources((news,)), every=60, stop=stop, report=report, look_every=0.1
        )

    watching = threading.Thread(target=run)
    watching.start()
    assert arrived.wait(60)
    reader = Index(tmp_path / "index")
    arrived.clear()
    (news / "b.txt").write_text("Bridge opens\n\nThe bridge opens to walkers on Sunday.\n")
    assert arrived.wait(60)
    stop.set()
    watching.join()
    assert [done.added for done in rounds] == [1, 1]
    assert reader.status().articles == 2
    vector = reader.model.encode(["bridge"])[0]
    assert len(reader.search_dense(vector, 5)) == 2
