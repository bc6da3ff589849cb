"""Which addresses may be connected to: public ones, and those that a setting names.

A name is resolved once, every address it has is checked, and the connection goes to a checked
address, so that a name that resolves to another address a moment later (DNS rebinding) reaches
nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection

from qa.errors import FetchError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 addresses that carry an IPv4 address to which a gateway leads on (RFC 6052, RFC 8215).
_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48")))


def connect(
    host: str, port: int, *, timeout: float, allowed: Collection[str] = ()
) -> socket.socket:
    """A connection to a checked address of the host.

    Args:
        allowed: hosts, as names or addresses, that may be reached although they are private.

    Raises:
        FetchError: the host is unknown, private, or does not answer.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(f"{host}: no such host", "check the address and the network") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host not in allowed:
        for address in addresses:
            if not is_public(address) and address not in allowed:
                raise FetchError(
                    f"{host} is {address}, which is not on the public internet",
                    "set QA_FETCH_HOSTS to reach a host of your own network",
                )
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            problem = error.strerror or str(error)
    raise FetchError(f"{host} cannot be reached: {problem.lower()}", "try again later")


def is_public(address: str) -> bool:
    """Whether it is an address of the public internet, also where one stands inside another."""
    ip: _Address = ipaddress.ip_address(address.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in (ip, *_inside(ip)))


def _inside(ip: _Address) -> list[_Address]:
    if not isinstance(ip, ipaddress.IPv6Address):
        return []
    carried: list[_Address] = [each for each in (ip.ipv4_mapped, ip.sixtofour) if each]
    if ip.teredo:
        carried.extend(ip.teredo)
    if any(ip in network for network in _TRANSLATED):
        carried.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return carried
