"""Put this folder on PYTHONPATH and a Python process can reach nothing but loopback.

Python imports ``sitecustomize`` by itself at start-up.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_LOCAL_NAMES = {"localhost", "", None}
_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo


class NetworkBlockedError(OSError):
    """Something tried to leave this machine."""


def _check(host: Any) -> None:
    if isinstance(host, bytes):
        host = host.decode()
    if host in _LOCAL_NAMES:
        return
    try:
        local = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        raise NetworkBlockedError(f"blocked: name look-up of {host}") from None
    if not (local.is_loopback or local.is_unspecified):
        raise NetworkBlockedError(f"blocked: connection to {host}")


def _checked_connect(self: socket.socket, address: Any) -> Any:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        _check(address[0])
    return _connect(self, address)


def _checked_connect_ex(self: socket.socket, address: Any) -> Any:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        _check(address[0])
    return _connect_ex(self, address)


def _checked_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    _check(host)
    return _getaddrinfo(host, *args, **kwargs)


def block() -> None:
    """Let no socket of this process reach beyond loopback."""
    socket.socket.connect = _checked_connect  # type: ignore[method-assign, assignment]
    socket.socket.connect_ex = _checked_connect_ex  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _checked_getaddrinfo


block()
