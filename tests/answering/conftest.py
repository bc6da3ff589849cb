"""A scripted chat model on loopback, and a service that answers with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.service import Service
from qa.settings import Settings
from tests.chat_server import ChatServer, chat_server

Served = Callable[[Path], Service]


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    with chat_server() as server:
        yield server


@pytest.fixture
def served(chat: ChatServer) -> Callable[..., Service]:
    """``served(folder)``: the service over an index, written answers by the scripted model."""

    def open_service(folder: Path, timeout: float = 20) -> Service:
        return Service(folder, settings_of(chat, timeout))

    return open_service


def settings_of(chat: ChatServer, timeout: float) -> Settings:
    return Settings(chat_model="openai:scripted", chat_base_url=chat.url, chat_timeout=timeout)
