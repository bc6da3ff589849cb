"""Ctrl-C ends the real process, whatever is open: tabs, streams, answers that never end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from qa.settings import ROOT
from tests.chat_server import chat_server
from tests.web.test_server import free_port, ready

pytestmark = pytest.mark.slow


class Running:
    """``app.py`` in a process of its own, ready to be asked."""

    def __init__(self, index: Path, **settings: str) -> None:
        port = free_port()
        env = {**os.environ, "QA_PORT": str(port), "QA_INDEX": str(index), **settings}
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        ready(self.url, seconds=60)

    def wait_for(self, path: str) -> None:
        end = time.monotonic() + 90
        while True:
            try:
                with urlopen(self.url + path, timeout=5):
                    return
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.2)

    def open(self, request: str) -> socket.socket:
        """Send a request and leave its connection open."""
        parts = urlsplit(self.url)
        assert parts.port
        connection = socket.create_connection(("127.0.0.1", parts.port))
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection

    def end(self, *signals: int) -> tuple[int, str]:
        """Send the signals, one after the other; exit code and standard error."""
        for number in signals:
            self.process.send_signal(number)
            time.sleep(0.2)
        out, err = self.process.communicate(timeout=20)
        assert out == ""
        return self.process.returncode, err


@contextmanager
def running(index: Path, **settings: str) -> Iterator[Running]:
    server = Running(index, **settings)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


def get(path: str) -> str:
    return f"GET {path} HTTP/1.1\nHost: 127.0.0.1\n\n"


def post(path: str, body: str) -> str:
    return (
        f"POST {path} HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json\n"
        f"Content-Length: {len(body)}\n\n{body}"
    )


def test_with_the_streams_of_a_page_open(small_index: Path) -> None:
    with running(small_index) as server:
        server.wait_for("/config")
        tabs = [server.open(get(f"/gradio_api/heartbeat/tab{n}")) for n in range(3)]
        assert all(b" 200 " in tab.recv(100) for tab in tabs)
        code, log = server.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in log
    assert "Exception" not in log


def test_with_answers_under_way_that_never_end(small_index: Path) -> None:
    with chat_server() as chat:
        chat.say(*["word "] * 1000, pause=0.1)
        settings = {"QA_CHAT_MODEL": "openai:scripted", "QA_CHAT_BASE_URL": chat.url}
        with running(small_index, OPENAI_API_KEY="none", **settings) as server:
            body = '{"question": "How much is an adult ferry ticket?"}'
            asked = [server.open(post(f"/api/ask{kind}", body)) for kind in ("", "/stream")]
            assert b" 200 " in asked[1].recv(100)
            code, log = server.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in log


def test_while_it_is_starting(small_index: Path) -> None:
    with running(small_index) as server:
        code, log = server.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in log


def test_a_second_time_ends_it_at_once(small_index: Path) -> None:
    with chat_server() as chat:
        chat.say(*["word "] * 1000, pause=0.1)
        settings = {"QA_CHAT_MODEL": "openai:scripted", "QA_CHAT_BASE_URL": chat.url}
        with running(small_index, OPENAI_API_KEY="none", **settings) as server:
            body = '{"question": "How much is an adult ferry ticket?"}'
            connection = server.open(post("/api/ask", body))
            threading.Event().wait(1)
            code, log = server.end(signal.SIGINT, signal.SIGINT)
            connection.close()
    assert code in (0, 130)
    assert "Traceback" not in log


def test_the_last_line_is_the_address_to_open(small_index: Path) -> None:
    with running(small_index) as server:
        server.wait_for("/config")
        time.sleep(1)
        _, log = server.end(signal.SIGINT)
    assert f"open {server.url}" in log.splitlines()[-1]
