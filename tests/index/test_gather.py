"""Pages, feeds and site maps from a server on loopback, and watching."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from qa.articles.identity import make_article
from qa.articles.model import ArticleDraft
from qa.index.gather import Sources, gather, watch
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.report import IngestReport
from qa.settings import DEFAULT_SETTINGS
from tests.articles.readers.made import (
    MARKUP,
    PAGE,
    PARAGRAPHS,
    book,
    word,
    word_paragraph,
    zipped,
)
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


def months(body: str) -> list[str]:
    return [name for name in ("May", "June", "July") if f"closes in {name}" in body]


def feed(address: str, *names: str) -> str:
    links = (f"<item><title>{n}</title><link>{address}/{n}</link></item>" for n in names)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(links)}</channel></rss>'


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        for name in ("pool", "museum"):
            found.page(f"/{name}", html(name), etag=f'"{name}"')
        found.page("/feed", feed(found.address, "pool", "museum"), kind="application/rss+xml")
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


def test_what_stood_on_a_page_before_is_a_version_of_what_stands_there_now(
    tmp_path: Path, site: Site
) -> None:
    source = Sources(urls=(f"{site.address}/pool",))
    for day, month in enumerate(("June", "July", "May"), 6):
        page = html("pool", month)
        site.page("/pool", page, modified=f"Tue, {day:02} Jun 2023 08:00:00 GMT")
        assert not gather(tmp_path / "index", source, settings=OPEN).failed
        assert gather(tmp_path / "index", source, settings=OPEN).unchanged == 1
        assert site.asked[-1] == ("/pool", 304)
    with closing(Index(tmp_path / "index")) as index:
        (article,) = index.store.iter_articles()
        versions = index.store.versions(article.id)
    assert months(article.body) == ["May"]
    assert [months(each.article.body) for each in versions] == [["June"], ["July"]]
    assert all(each.article.url == article.url for each in versions)


TEXTS = {
    "pool": PARAGRAPHS[0],
    "museum": "Water stood in the hall of the museum for a week, so that its doors stay shut.",
    "library": "Readers may borrow twenty books at once from today, and keep them all summer.",
}


def rows(*names: str) -> str:
    """Records as an API gives them, with the addresses of pages on another site."""
    records = [
        {"url": f"https://pier.example/{name}", "title": f"News of the {name}", "text": TEXTS[name]}
        for name in names
    ]
    return json.dumps({"articles": records})


WORD = word(word_paragraph("Pool closes", "Title") + word_paragraph(PARAGRAPHS[0]))
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NEWS = rows("pool", "museum")


@pytest.mark.parametrize(
    ("path", "kind", "body", "articles"),
    [
        ("/news?page=1", "application/json; charset=utf-8", NEWS, 2),
        ("/news", "application/feed+json", NEWS, 2),
        ("/raw/news.json", "text/plain; charset=utf-8", NEWS, 2),
        ("/news.jsonl.gz", "application/gzip", gzip.compress(NEWS.encode()), 2),
        ("/news.json", "", NEWS, 2),
        ("/news.csv", "application/vnd.ms-excel", f'title,text\nPool,"{PARAGRAPHS[0]}"\n', 1),
        ("/get?id=7", OFFICE, WORD, 1),
        ("/story.docx", "application/octet-stream", WORD, 1),
        ("/story.docx", "application/zip", WORD, 1),
        ("/all", "application/zip", zipped({"a.json": NEWS, "b.html": PAGE}), 3),
        ("/book", "application/epub+zip", book({"one": MARKUP}), 1),
        ("/story.pdf", "text/html", PAGE, 1),
        ("/story", "application/x-unheard-of", PAGE, 1),
    ],
)
def test_what_is_sent_is_read_by_the_reader_of_its_format(
    tmp_path: Path, site: Site, path: str, kind: str, body: str | bytes, articles: int
) -> None:
    site.page(path, body, kind=kind)
    source = Sources(urls=(site.address + path,))
    report = gather(tmp_path / "index", source, settings=OPEN)
    assert (report.added, report.failed, report.skipped) == (articles, (), ())
    again = gather(tmp_path / "index", source, settings=OPEN)
    assert (again.unchanged, again.added) == (articles, 0)


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "application/gzip"])
def test_what_nobody_reads_is_skipped_with_its_type(tmp_path: Path, site: Site, kind: str) -> None:
    site.page("/news", NEWS, kind=kind)
    (skipped,) = gather(
        tmp_path / "index", Sources(urls=(f"{site.address}/news",)), settings=OPEN
    ).skipped
    assert skipped.reason == f"{kind} is not read"


def test_a_list_leads_to_other_sites_and_takes_the_place_of_none_of_their_articles(
    tmp_path: Path, site: Site
) -> None:
    index = tmp_path / "index"
    place = "https://pier.example/pool"
    draft = ArticleDraft(title="Pool closes", body=PARAGRAPHS[1], url=place)
    ingest_articles(index, [make_article(draft)])
    source = Sources(urls=(f"{site.address}/api",))
    site.page("/api", rows("pool", "museum"), kind="application/json")
    assert gather(index, source, settings=OPEN).added == 2
    # One more at the head moves all others.
    site.page("/api", rows("library", "pool", "museum"), kind="application/json")
    report = gather(index, source, settings=OPEN)
    assert (report.added, report.updated, report.unchanged, report.articles) == (1, 0, 2, 4)
    with closing(Index(index)) as opened:
        urls = [article.url for article in opened.store.iter_articles()]
    names = ("library", "museum", "pool", "pool")
    assert sorted(map(str, urls)) == [f"https://pier.example/{name}" for name in names]


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


class Watching:
    """A watch that goes on in another thread; ``rounds``: what it reported."""

    def __init__(self) -> None:
        self.rounds: list[IngestReport] = []
        self.reported = threading.Condition()

    def report(self, done: IngestReport) -> None:
        with self.reported:
            self.rounds.append(done)
            self.reported.notify_all()

    def until(self, holds: Callable[[list[IngestReport]], bool]) -> None:
        with self.reported:
            assert self.reported.wait_for(lambda: holds(self.rounds), 120), self.rounds


@contextmanager
def watching(index: Path, sources: Sources, *, every: float) -> Iterator[Watching]:
    stop, seen = threading.Event(), Watching()

    def run() -> None:
        watch(
            index,
            sources,
            every=every,
            stop=stop,
            report=seen.report,
            look_every=0.1,
            settings=OPEN,
        )

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


def added(rounds: list[IngestReport]) -> int:
    return sum(done.added for done in rounds)


def test_what_comes_into_a_watched_folder_is_there_for_who_has_the_index_open(
    tmp_path: Path,
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("Ferry late\n\nFog held the ferry at noon on Monday.\n")
    with watching(tmp_path / "index", Sources((news,)), every=60) as seen:
        seen.until(lambda rounds: added(rounds) == 1)
        reader = Index(tmp_path / "index")
        (news / "b.txt").write_text("Bridge opens\n\nThe bridge opens to walkers on Sunday.\n")
        seen.until(lambda rounds: added(rounds) == 2)
    assert [done.added for done in seen.rounds] == [1, 1]
    assert reader.status().articles == 2
    vector = reader.model.encode(["bridge"])[0]
    assert len(reader.search_dense(vector, 5)) == 2


def test_a_watched_feed_is_visited_again_and_its_new_pages_are_taken(
    tmp_path: Path, site: Site
) -> None:
    source = Sources(urls=(f"{site.address}/feed",))
    with watching(tmp_path / "index", source, every=0.2) as seen:
        seen.until(lambda rounds: added(rounds) == 2)
        site.page("/library", html("library"))
        site.page("/pool", html("pool", "July"), etag='"later"')
        names = ("library", "pool", "museum")
        site.page("/feed", feed(site.address, *names), kind="application/rss+xml")
        seen.until(lambda rounds: added(rounds) == 3)
        visits = site.asked.count(("/feed", 200))
        seen.until(lambda _: site.asked.count(("/feed", 200)) > visits + 1)
    assert not any(done.failed for done in seen.rounds)
    assert sum(done.updated for done in seen.rounds) == 1
    assert seen.rounds[-1].articles == 3


def test_between_two_visits_of_a_feed_only_folders_are_looked_at(
    tmp_path: Path, site: Site
) -> None:
    news = tmp_path / "news"
    news.mkdir()
    source = Sources((news,), (f"{site.address}/feed",))
    with watching(tmp_path / "index", source, every=3600) as seen:
        seen.until(lambda rounds: added(rounds) == 2)
        (news / "a.txt").write_text("Ferry late\n\nFog held the ferry at noon on Monday.\n")
        seen.until(lambda rounds: added(rounds) == 3)
    assert site.asked.count(("/feed", 200)) == 1
