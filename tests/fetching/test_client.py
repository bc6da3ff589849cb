from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from functools import partial

import pytest

from qa.errors import FetchError
from qa.fetching.client import Limits, get
from qa.fetching.robots import Robots
from tests.fetching.site import Site, running

DAY = "Tue, 06 Jun 2023 08:00:00 GMT"
OPEN = Limits(seconds=5, size=10_000, allowed=frozenset({"127.0.0.1"}))


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as found:
        yield found


@pytest.mark.parametrize(("etag", "modified"), [('"1"', ""), ("", DAY)])
def test_a_page_that_has_not_changed_is_not_sent_again(
    site: Site, etag: str, modified: str
) -> None:
    site.page("/a", "one", etag=etag, modified=modified)
    first = get(f"{site.address}/a", limits=OPEN)
    assert (first.data, first.etag or "", first.modified or "") == (b"one", etag, modified)
    again = partial(get, f"{site.address}/a", etag=first.etag, modified=first.modified)
    assert again(limits=OPEN).status == 304
    site.page("/a", "two", etag=etag and '"2"', modified=modified and DAY.replace("06", "07"))
    assert again(limits=OPEN).data == b"two"


def test_loopback_is_refused_and_so_is_a_redirect_to_it(site: Site) -> None:
    site.page("/a", "secret")
    with pytest.raises(FetchError, match="not on the public internet"):
        get(f"{site.address}/a", limits=Limits())
    site.pages["/b"] = (302, {"Location": site.address.replace("127.0.0.1", "localhost")}, b"")
    with pytest.raises(FetchError, match="localhost"):
        get(f"{site.address}/b", limits=OPEN)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x/"])
def test_other_schemes_are_refused_also_behind_a_redirect(site: Site, target: str) -> None:
    site.pages["/b"] = (302, {"Location": target}, b"")
    for url in (target, f"{site.address}/b"):
        with pytest.raises(FetchError, match="not an http"):
            get(url, limits=OPEN)


def test_redirects_in_a_circle_end(site: Site) -> None:
    site.pages["/b"] = (302, {"Location": "/b"}, b"")
    with pytest.raises(FetchError, match="redirects"):
        get(f"{site.address}/b", limits=OPEN)


def test_a_page_is_too_large_as_it_is_sent_or_as_it_unpacks(site: Site) -> None:
    site.page("/a", "x" * 10_001)
    site.pages["/b"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(10_000_000)))
    for path in "ab":
        with pytest.raises(FetchError, match="larger"):
            get(f"{site.address}/{path}", limits=OPEN)
    site.pages["/c"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"small"))
    assert get(f"{site.address}/c", limits=OPEN).data == b"small"


def test_a_server_that_does_not_answer_is_left(site: Site) -> None:
    def slow() -> tuple[int, dict[str, str], bytes]:
        time.sleep(3)
        return 200, {}, b""

    site.pages["/a"] = slow
    with pytest.raises(FetchError, match="took longer"):
        get(f"{site.address}/a", limits=Limits(seconds=0.5, allowed=OPEN.allowed))


def test_what_robots_txt_asks_for_is_kept_also_behind_a_redirect(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", kind="text/plain")
    site.page("/private", "x")
    site.page("/open", "x")
    site.pages["/door"] = (302, {"Location": "/private"}, b"")
    robots = Robots(OPEN)
    assert get(f"{site.address}/open", limits=OPEN, permit=robots.permit).data == b"x"
    for path in ("/private", "/door"):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            get(f"{site.address}{path}", limits=OPEN, permit=robots.permit)
    assert ("/private", 200) not in site.asked


def test_a_site_without_robots_txt_forbids_nothing_one_that_fails_all(site: Site) -> None:
    site.page("/a", "x")
    Robots(OPEN).permit(f"{site.address}/a")
    site.pages["/robots.txt"] = (503, {}, b"")
    with pytest.raises(FetchError):
        Robots(OPEN).permit(f"{site.address}/a")
