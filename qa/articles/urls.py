"""The canonical form of a URL: what names a page, whoever linked to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

# Parameters that say who followed a link, never what page is meant.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|spm|scm|"
    r"ns_(?:campaign|mchannel|source|linkname|fee)|at_(?:medium|campaign|custom\d|link_\w+|"
    r"format|ptr_name|bbc_team)|ocid|cmpid|smid|icid|mkt_tok|vero_id|oly_(?:anon|enc)_id|"
    r"wt\.mc_id|_hs(?:enc|mi)|share_token|from_source|ftag|ito|taid",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
# The same article for telephones, as publishers and AMP itself write it.
_AMP_HOST = re.compile(r"^amp\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp(?=\.html?$)|\.amp)$|^/amp(?=/)", re.IGNORECASE)
_AMP_QUERY = frozenset({"amp", "outputType=amp", "output=amp"})
# An address behind "#!" or "#/" is a page of its own.
_ROUTE = ("!", "/")


def canonical_url(url: str | None) -> str | None:
    """The name of the page that a URL leads to; None for what is no http(s) URL.

    Scheme, ``www.``, default ports, letter case of the host, fragments, parameters of tracking,
    AMP and a slash at the end do not count; the order of parameters does not either.
    """
    try:
        parts = urlsplit((url or "").strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _PORTS or not host:
        return None
    host = _AMP_HOST.sub("", _ascii(host).removeprefix("www."))
    if port and port not in _PORTS.values():
        host = f"{host}:{port}"
    path = _AMP_PATH.sub("", quote(parts.path, safe="/%:@!$&'()*+,;=~-._")).rstrip("/")
    query = urlencode(sorted(_telling(parts.query)))
    fragment = parts.fragment if parts.fragment.startswith(_ROUTE) else ""
    return urlunsplit(("https", host, path or "/", query, fragment))


def page_name(url: str | None) -> str | None:
    """``canonical_url`` where it names one page; a site's front page is no article's name."""
    name = canonical_url(url)
    if name is None:
        return None
    parts = urlsplit(name)
    return name if parts.path.strip("/") or parts.query or parts.fragment else None


def _telling(query: str) -> list[tuple[str, str]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    return [
        (name, value)
        for name, value in pairs
        if not _TRACKING.fullmatch(name)
        and (f"{name}={value}" if value else name) not in _AMP_QUERY
    ]


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host.lower()
