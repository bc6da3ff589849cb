"""robots.txt: what a site asks programs not to fetch (RFC 9309)."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from qa.errors import FetchError
from qa.fetching.client import AGENT, Limits, get


class Robots:
    """Asks each site once, and keeps to what it says."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sites: dict[str, RobotFileParser] = {}

    def permit(self, url: str) -> None:
        """Return where the site lets us fetch this.

        Raises:
            FetchError: it does not, or cannot be reached.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = self._ask(site)
        if not self._sites[site].can_fetch(AGENT, url):
            raise FetchError(f"{url}: the site's robots.txt asks not to", "save the page by hand")

    def _ask(self, site: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            text = get(f"{site}/robots.txt", limits=self._limits).data
            lines = text.decode("utf-8", errors="replace").splitlines()
        except FetchError as error:
            # RFC 9309, 2.3.1.3: no such file forbids nothing. A server that fails forbids all.
            if error.status_of_page is None:
                raise
            missing = 400 <= error.status_of_page < 500
            lines = [] if missing else ["User-agent: *", "Disallow: /"]
        rules.parse(lines)
        return rules
